// The commands around synthesis that keep a pipeline from deploying what nobody has committed, run in real shells.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contextCheck } from '../../src/pipeline/builds/context-check';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'context check '));
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

/** Runs the check around some commands the way CodeBuild does: one after the other in one shell. */
function check(shell: string, between: string[], assembly = 'cdk.out'): { status: number | null; output: string } {
  const { before, after } = contextCheck(assembly);
  const script = ['set -e', before, ...between, after].join('\n');
  const { status, stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: project, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh'].filter((shell) => existsSync(shell));

test('there is a shell to test with', () => {
  expect(shells).toContain('/bin/sh');
});

describe.each(shells)('in %s', (shell) => {
  test('an unchanged context passes, and so does a project without one', () => {
    expect(check(shell, ['true'])).toEqual({ status: 0, output: '' });
    write('cdk.context.json', '{"a":1}\n');
    write('packages/my app/cdk.context.json', '{"b":1}\n');
    expect(check(shell, ['true'])).toEqual({ status: 0, output: '' });
  });

  test('a changed value fails, is shown, and the remedy is named', () => {
    write('cdk.context.json', '{\n  "ami": "ami-1"\n}\n');
    const { status, output } = check(shell, [`printf '{\\n  "ami": "ami-2"\\n}\\n' > cdk.context.json`]);
    expect(status).toBe(1);
    expect(output).toContain('-  "ami": "ami-1"');
    expect(output).toContain('+  "ami": "ami-2"');
    expect(output).toContain('Run "npx cdk synth"');
  });

  test('a context that was created fails, in a folder with spaces too', () => {
    write('packages/my app/cdk.json', '{}');
    const { status, output } = check(shell, [`printf '{"ami":"ami-1"}\\n' > 'packages/my app/cdk.context.json'`]);
    expect(status).toBe(1);
    expect(output).toContain('packages/my app/cdk.context.json');
    expect(output).toContain('+{"ami":"ami-1"}');
  });

  test('a context that was removed fails', () => {
    write('cdk.context.json', '{}\n');
    expect(check(shell, ['rm cdk.context.json']).status).toBe(1);
  });

  test('neither packages nor copies in the assembly count', () => {
    const commands = [
      "mkdir -p node_modules/x packages/a/node_modules/y 'my packages/cdk.out/asset.1'",
      'echo 1 > node_modules/x/cdk.context.json',
      'echo 1 > packages/a/node_modules/y/cdk.context.json',
      "echo 1 > 'my packages/cdk.out/asset.1/cdk.context.json'",
    ];
    expect(check(shell, commands, './my packages/cdk.out/')).toEqual({ status: 0, output: '' });
    expect(check(shell, ["echo 2 > 'my packages/cdk.context.json'"], 'my packages/cdk.out').status).toBe(1);
  });

  test('commands that change the folder do not blind it', () => {
    write('packages/infra/cdk.context.json', '1\n');
    expect(check(shell, ['cd packages/infra']).status).toBe(0);
    expect(check(shell, ['cd packages/infra', 'echo 2 > cdk.context.json']).status).toBe(1);
  });
});
