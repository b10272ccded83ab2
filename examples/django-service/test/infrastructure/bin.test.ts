// The app's entry, bundled and run as the CDK CLI runs it, with a wrong context: what is said, and nothing else.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectConfig } from './new-app';

const PROJECT = join(__dirname, '../..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'django-service-bin-'));
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outdir=${folder}/build`], { cwd: PROJECT });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(context: Record<string, unknown>): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(folder, 'build/django-service.js')], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      NODE_PATH: join(PROJECT, '../../node_modules'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_OUTDIR: join(folder, 'cdk.out'),
    },
  });
}

it.each([
  [
    'configuration',
    { config: { ...projectConfig(), connection_arn: undefined } },
    [
      'The pipeline configuration (context "config" of cdk.json) has a mistake:',
      '  $.config.connection_arn: is missing; give the ARN that `aws codeconnections list-connections` shows.',
      'Correct it, then run `npx cdk synth` again.',
    ],
  ],
  [
    'table',
    { config: projectConfig(), redirects: { '/docs': 1 } },
    ['Context "redirects" of cdk.json: the target of "/docs" is no text. Correct it, then run `npx cdk synth` again.'],
  ],
])('a mistake in the %s is told in words, without a stack trace, and nothing is written', (_, context, lines) => {
  const { status, stdout, stderr } = run(context);
  expect(stderr.trim().split('\n')).toEqual(lines);
  expect([status, stdout]).toEqual([2, '']);
  expect(existsSync(join(folder, 'cdk.out/manifest.json'))).toBe(false);
});
