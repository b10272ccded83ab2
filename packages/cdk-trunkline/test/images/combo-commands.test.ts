// The commands of a combo's build in a real shell, with stand-ins for the programs that they call, which note the calls.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommands } from '../../src/images/combo-commands';
import { IMAGES } from './stacks';

const DIGEST = `sha256:${'a'.repeat(64)}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'combo-commands-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Its call is one write, as the programs of a pipe run at the same time. */
function standIn(name: string, script: string): void {
  const file = join(folder, name);
  const note = `line=${name}; for word in "$@"; do line="$line [$word]"; done; printf '%s\\n' "$line" >> "$CALLS"`;
  writeFileSync(file, `#!/bin/sh\n${note}\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Runs the commands one after the other in one shell, until one fails, as CodeBuild does. */
function run(recorded: string, combo = 'exit 0', signsIn = false): { calls: string[]; status: number | null } {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  standIn('docker', 'cat > /dev/null');
  standIn('trunkline', combo);
  standIn(
    'aws',
    `case "$2" in get-login-password) echo secret;; describe-images) echo ${DIGEST};; get-parameter) echo ${recorded};; esac`,
  );
  const commands = buildCommands({ images: IMAGES, environment: { GREETING: "it's $HOME" } }, signsIn);
  const { status } = spawnSync('bash', ['-e', '-c', commands.map((each) => `{ ${each}; } || exit 1`).join('\n')], {
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      CALLS: calls,
      REGISTRY: '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
      REPOSITORY: 'combos/python_node',
      TAG: '3.12_22',
      DIGEST_PARAMETER: '/combos/python_node/3.12_22',
      DOCKER_HUB_USERNAME: 'shop',
      DOCKER_HUB_PASSWORD: 'hidden',
    },
  });
  return { calls: readFileSync(calls, 'utf8').trim().split('\n'), status };
}

const put = (calls: readonly string[]): string[] => calls.filter((call) => call.includes('[put-parameter]'));

test('a new image has its digest written down', () => {
  const { calls, status } = run('none');
  expect(status).toBe(0);
  expect(put(calls)).toEqual([
    `aws [ssm] [put-parameter] [--name] [/combos/python_node/3.12_22] [--value] [${DIGEST}] [--overwrite]`,
  ]);
});

test('one that is written down already is not written again', () => {
  const { calls, status } = run(DIGEST);
  expect(status).toBe(0);
  expect(put(calls)).toEqual([]);
});

test('a combo that could not be made fails the build, and leaves the digest as it was', () => {
  const { calls, status } = run('none', 'exit 2');
  expect(status).not.toBe(0);
  expect(put(calls)).toEqual([]);
});

test('trunkline is told the repository, and every value as it was given', () => {
  expect(run('none').calls.find((call) => call.startsWith('trunkline'))).toBe(
    'trunkline [combo] [python:3.12] [node:22] [--check] [--build] [--push] [--repository] ' +
      '[111122223333.dkr.ecr.eu-central-1.amazonaws.com/combos/python_node] [--registry] [public.ecr.aws/docker] ' +
      "[--env] [GREETING=it's $HOME]",
  );
});

test('passwords are on no command line', () => {
  const { calls } = run('none', 'exit 0', true);
  expect(calls.filter((call) => call.startsWith('docker'))).toEqual([
    'docker [login] [--username] [AWS] [--password-stdin] [111122223333.dkr.ecr.eu-central-1.amazonaws.com]',
    'docker [login] [--username] [shop] [--password-stdin]',
  ]);
  expect(calls.join()).not.toContain('hidden');
});
