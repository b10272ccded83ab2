// `trunkline preflight --live` as a user calls it, without any account to read.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram, type ProgramResult } from '../../src/process/run-program.js';
import type { PreflightResult } from '../../src/model/finding.js';
import { synthesizePlainApp } from '../preflight/cases/apps.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

describe('trunkline preflight --live', () => {
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'to read live '));
    synthesizePlainApp(join(project, 'cdk.out'));
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  function trunkline(...args: string[]): Promise<ProgramResult> {
    const { PATH = '' } = process.env;
    // A home of its own: nobody's credentials are to be found.
    const env = { PATH, HOME: project, CI: '1', AWS_EC2_METADATA_DISABLED: 'true' };
    return runProgram([process.execPath, BIN, '-C', project, 'preflight', ...args], { cwd: project, env });
  }

  test('without credentials leaves what is in the accounts unproven, and says so without a stack trace', async () => {
    const { exitCode, stdout, stderr } = await trunkline('--live', '--json', '--endpoint-url', 'http://127.0.0.1:9');
    const { summary, assumptions } = JSON.parse(stdout) as PreflightResult;
    expect(summary.refuted).toBe(0);
    expect(summary.unproven).toBeGreaterThan(0);
    // What the pipeline deploys itself is known from its templates.
    expect(summary.proved).toBeGreaterThan(0);
    expect(assumptions.join('\n')).toContain('Could not be read (no credentials: ');
    expect(stderr).toBe('Reading the accounts; nothing is changed in them.\n');
    expect(exitCode).toBe(0);
    expect((await trunkline('--live', '--strict', '--endpoint-url', 'http://127.0.0.1:9')).exitCode).toBe(1);
  });

  test.each([
    [['--live-profile', '222222222222=dev'], 'Add --live.'],
    [['--live', '--live-profile', 'dev'], 'Give ACCOUNT=PROFILE'],
    [['--live', '--endpoint-url', 'localhost:5000'], 'is no URL'],
  ])('%j is wrong use', async (args, message) => {
    const { exitCode, stderr } = await trunkline(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a mistake in the settings is named by its path', async () => {
    await writeFile(join(project, '.trunklinerc.json'), JSON.stringify({ live: { role: 'a role', profile: 'x' } }));
    const { exitCode, stderr } = await trunkline('--live');
    await rm(join(project, '.trunklinerc.json'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('$.live.role: a role is given by its name');
    expect(stderr).toContain('$.live: Unrecognized key: "profile"');
  });
});
