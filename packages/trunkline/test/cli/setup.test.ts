// `trunkline setup` as a user calls it.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Setup } from '../../src/model/setup.js';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import { writeAssembly } from '../scenarios/assembly-builder.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'to set up '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function trunkline(...args: string[]): Promise<ProgramResult> {
  const { PATH = '', HOME = '' } = process.env;
  return runProgram([process.execPath, BIN, ...args], { cwd: folder, env: { PATH, HOME, CI: '1' } });
}

function synthesized(into = 'cdk.out'): Promise<void> {
  return writeAssembly(join(folder, into), {
    Source: { Repository: { source: true, outputs: ['Repo'] } },
    Prod: { Approve: { approve: 'Go?' } },
  });
}

describe('trunkline setup', () => {
  it('prints the steps on stdout, writes nothing, and needs no repository', async () => {
    await synthesized();
    const before = await readdir(folder, { recursive: true });
    const result = await trunkline('setup');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^# From nothing to a running pipeline: delivery\.\n/);
    expect(result.stdout).toContain("npx cdk deploy Delivery --profile '<credentials for 111111111111>'");
    expect(result.stdout).toContain("# It waits for approval at 'Prod/Approve'.");
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect(await trunkline('setup')).toEqual(result);
  });

  it('gives the same as data', async () => {
    await synthesized('other');
    const result = await trunkline('setup', '--app', 'other', '--json');
    expect(result.exitCode).toBe(0);
    const setup = JSON.parse(result.stdout) as Setup;
    expect(setup).toMatchObject({ format: 'trunkline-setup/1', pipelines: [{ name: 'delivery', stack: 'Delivery' }] });
    expect(setup.steps.map(({ id }) => id)).toEqual(['source', 'stores', 'push', 'deploy', 'watch']);
  });

  it('synthesizes first where that is wanted', async () => {
    await synthesized('made');
    await writeFile(join(folder, '.trunklinerc.json'), JSON.stringify({ synth: 'mv made cdk.out' }));
    const result = await trunkline('setup', '--synth');
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('Synthesizing: mv made cdk.out');
    expect(result.stdout).toContain('npx cdk deploy Delivery');
  });

  it('without an assembly, or without a pipeline in it, says what to run', async () => {
    const without = await trunkline('setup');
    expect(without).toMatchObject({ exitCode: 2, stdout: '' });
    expect(without.stderr).toContain("Run 'npx cdk synth'");
    await mkdir(join(folder, 'cdk.out'));
    await writeFile(join(folder, 'cdk.out', 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: {} }));
    const empty = await trunkline('setup', '--json');
    expect(empty.exitCode).toBe(2);
    expect(JSON.parse(empty.stdout)).toMatchObject({ error: { code: 'PipelineNotFound' } });
    expect(empty.stderr).toContain('Name the right folder with --app');
  });

  it('says what it does not take', async () => {
    const result = await trunkline('setup', '--yes');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('--yes');
  });
});
