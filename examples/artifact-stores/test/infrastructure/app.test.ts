// The app, bundled and run by the CDK CLI as a platform team runs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROJECT = join(__dirname, '../..');
const CDK = createRequire(__filename).resolve('aws-cdk/bin/cdk');

interface CdkJson {
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

// Without its build: the bundle is there already.
const { app, context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')) as CdkJson;

let folder: string;
/** What the CLI made of the project as it is. */
let made: { readonly status: number | null; readonly stderr: string; readonly output: string };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'artifact-stores-'));
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outdir=${join(folder, 'build')}`], { cwd: PROJECT });
  symlinkSync(join(PROJECT, '../../node_modules'), join(folder, 'node_modules'));
  made = synth({ app, context });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function synth(cdkJson: unknown): { status: number | null; stderr: string; output: string } {
  const output = mkdtempSync(join(folder, 'cdk.out-'));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify(cdkJson));
  const { status, stderr } = spawnSync(process.execPath, [CDK, 'synth', '--quiet', '--output', output], {
    cwd: folder,
    encoding: 'utf8',
    // No credentials, no network: the stores need neither to be synthesized.
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  return { status, stderr, output };
}

describe('the app', () => {
  it('has a store for each region and the parameters, and nothing else', () => {
    const { status, stderr, output } = made;
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
    const templates = readdirSync(output).filter((file) => file.endsWith('.template.json'));
    expect(templates.sort()).toEqual([
      'trunkline-artifacts-eu-central-1.template.json',
      'trunkline-artifacts-eu-west-1.template.json',
      'trunkline-artifacts-parameters.template.json',
    ]);
    const types = templates.flatMap((file) => {
      const { Resources } = JSON.parse(readFileSync(join(output, file), 'utf8')) as {
        Resources: Record<string, { Type: string }>;
      };
      return Object.values(Resources).map(({ Type }) => Type);
    });
    const count = (type: string): number => types.filter((each) => each === type).length;
    expect(['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::SSM::Parameter'].map(count)).toEqual([
      2, 2, 2, 4,
    ]);
  });

  it('says all that is wrong in cdk.json, without a stack trace', () => {
    const artifact_stores = { account: '1111', regions: [] };
    const { status, stderr } = synth({ app, context: { artifact_stores } });
    expect(status).not.toBe(0);
    expect(stderr).toContain('The artifact stores (context "artifact_stores" of cdk.json) have 2 mistakes:');
    expect(stderr).toContain('$.artifact_stores.account: "1111" has 4 digits; an account number has 12.');
    expect(stderr).toContain('$.artifact_stores.regions: is an empty list; it needs at least one region.');
    expect(stderr).not.toMatch(/^\s+at .*artifact-stores\.js/m);
  });
});

it('the pipelines of the sample project next door find these stores by their names', () => {
  const { status, output } = made;
  expect(status).toBe(0);
  const services = JSON.parse(readFileSync(join(PROJECT, '../services/cdk.json'), 'utf8')) as {
    context: { config: { accounts: Record<string, { account: string; region?: string; regions?: string[] }> } };
  };
  const { tooling, ...stages } = services.context.config.accounts;
  const regions = new Set([tooling, ...Object.values(stages)].flatMap((each) => each?.regions ?? [each?.region ?? '']));
  for (const region of regions) {
    const text = readFileSync(join(output, `trunkline-artifacts-${region}.template.json`), 'utf8');
    expect(text).toContain(`"BucketName": "trunkline-artifacts-${tooling?.account ?? ''}-${region}"`);
    expect(text).toContain('"AliasName": "alias/trunkline-artifacts"');
  }
});
