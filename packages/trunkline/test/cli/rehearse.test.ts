// `trunkline rehearse` and `trunkline retry`, used as a user does.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import type { GivenStages } from '../scenarios/assembly-builder.js';
import { Project } from '../scenarios/scenario.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

let project: Project;
afterEach(() => project.remove());

function building(...commands: string[]): GivenStages {
  const buildspec = {
    version: '0.2',
    env: { 'secrets-manager': { TOKEN: 'shop/token' } },
    phases: { build: { commands } },
  };
  return {
    Source: { Repository: { source: true, outputs: ['Repo'] } },
    Tests: { Unit: { build: buildspec, inputs: ['Repo'] } },
  };
}

async function given(stages: GivenStages, repository: Record<string, string> = {}): Promise<void> {
  project = await Project.create({
    repository: { ...repository, '.trunkline.env': 'shop/token=s3cr3t-token\n' },
    stages,
  });
}

function run(argv: readonly string[]): Promise<ProgramResult> {
  return runProgram(argv, { cwd: project.directory, env: { ...project.environment, CI: '1' } });
}

function trunkline(...args: string[]): Promise<ProgramResult> {
  return run([process.execPath, BIN, ...args]);
}

describe('trunkline rehearse', () => {
  it('prints its report as JSON, the same that report.json holds', async () => {
    await given(building('true'));

    const result = await trunkline('rehearse', '--json');

    expect(result.exitCode).toBe(0);
    const report = JSON.parse(result.stdout) as Report;
    expect(report).toMatchObject({ format: 'trunkline-report/1', summary: { succeeded: 2, real: 2, failed: 0 } });
    const saved = await readFile(join(project.directory, '.trunkline/runs', report.runId, 'report.json'), 'utf8');
    expect(JSON.parse(saved)).toEqual(report);
  });

  it('gives builds the secrets of .trunkline.env, and masks them wherever it writes', async () => {
    await given(building('test "$TOKEN" = s3cr3t-token', 'echo "the token is $TOKEN"', 'exit 1'));

    const result = await trunkline('rehearse');

    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('exit code 1');
    const runs = join(project.directory, '.trunkline', 'runs');
    for (const name of await readdir(runs, { recursive: true })) {
      if (!/\.(log|json|ndjson)$/.test(name)) continue;
      expect(await readFile(join(runs, name), 'utf8'), name).not.toContain('s3cr3t-token');
    }
    expect(result.stdout + result.stderr).not.toContain('s3cr3t-token');
  });

  it('leaves nothing running when nobody reads its output to the end', async () => {
    await given(building('true'));
    const pipe = `"${process.execPath}" "${BIN}" rehearse --no-preflight 2>&1 | head -n 1`;

    expect((await run(['sh', '-c', pipe])).exitCode).toBe(0);

    expect(await readdir(join(project.directory, '.trunkline', 'locks'))).toEqual([]);
  });
});

describe('the preflight before a rehearsal', () => {
  it('is told in its first lines, and stands in the report; the rehearsal goes on', async () => {
    project = await Project.create({
      repository: { '.trunklinerc.json': '{"bootstrap": {"default": false}}' },
      stages: { Source: { Repository: { source: true, outputs: ['Repo'] } }, Prod: { Approve: { approve: 'Go?' } } },
      properties: { RoleArn: 'arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-central-1' },
    });

    const result = await trunkline('rehearse', '--yes', '--json');

    expect(result.exitCode).toBe(0);
    const lines = result.stderr.split('\n');
    expect(lines[0]).toMatch(/^Preflight: 1 pipeline, \d+ obligations: \d+ proved, [1-9]\d* refuted/);
    expect(lines[1]).toMatch(/^ {2}error bootstrap-missing: There is no role/);
    expect(result.stderr).toContain("'trunkline preflight' says more");
    const report = JSON.parse(result.stdout) as Report;
    expect(report.preflight?.summary.refuted).toBeGreaterThan(0);
    expect(report.preflight?.findings[0]?.severity).toBe('error');
    expect(report.preflight).not.toHaveProperty('obligations');
  });

  it('is left out where that is wanted', async () => {
    await given(building('true'));

    const result = await trunkline('rehearse', '--no-preflight', '--json');

    expect(result.exitCode).toBe(0);
    expect(result.stderr).not.toContain('Preflight');
    expect(JSON.parse(result.stdout)).not.toHaveProperty('preflight');
  });

  it('that cannot be made is told, and the rehearsal goes on', async () => {
    await given(building('true'), { '.trunklinerc.json': '{"beside": ["../nowhere"]}' });

    const result = await trunkline('rehearse');

    expect(result.exitCode).toBe(0);
    expect(result.stderr).toMatch(/^Without a preflight: There is no folder .*nowhere/);
  });
});

describe('trunkline rehearse --synth', () => {
  it('runs the synth command first', async () => {
    await given(building('true'), { '.trunklinerc.json': '{"synth": "echo synthesized > trace.txt"}' });
    expect(await trunkline('rehearse', '--synth')).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(project.directory, 'trace.txt'), 'utf8')).toBe('synthesized\n');
  });

  it('says what a failed one printed, exits with 2, and leaves nothing behind', async () => {
    await given(building('true'), { '.trunklinerc.json': '{"synth": "echo broken stack; exit 3"}' });

    const result = await trunkline('rehearse', '--synth');

    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('exit code 3');
    expect(result.stderr).toContain('broken stack');
    expect(await readdir(project.directory)).not.toContain('.trunkline');
  });
});

describe('trunkline retry', () => {
  it('is what a failed action says to run again, with the source as it stands now', async () => {
    await given(building('grep -q mended state.txt'), { 'state.txt': 'broken' });
    const failed = await trunkline('rehearse', '--working-tree');
    expect(failed.exitCode).toBe(1);
    const command = /run again {2}(.+)/.exec(failed.stdout)?.[1] ?? '';

    expect(await run(['sh', '-c', command])).toMatchObject({ exitCode: 1 });
    await project.write({ 'state.txt': 'mended' });
    const again = await run(['sh', '-c', `${command} --json`]);

    expect(again.exitCode).toBe(0);
    const report = JSON.parse(again.stdout) as Report;
    expect(report.executions[0]?.actions.map((action) => `${action.actionName} ${action.status}`)).toEqual([
      'Repository Succeeded',
      'Unit Succeeded',
    ]);
  });

  it('with an unknown action lists those that there are', async () => {
    await given(building('true'));
    await trunkline('rehearse');
    const [id = ''] = await readdir(join(project.directory, '.trunkline', 'runs'));

    const result = await trunkline('retry', id, 'delivery', 'Tests/Units');

    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('Tests/Unit');
  });
});
