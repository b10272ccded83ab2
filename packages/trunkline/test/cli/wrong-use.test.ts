// Wrong use of the command line: one clear error, exit code 2, no stack trace, and nothing changed on disk.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import { writeAssembly } from '../scenarios/assembly-builder.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));
const STAGES = {
  Source: { Repository: { source: true as const, outputs: ['Repo'] } },
  Prod: { Approve: { approve: 'Go?' } },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a new user '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function trunkline(...args: string[]): Promise<ProgramResult> {
  const { PATH = '', HOME = '' } = process.env;
  return runProgram([process.execPath, BIN, ...args], {
    cwd: folder,
    env: { PATH, HOME, CI: '1', GIT_CEILING_DIRECTORIES: tmpdir() },
  });
}

async function git(...args: string[]): Promise<void> {
  const result = await runProgram(['git', '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
  });
  expect(result.stderr).toBe('');
  expect(result.exitCode).toBe(0);
}

async function repositoryWithAssembly(): Promise<void> {
  await writeAssembly(join(folder, 'cdk.out'), STAGES);
  await git('init', '--quiet', '--initial-branch=main');
  await git('commit', '--quiet', '--allow-empty', '-m', 'First');
}

/** Runs it and checks everything that holds for every mistake; gives what was said. */
async function mistake(...args: string[]): Promise<string> {
  const before = await readdir(folder, { recursive: true });
  const result = await trunkline(...args);
  expect(result).toMatchObject({ exitCode: 2, stdout: '' });
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  return result.stderr;
}

describe('trunkline rehearse', () => {
  it('without a cdk.out says how to make one', async () => {
    expect(await mistake('rehearse')).toContain('npx cdk synth');
  });

  it('in a folder that is no cloud assembly names the missing manifest', async () => {
    await mkdir(join(folder, 'cdk.out'));
    expect(await mistake('rehearse')).toContain('manifest.json');
  });

  it('with a truncated template names the file', async () => {
    await repositoryWithAssembly();
    await writeFile(join(folder, 'cdk.out', 'Delivery.template.json'), '{"Resources": {"Pipe');
    expect(await mistake('rehearse')).toContain('Delivery.template.json');
  });

  it('with a template path that leaves the folder refuses to open it', async () => {
    await repositoryWithAssembly();
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://111111111111/eu-central-1',
      properties: { templateFile: '../secret.json' },
    };
    await writeFile(join(folder, 'secret.json'), '{"Resources":{}}');
    await writeFile(
      join(folder, 'cdk.out', 'manifest.json'),
      JSON.stringify({ version: '36.0.0', artifacts: { Delivery: artifact } }),
    );
    expect(await mistake('rehearse')).toContain('../secret.json');
  });

  it('outside a git repository says so', async () => {
    await writeAssembly(join(folder, 'cdk.out'), STAGES);
    expect(await mistake('rehearse')).toContain('git init');
  });

  it('in a repository without a commit says so', async () => {
    await writeAssembly(join(folder, 'cdk.out'), STAGES);
    await git('init', '--quiet');
    expect(await mistake('rehearse')).toContain('no commit yet');
  });

  it('with an unknown pipeline lists those that there are', async () => {
    await repositoryWithAssembly();
    const said = await mistake('rehearse', 'deliverance');
    expect(said).toContain('deliverance');
    expect(said).toContain('delivery');
  });

  it('lists every mistake of .trunklinerc.json with its place', async () => {
    await repositoryWithAssembly();
    await writeFile(join(folder, '.trunklinerc.json'), '{"notRehearsed": [{"action": 7}], "ap": "x"}');
    const said = await mistake('rehearse');
    expect(said).toContain('$.notRehearsed.0.action');
    expect(said).toContain('$.notRehearsed.0.reason');
    expect(said).toContain('ap');
  });

  it('in a folder that does not exist says so', async () => {
    expect(await mistake('--directory', 'nowhere', 'rehearse')).toContain('nowhere');
  });

  it('tells scripts the same as JSON', async () => {
    const result = await trunkline('rehearse', '--json');
    expect(result.exitCode).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'AssemblyNotFound' } });
  });
});

describe('trunkline', () => {
  it('knows what was meant by a misspelt command or option', async () => {
    expect(await mistake('reherse')).toContain('rehearse');
    expect(await mistake('rehearse', '--yess')).toContain('--yes');
  });

  it('helps, and says its version', async () => {
    expect(await trunkline('--help')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await trunkline('rehearse', '--help')).stdout).toContain('Examples:');
    expect((await trunkline('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('trunkline retry', () => {
  it('with an unknown run says that there is none yet', async () => {
    await repositoryWithAssembly();
    expect(await mistake('retry', 'some-run', 'delivery', 'Prod/Approve')).toContain('trunkline rehearse');
    expect(await mistake('retry', '../../etc', 'delivery', 'Prod/Approve')).toContain('../../etc');
  });
});
