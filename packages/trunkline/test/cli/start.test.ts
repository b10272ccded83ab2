// Pipeline variables and disabled transitions on the command line, and what retry makes of them.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import { Project } from '../scenarios/scenario.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));
const building = (...commands: string[]) => ({
  build: { version: '0.2', phases: { build: { commands } } },
  inputs: ['Repo'],
});

let project: Project;
beforeEach(async () => {
  project = await Project.create({
    repository: { 'state.txt': 'broken' },
    stages: {
      Source: { Repository: { source: true, outputs: ['Repo'] } },
      Build: { Run: building('true') },
      Prod: {
        Run: {
          ...building('echo "size $SIZE"', 'grep -q mended state.txt'),
          environment: { SIZE: '#{variables.Size}' },
        },
      },
      End: { Run: building('true') },
    },
    properties: {
      Variables: [{ Name: 'Size' }],
      DisableInboundStageTransitions: [{ StageName: 'Prod', Reason: 'freeze' }],
    },
  });
});
afterEach(() => project.remove());

function trunkline(...args: string[]): Promise<ProgramResult> {
  return runProgram([process.execPath, BIN, ...args], {
    cwd: project.directory,
    env: { ...project.environment, CI: '1' },
  });
}

async function lastRun(): Promise<string> {
  return (await readdir(join(project.directory, '.trunkline', 'runs'))).sort().at(-1) ?? '';
}

describe('trunkline rehearse', () => {
  it('ends with 0 before a disabled transition, and text and JSON say how it goes on', async () => {
    const text = await trunkline('rehearse', '--variable', 'Size=small');

    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(
      /delivery {2}InProgress after .*: waits before stage Prod: .*\(freeze\); --enable-transition Prod lets it in/,
    );
    expect(text.stdout).toMatch(/Prod +Run +NotRun +the execution waits before stage Prod/);
    expect(text.stdout).toContain('2 not run');

    const json = await trunkline('rehearse', '--variable', 'Size=small', '--json');

    expect(json.exitCode).toBe(0);
    const report = JSON.parse(json.stdout) as Report;
    expect(report.executions[0]).toMatchObject({
      status: 'InProgress',
      waitsBefore: { stageName: 'Prod', reason: 'freeze' },
      variables: { Size: 'small' },
    });
    expect(report.summary).toMatchObject({ succeeded: 2, notRun: 2, failed: 0 });
  });

  it.each([
    ['without a value for a variable', [], '--variable Size=VALUE'],
    ['with an unknown variable', ['--variable', 'Size=s', '--variable', 'Sice=s'], 'delivery: Size'],
    ['with a variable that has no value', ['--variable', 'Size'], 'NAME=VALUE'],
    ['with two values for one variable', ['--variable', 'Size=a', '--variable', 'Size=b'], 'one value'],
    [
      'with an unknown stage',
      ['--variable', 'Size=s', '--enable-transition', 'prod'],
      'delivery: Source, Build, Prod (disabled), End',
    ],
  ])('%s says what to do, ends with 2 and writes nothing', async (_, flags, said) => {
    const result = await trunkline('rehearse', ...flags);

    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(said);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(project.directory)).not.toContain('.trunkline');
  });
});

describe('trunkline retry', () => {
  it('keeps the variables and the enabled transitions of the earlier rehearsal', async () => {
    const failed = await trunkline('rehearse', '--variable', 'Size=small', '--enable-transition', 'Prod');
    expect(failed.exitCode).toBe(1);
    await project.write({ 'state.txt': 'mended' });
    await project.commit();

    const again = await trunkline('retry', await lastRun(), 'delivery', 'Prod/Run', '--json');

    expect(again.exitCode).toBe(0);
    const [execution] = (JSON.parse(again.stdout) as Report).executions;
    expect(execution?.variables).toEqual({ Size: 'small' });
    expect(await project.readLog(execution?.actions.at(-1)?.log ?? '')).toContain('size small');
  });

  it('runs nothing behind a transition that held the execution, until the flag enables it', async () => {
    await trunkline('rehearse', '--variable', 'Size=small');
    const run = await lastRun();

    for (const action of ['Prod/Run', 'End/Run']) {
      const refused = await trunkline('retry', run, 'delivery', action);
      expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
      expect(refused.stderr).toContain('--enable-transition Prod lets it in');
    }
    const unknown = await trunkline('retry', run, 'delivery', 'Prod/Run', '--enable-transition', 'prod');
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain('Prod');

    const entered = await trunkline('retry', run, 'delivery', 'Prod/Run', '--enable-transition', 'Prod');
    expect(entered.exitCode).toBe(1);
    expect(entered.stdout).toMatch(/run again .* delivery Prod\/Run --enable-transition Prod\n/);
    await project.write({ 'state.txt': 'mended' });
    await project.commit();
    const again = await trunkline('retry', run, 'delivery', 'Prod/Run', '--enable-transition', 'Prod');
    expect(again.exitCode).toBe(0);
    expect((await trunkline('retry', run, 'delivery', 'Build/Run')).exitCode).toBe(0);
  });
});
