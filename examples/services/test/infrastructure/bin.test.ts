// The app's entry, bundled and run as the CDK CLI runs it, with a cdk.json in which everything is wrong.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROJECT = join(__dirname, '../..');

const CDK_JSON = `{
  "app": "node services.js",
  "context": {
    "config": {
      "owner": "example-org",
      "repo": "services",
      "development_branch": "develop",
      "accounts": {
        "tooling": { "account": "111122223333", "region": "eu-central-1" },
        "dev": { "account": "22223333444", "region": "eu-central-1" },
        "qa": { "account": "333344445555", "regions": ["eu-central-1", "eu-nowhere-1"] },
        "qa": { "account": "333344445555", "regions": ["eu-central-1", "eu-nowhere-1"] }
      },
      "pipelines": { "development": { "branch": "develop", "stages": ["dev", "dev", "qa"] } }
    }
  }
}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'services-bin-'));
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outdir=${folder}`], { cwd: PROJECT });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('every mistake in cdk.json is named with its path, exit code 2, no stack trace, and the last assembly stays as it is', () => {
  const output = join(folder, 'cdk.out');
  mkdirSync(output);
  writeFileSync(join(output, 'manifest.json'), 'of the last synthesis');
  writeFileSync(join(folder, 'cdk.json'), CDK_JSON);
  const { context } = JSON.parse(CDK_JSON) as { context: unknown };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'services.js')], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      NODE_PATH: join(PROJECT, '../../node_modules'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_OUTDIR: output,
    },
  });
  expect(stderr.trim().split('\n')).toEqual([
    'The pipeline configuration (context "config" of cdk.json) has 5 mistakes:',
    '  $.config.accounts.qa: stands twice in cdk.json, and only the last one counts; give each its own name.',
    '  $.config.connection_arn: is missing; give the ARN that `aws codeconnections list-connections` shows.',
    '  $.config.accounts.dev.account: "22223333444" has 11 digits; an account number has 12.',
    '  $.config.accounts.qa.regions[1]: there is no region "eu-nowhere-1", as far as this version of aws-cdk-lib knows.',
    '  $.config.pipelines.development.stages[1]: lists stage "dev" a second time.',
    'Correct them, then run `npx cdk synth` again.',
  ]);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(readdirSync(output)).toEqual(['manifest.json']);
  expect(readFileSync(join(output, 'manifest.json'), 'utf8')).toBe('of the last synthesis');
});
