// Stories of findings that somebody lets stand, said in the settings or in the app itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeSchema } from '../../src/preflight/acknowledge.js';
import { readAssemblyFiles } from '../../src/assembly/assembly-files.js';
import { readAssembly } from '../../src/assembly/read.js';
import type { PreflightResult } from '../../src/model/finding.js';
import { preflight, type PreflightOptions } from '../../src/preflight/preflight.js';
import { synthesizePlain } from './rules/apps.js';
import { changed, newFolder, ofId, removeFolders, type Changes } from './rules/broken.js';

const base = newFolder();
beforeAll(() => synthesizePlain(base));
afterAll(removeFolders);

const ID = 'artifact-bucket-expiry';
const METADATA = 'Delivery.metadata.json';

async function result(changes: Changes, acknowledge: PreflightOptions['acknowledge'] = []): Promise<PreflightResult> {
  const assembly = await readAssembly(changed(base, changes));
  const input = { assembly, beside: [], ...(await readAssemblyFiles(assembly)) };
  return preflight(input, { version: '0.0.0', acknowledge });
}

/** Written as CDK writes what `node.addMetadata` was given. */
function noted(path: string, data: unknown): Changes {
  return {
    [METADATA]: (metadata: Record<string, unknown[]>) => {
      (metadata[`/${path}`] ??= []).push({ type: 'trunkline:acknowledge', data });
    },
  };
}

const where = ({ findings }: PreflightResult): unknown[] =>
  ofId(findings, ID).map(({ acknowledged, place }) => [place.stackName, acknowledged]);

describe('an acknowledgement in the settings', () => {
  test('marks what it names, and takes it from the count', async () => {
    const before = await result({});
    const after = await result({}, [{ id: ID, reason: 'Kept for audits.' }]);
    const mark = { reason: 'Kept for audits.', where: '.trunklinerc.json' };
    expect(where(after)).toEqual([
      ['Delivery-support-us-east-1', mark],
      ['Delivery', mark],
    ]);
    expect(after.summary.acknowledged).toBe(2);
    expect(after.summary.infos).toBe(before.summary.infos - 2);
  });

  test.each([
    ['a stack’s name', 'Delivery', ['Delivery']],
    ['the path of a construct that it is in', 'Delivery/Pipeline', ['Delivery']],
    ['a place', 'aws://111111111111/us-east-1', ['Delivery-support-us-east-1']],
    ['a path that only begins alike', 'Delivery/Pipe', []],
  ])('is held to %s', async (_, at, stacks) => {
    const after = await result({}, [{ id: ID, at, reason: 'x' }]);
    expect(
      ofId(after.findings, ID).flatMap(({ acknowledged, place }) => (acknowledged ? place.stackName : [])),
    ).toEqual(stacks);
    expect(ofId(after.findings, 'acknowledgement-unused')).toHaveLength(stacks.length === 0 ? 1 : 0);
  });

  test('that matches nothing is told, for information', async () => {
    const { findings } = await result({}, [{ id: 'role-trust', at: 'Delivery', reason: 'x' }]);
    expect(ofId(findings, 'acknowledgement-unused')).toMatchObject([
      {
        severity: 'info',
        problem: 'The acknowledgement of role-trust at Delivery in .trunklinerc.json matches no finding.',
      },
    ]);
  });

  test('of an unknown id is an error', async () => {
    const { findings } = await result({}, [{ id: 'artefact-bucket-expiry', reason: 'x' }]);
    expect(ofId(findings, 'acknowledgement-invalid')).toMatchObject([
      {
        severity: 'error',
        problem:
          'An acknowledgement in .trunklinerc.json says nothing that holds: there is no finding "artefact-bucket-expiry".',
      },
    ]);
  });

  test('needs a reason, and knows no other keys', () => {
    const messages = (value: unknown): string[] =>
      acknowledgeSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
      [];
    expect(messages([{ id: ID, reason: 'x' }])).toEqual([]);
    expect(messages([{ id: ID }, { id: ID, reason: ' ' }])).toEqual([
      '0.reason: a reason is needed',
      '1.reason: a reason is needed: it is printed with every result',
    ]);
    expect(messages([{ id: ID, reason: 'x', path: 'y' }])).toHaveLength(1);
  });
});

describe('an acknowledgement of a construct', () => {
  test('holds for the construct and what is in it', async () => {
    const after = await result(noted('Delivery', { id: ID, reason: 'Small bucket.' }));
    expect(where(after)).toEqual([
      ['Delivery-support-us-east-1', undefined],
      ['Delivery', { reason: 'Small bucket.', where: 'Delivery' }],
    ]);
  });

  test('cannot be given for others', async () => {
    const after = await result(
      noted('Delivery/Pipeline/Pipeline', { id: ID, at: 'Delivery-support-us-east-1', reason: 'x' }),
    );
    expect(where(after)[0]).toEqual(['Delivery-support-us-east-1', undefined]);
  });

  test.each([
    ['without a reason', { id: ID }, 'reason: a reason is needed'],
    ['that is a text', 'artifact-bucket-expiry', 'expected object'],
    ['that is nothing', null, 'expected object'],
  ])('%s is an error with the construct’s path', async (_, data, words) => {
    const { findings } = await result(noted('Delivery', data));
    const [finding] = ofId(findings, 'acknowledgement-invalid');
    expect(finding?.problem).toContain('An acknowledgement in Delivery says nothing that holds: ');
    expect(finding?.problem).toContain(words);
    expect(finding?.place.constructPath).toBe('Delivery');
  });
});
