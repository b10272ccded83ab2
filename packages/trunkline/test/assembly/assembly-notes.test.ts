// The story of what an assembly says besides its templates, as CDK writes it and as older versions did.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAssemblyFiles } from '../../src/assembly/assembly-files.js';
import { readAssembly } from '../../src/assembly/read.js';

const folder = mkdtempSync(join(tmpdir(), 'trunkline-notes-'));
const NOTE = 'trunkline:acknowledge';

beforeAll(() => {
  const app = new App({ outdir: folder, builtinCloudFormationValidation: false, analyticsReporting: false });
  app.node.addMetadata(NOTE, 'of the app');
  const env = { account: '111111111111', region: 'eu-central-1' };
  const top = new Stack(app, 'Top', { env });
  top.node.addMetadata(NOTE, { id: 'x', reason: 'of the stack' });
  new Bucket(top, 'Bucket').node.addMetadata(NOTE, { id: 'x', reason: 'of the bucket' });
  const stage = new Stage(app, 'Prod', { env });
  stage.node.addMetadata(NOTE, 'of the stage');
  new Bucket(new Stack(stage, 'Main'), 'Bucket').node.addMetadata(NOTE, { id: 'x', reason: 'in a stage' });
  app.synth();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function notes(): Promise<Record<string, unknown[]>> {
  const { metadata } = await readAssemblyFiles(await readAssembly(folder));
  const noted = [...metadata].map(([path, entries]) => [
    path,
    entries.filter(({ type }) => type === NOTE).map(({ data }) => data),
  ]);
  return Object.fromEntries(noted.filter(([, data]) => (data?.length ?? 0) > 0)) as Record<string, unknown[]>;
}

describe('metadata', () => {
  test('of stacks and what is in them is there by construct path, and that of apps and stages is not', async () => {
    expect(await notes()).toEqual({
      Top: [{ id: 'x', reason: 'of the stack' }],
      'Top/Bucket': [{ id: 'x', reason: 'of the bucket' }],
      'Prod/Main/Bucket': [{ id: 'x', reason: 'in a stage' }],
    });
  });

  test('may stand in the manifest, as in older assemblies', async () => {
    const path = join(folder, 'manifest.json');
    const text = readFileSync(path, 'utf8');
    const manifest = JSON.parse(text) as { artifacts: Record<string, Record<string, unknown>> };
    manifest.artifacts.Top = {
      ...manifest.artifacts.Top,
      additionalMetadataFile: undefined,
      metadata: { '/Top/Old': [{ type: NOTE, data: 'old' }] },
    };
    writeFileSync(path, JSON.stringify(manifest));
    expect(await notes()).toEqual({ 'Top/Old': ['old'], 'Prod/Main/Bucket': [{ id: 'x', reason: 'in a stage' }] });
    writeFileSync(path, text);
  });

  test.each(['../outside.json', 'absent.json', 'tree.json'])('in %s is passed over', async (file) => {
    const path = join(folder, 'manifest.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"Top.metadata.json"', JSON.stringify(file)));
    expect(Object.keys(await notes())).toEqual(['Prod/Main/Bucket']);
    writeFileSync(path, text);
  });
});

test('templates have their sizes', async () => {
  const { templateSizes } = await readAssemblyFiles(await readAssembly(folder));
  expect(templateSizes.get('Top.template.json')).toBe(readFileSync(join(folder, 'Top.template.json')).length);
  expect(templateSizes.size).toBe(2);
});
