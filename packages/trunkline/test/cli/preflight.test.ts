// `trunkline preflight` as a user calls it, on the assembly of a real CDK app.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../src/model/finding.js';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import { ORGANIZATION, synthesizeLibraryApp } from '../preflight/cases/apps.js';
import { writeAssembly } from '../scenarios/assembly-builder.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

let synthesized: string;
let folder: string;
beforeAll(async () => {
  synthesized = await mkdtemp(join(tmpdir(), 'trunkline-preflight-'));
  synthesizeLibraryApp(synthesized, { stores: 'from stacks', readers: 'organization' });
});
afterAll(() => rm(synthesized, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'to prove '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function trunkline(...args: string[]): Promise<ProgramResult> {
  const { PATH = '', HOME = '' } = process.env;
  return runProgram([process.execPath, BIN, ...args], { cwd: folder, env: { PATH, HOME, CI: '1' } });
}

async function app(settings: Readonly<Record<string, unknown>> = { organization_id: ORGANIZATION }): Promise<void> {
  await cp(synthesized, join(folder, 'cdk.out'), { recursive: true });
  await writeFile(join(folder, '.trunklinerc.json'), JSON.stringify(settings));
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
}

/** Takes the Allow statements out of the bucket policies of a stack's template. */
async function closeBuckets(assembly = 'cdk.out'): Promise<void> {
  const files = (await readdir(join(folder, assembly))).filter((name) => name.endsWith('.template.json'));
  for (const file of files) {
    const path = join(folder, assembly, file);
    const template = JSON.parse(await readFile(path, 'utf8')) as Template;
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::S3::BucketPolicy') continue;
      const document = Properties.PolicyDocument as { Statement: { readonly Effect: string }[] };
      document.Statement = document.Statement.filter(({ Effect }) => Effect === 'Deny');
    }
    await writeFile(path, JSON.stringify(template, undefined, 1));
  }
}

interface Manifest {
  readonly version: string;
  readonly artifacts: Readonly<Record<string, unknown>>;
}

/** Makes an assembly of its own of the stores' stacks. */
async function moveStores(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const { version, artifacts } = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as Manifest;
  for (const [path, stores] of [
    [from, false],
    [to, true],
  ] as const) {
    const kept = Object.entries(artifacts).filter(([id]) => id.startsWith('trunkline-artifacts') === stores);
    await writeFile(join(path, 'manifest.json'), JSON.stringify({ version, artifacts: Object.fromEntries(kept) }));
  }
}

describe('trunkline preflight', () => {
  it('proves the whole of a good pipeline, says what that rests on, and writes nothing', async () => {
    await app();
    const before = await readdir(folder, { recursive: true });

    const result = await trunkline('preflight', '--strict');

    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^Relative to\n {2}Assumed: bootstrapped with version/);
    expect(result.stdout).toMatch(/1 pipeline, \d{2,} obligations: \d{2,} proved, 0 refuted, 0 unproven\n0 errors/);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect(await trunkline('preflight', '--strict')).toEqual(result);
  });

  it('says who is refused, where, and which statement mends it; and exits with 1', async () => {
    await app();
    await closeBuckets();

    const result = await trunkline('preflight');

    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.stdout).toContain('error bucket-policy  explains');
    expect(result.stdout).toMatch(/cdk\.out\/[^ ]+\.template\.json:\d+/);
    expect(result.stdout).toContain('"Effect": "Allow"');
  });

  it('gives the same as data', async () => {
    await app();
    await closeBuckets();

    const result = await trunkline('preflight', '--json');

    expect(result.exitCode).toBe(1);
    const data = JSON.parse(result.stdout) as PreflightResult;
    expect(data).toMatchObject({
      format: 'trunkline-preflight/1',
      findings: [{ id: 'bucket-policy', severity: 'error' }, {}],
    });
    const refuted = data.obligations.filter(({ verdict }) => verdict.kind === 'refuted');
    expect(refuted).toHaveLength(data.summary.refuted);
    expect(data.findings.flatMap(({ explains }) => explains)).toEqual(
      expect.arrayContaining(refuted.map(({ id }) => id)),
    );
  });

  it('lets what is unproven pass, but with --strict', async () => {
    await app({});

    const lenient = await trunkline('preflight');
    expect(lenient.exitCode).toBe(0);
    expect(lenient.stdout).toMatch(/"organization_id"\s+in \.trunklinerc\.json/);
    expect(await trunkline('preflight', '--strict')).toMatchObject({ exitCode: 1, stdout: lenient.stdout });
  });

  it('knows from the settings how environments are bootstrapped', async () => {
    await app({ organization_id: ORGANIZATION, bootstrap: { 'aws://444444444444/us-east-1': false } });

    const result = await trunkline('preflight');

    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('Declared: not bootstrapped');
    expect(result.stdout).toContain('npx cdk bootstrap aws://444444444444/us-east-1');
  });

  it('lets stand what is acknowledged', async () => {
    const acknowledge = [{ id: 'bucket-policy', reason: 'The old account.' }];
    await app({ organization_id: ORGANIZATION, acknowledge });
    await closeBuckets();

    const result = await trunkline('preflight');

    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('The old account. (.trunklinerc.json)');
    expect(result.stdout).toMatch(/^0 errors, .*, [1-9] acknowledged$/m);
  });

  it('writes SARIF, and says where it cannot', async () => {
    await app();
    await closeBuckets();

    expect((await trunkline('preflight', '--sarif', 'found.sarif')).exitCode).toBe(1);
    const log = JSON.parse(await readFile(join(folder, 'found.sarif'), 'utf8')) as {
      readonly runs: readonly unknown[];
    };
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'bucket-policy' }, {}] }] });
    const nowhere = await trunkline('preflight', '--sarif', 'no/such/folder/found.sarif');
    expect(nowhere).toMatchObject({ exitCode: 2, stdout: '' });
    expect(nowhere.stderr).toContain('found.sarif cannot be written (ENOENT)');
  });

  it('proves with the artifact stores of another app', async () => {
    synthesizeLibraryApp(join(folder, 'cdk.out'), { stores: 'by name', readers: 'organization' });
    await moveStores(join(folder, 'cdk.out'), join(folder, 'stores', 'cdk.out'));
    await writeFile(join(folder, '.trunklinerc.json'), JSON.stringify({ organization_id: ORGANIZATION }));

    const without = await trunkline('preflight', '--strict');
    expect(without.exitCode).toBe(1);
    expect(without.stdout).toMatch(/[1-9]\d* unproven$/m);
    expect(await trunkline('preflight', '--strict', '--beside', 'stores/cdk.out')).toMatchObject({ exitCode: 0 });

    await closeBuckets('stores/cdk.out');
    const refused = await trunkline('preflight', '--beside', 'stores/cdk.out');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toMatch(/ stores\/cdk\.out\/trunkline-artifacts-[a-z0-9-]+\.template\.json:\d+\n/);
  });

  it('says which of the assemblies beside are not there', async () => {
    await app();
    const result = await trunkline('preflight', '--beside', 'nowhere', '--beside', 'never');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('2 cloud assemblies cannot be read');
    expect(result.stderr).toContain('nowhere');
    expect(result.stderr).toContain('never');
  });

  it('synthesizes first where that is wanted', async () => {
    await cp(synthesized, join(folder, 'made'), { recursive: true });
    await writeFile(join(folder, '.trunklinerc.json'), JSON.stringify({ synth: 'mv made cdk.out' }));
    const result = await trunkline('preflight', '--synth');
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('Synthesizing: mv made cdk.out');
  });
});

