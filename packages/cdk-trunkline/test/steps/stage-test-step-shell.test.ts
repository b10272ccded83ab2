// The commands of a stage's profile in real shells: what they write and set, and that they break no build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileCommands } from '../../src/steps/stage-profile';

const ROLE = 'arn:aws-cn:iam::222222222222:role/trunkline-services-dev';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'a build with spaces '));
  mkdirSync(join(folder, 'home'));
  mkdirSync(join(folder, 'tmp'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
  readonly variables: Record<string, string>;
}

/** The environment that the next command of the build finds. */
function run(shell: string, commands: readonly string[], environment: Record<string, string>): Outcome {
  const show = `'${process.execPath}' -e 'console.log(JSON.stringify(process.env))'`;
  const { status, stdout, stderr } = spawnSync(shell, ['-euc', [...commands, show].join('\n')], {
    encoding: 'utf8',
    // Bash takes a pipe from Node for a remote login, and reads the machine's settings.
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: join(folder, 'tmp'), ...environment },
  });
  return { status, stderr, variables: JSON.parse(stdout || '{}') as Record<string, string> };
}

const profile = profileCommands({ accessRoleArn: ROLE, region: 'cn-north-1', session: 'IntegrationTests' });

describe.each(['sh', 'bash'])('in %s, without variables of CodeBuild, HOME and credentials', (shell) => {
  test('a profile is written, and the variables name it', () => {
    const { status, stderr, variables } = run(shell, profile, {});
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(variables).toMatchObject({
      AWS_PROFILE: 'trunkline',
      AWS_REGION: 'cn-north-1',
      AWS_DEFAULT_REGION: 'cn-north-1',
    });
    const file = variables['AWS_CONFIG_FILE'] ?? '';
    expect(dirname(dirname(file))).toBe(join(folder, 'tmp'));
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      '[profile trunkline]',
      `role_arn = ${ROLE}`,
      'credential_source = EcsContainer',
      'region = cn-north-1',
      'sts_regional_endpoints = regional',
      'role_session_name = IntegrationTests-local',
      '',
    ]);
  });

  test('no keys are left in the environment, and none come to it', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other', AWS_SESSION_TOKEN: 'other' };
    const { variables } = run(shell, profile, keys);
    expect(Object.keys(variables).filter((name) => /KEY|TOKEN|SECRET/.test(name))).toEqual([]);
  });

  test('nothing is written into the source or the home folder', () => {
    const { status } = run(shell, profile, { HOME: join(folder, 'home') });
    expect(status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['home', 'tmp']);
    expect(readdirSync(join(folder, 'home'))).toEqual([]);
  });

  test('a build ends where there is no place to write to', () => {
    const { status } = run(shell, profile, { TMPDIR: join(folder, 'missing') });
    expect(status).not.toBe(0);
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });
});

test.each([
  ['IntegrationTests', 'IntegrationTests-4711'],
  ['Smoke tests (ü)', 'Smoke-tests-----4711'],
  ['x'.repeat(100), `${'x'.repeat(52)}-4711`],
])('the session of step %s is called after it and the number of the build', (session, name) => {
  const commands = profileCommands({ accessRoleArn: ROLE, region: 'eu-central-1', session });
  const { variables } = run('sh', commands, { CODEBUILD_BUILD_NUMBER: '4711' });
  const text = readFileSync(variables['AWS_CONFIG_FILE'] ?? '', 'utf8');
  const found = /^role_session_name = (.*)$/m.exec(text)?.[1];
  expect(found).toBe(name);
  // Source: STS API Reference, AssumeRole.
  expect(found).toMatch(/^[\w+=,.@-]{2,64}$/);
});