describe('a preflight of what is no pipeline', () => {
  it('without an assembly says what to run', async () => {
    const result = await trunkline('preflight');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain("Run 'npx cdk synth'");
  });

  it('does not pass where there is nothing to prove', async () => {
    await mkdir(join(folder, 'cdk.out'));
    await writeFile(join(folder, 'cdk.out', 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: {} }));
    const result = await trunkline('preflight', '--json');
    expect(result.exitCode).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'PipelineNotFound' } });
  });

  it('counts a pipeline that cannot be read: its obligations are unproven, and it is an error', async () => {
    await app();
    for (const name of await readdir(join(folder, 'cdk.out'))) {
      if (!name.endsWith('.template.json')) continue;
      const path = join(folder, 'cdk.out', name);
      const template = JSON.parse(await readFile(path, 'utf8')) as Template;
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::CodePipeline::Pipeline') delete Properties.RoleArn;
      }
      await writeFile(path, JSON.stringify(template, undefined, 1));
    }

    const result = await trunkline('preflight');

    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.stdout).toMatch(/^error unreadable$/m);
    expect(result.stdout).toContain('1 pipeline, 1 obligation: 0 proved, 0 refuted, 1 unproven');
  });

  it('makes a finding of each file that cannot be read', async () => {
    await app();
    const names = (await readdir(join(folder, 'cdk.out')))
      .filter((name) => name.endsWith('.template.json'))
      .slice(0, 2);
    for (const name of names) await writeFile(join(folder, 'cdk.out', name), '{"Resources": {"Pipe');

    const result = await trunkline('preflight');

    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.stdout.match(/^error assembly-unreadable$/gm)).toHaveLength(2);
    for (const name of names) expect(result.stdout).toContain(name);
    expect(result.stdout).toContain('0 obligations');
  });

  it.each([
    ['a path that leaves the folder', { properties: { templateFile: '../secret.json' } }, '../secret.json'],
    ['a template that is a list', { properties: { templateFile: 'list.json' } }, 'list.json'],
  ])('makes a finding of %s', async (_what, artifact, named) => {
    await writeAssembly(join(folder, 'cdk.out'), { Source: { Repository: { source: true, outputs: ['Repo'] } } });
    await writeFile(join(folder, 'secret.json'), '{"Resources":{}}');
    await writeFile(join(folder, 'cdk.out', 'list.json'), '[]');
    const Delivery = { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-central-1', ...artifact };
    await writeFile(
      join(folder, 'cdk.out', 'manifest.json'),
      JSON.stringify({ version: '36.0.0', artifacts: { Delivery } }),
    );

    const result = await trunkline('preflight');

    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.stdout).toContain('error assembly-unreadable');
    expect(result.stdout).toContain(named);
  });

  it('lists every mistake of the settings with its place', async () => {
    await app({
      organization_id: 'acme',
      bootstrap: { default: { trust: ['12'], versio: 3 }, prod: false, 'aws://111111111111/eu-west-1': true },
      quotas: { actions_of_a_stage: 0 },
      acknowledge: [{ id: 'bucket-policy' }],
      beside: [''],
    });
    const result = await trunkline('preflight');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    for (const place of [
      '$.organization_id: ',
      '$.bootstrap.default.trust.0: an account has twelve digits',
      '$.bootstrap.default: Unrecognized key: "versio"',
      '$.bootstrap.prod: ',
      '$.bootstrap.aws://111111111111/eu-west-1: must be false',
      '$.quotas.actions_of_a_stage: ',
      '$.acknowledge.0.reason: a reason is needed',
      '$.beside.0: ',
    ]) {
      expect(result.stderr).toContain(place);
    }
  });

  it('knows what was meant by a misspelt option or value', async () => {
    expect((await trunkline('preflight', '--strikt')).stderr).toContain('--strict');
    const result = await trunkline('preflight', '--fail-on', 'info');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('error, warning');
  });
});

describe('trunkline explain', () => {
  it('says what a finding means and how it is mended', async () => {
    const result = await trunkline('explain', 'bucket-policy');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^bucket-policy \(error\)\n/);
    for (const part of ['Why it matters:', 'How to mend it:', 'False positives:', 'Source:']) {
      expect(result.stdout).toContain(part);
    }
  });

  it('lists all ids without one', async () => {
    const { exitCode, stdout } = await trunkline('explain');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^bootstrap-missing +error$/m);
    const all = JSON.parse((await trunkline('explain', '--json')).stdout) as { readonly id: string }[];
    for (const { id } of all) expect(stdout).toContain(id);
  });

  it.each(['explain --json', '--help'])('does not mind that nobody reads what %s prints', async (words) => {
    const { PATH = '', HOME = '' } = process.env;
    const pipe = `"${process.execPath}" "${BIN}" ${words} | true`;
    expect(await runProgram(['sh', '-c', pipe], { cwd: folder, env: { PATH, HOME } })).toMatchObject({ stderr: '' });
  });

  it('knows what was meant by a misspelt id', async () => {
    const result = await trunkline('explain', 'bukcet-policy');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('Did you mean bucket-policy?');
    expect((await trunkline('explain', 'nonsense')).stderr).toContain("'trunkline explain' lists all");
  });
});
