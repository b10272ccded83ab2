// A rehearsal that is interrupted or killed leaves no process behind, and the next one works.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { runProgram } from '../../src/process/run-program.js';
import { Project } from '../scenarios/scenario.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

/** A build that tells its processes, one of them in a session of its own, and would run for ten minutes. */
const STRAY =
  'const c = require("child_process").spawn("sleep", ["600"], { detached: true, stdio: "ignore" }); console.log("stray " + c.pid); c.unref()';
const SLOW = `if ! test -e quick.txt; then
  node -e '${STRAY}'
  sleep 601 &
  echo "child $!"
  echo ready
  wait
fi`;
const STAGES = {
  Source: { Repository: { source: true as const, outputs: ['Repo'] } },
  Build: { Slow: { build: { version: '0.2', phases: { build: { commands: [SLOW] } } }, inputs: ['Repo'] } },
  Later: { Approve: { approve: 'Go on?' } },
};

let project: Project;
let started: number[] = [];
afterEach(async () => {
  for (const pid of started) kill(pid);
  started = [];
  await project.remove();
});

/** A process may end between a look at it and its end. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A process that has ended but was not waited for yet counts as gone: where init is slow, it stays in the table. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return !state.stdout.trim().startsWith('Z');
}

async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`Waited in vain for ${what}`);
}

/** Where the rehearsal's runs are, latest last. */
async function runs(): Promise<string[]> {
  const folder = join(project.directory, '.trunkline', 'runs');
  return (await readdir(folder).catch(() => [])).sort().map((run) => join(folder, run));
}

/** Starts a rehearsal and waits until its build says that it is ready. */
async function startSlowRehearsal(command: readonly string[] = [process.execPath, BIN]): Promise<ChildProcess> {
  const [file = '', ...args] = [...command, 'rehearse', '--yes'];
  const engine = spawn(file, args, {
    cwd: project.directory,
    stdio: 'ignore',
    env: { ...project.environment, CI: '1' },
  });
  const log = await until('the build', async () => {
    const [run = ''] = await runs();
    const text = await readFile(join(run, 'logs/delivery/Build/Slow.log'), 'utf8').catch(() => '');
    return /^ready$/m.test(text) ? text : undefined;
  });
  started = [...log.matchAll(/^(?:stray|child) (\d+)$/gm)].map((match) => Number(match[1]));
  expect(started).toHaveLength(2);
  expect(started.every(isAlive)).toBe(true);
  return engine;
}

async function expectRerunToWork(): Promise<void> {
  await project.write({ 'quick.txt': 'quick' });
  await project.commit();
  const rerun = await runProgram([process.execPath, BIN, 'rehearse', '--yes'], {
    cwd: project.directory,
    env: project.environment,
  });
  expect(rerun.stderr).not.toContain('bug');
  expect(rerun.exitCode).toBe(0);
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, exitCode) => {
  it(`ends every process, writes the report and exits with ${exitCode}`, async () => {
    project = await Project.create({ repository: {}, stages: STAGES });
    const engine = await startSlowRehearsal();

    engine.kill(signal);

    expect(await once(engine, 'exit')).toEqual([exitCode, null]);
    expect(started.filter(isAlive)).toEqual([]);
    const [run = ''] = await runs();
    const report = JSON.parse(await readFile(join(run, 'report.json'), 'utf8')) as Report;
    expect(report.executions[0]).toMatchObject({
      status: 'Stopped',
      actions: [{ status: 'Succeeded' }, { status: 'Abandoned' }, { status: 'NotRun' }],
    });
    await expectRerunToWork();
  });
});

describe('SIGKILL', () => {
  it('leaves nothing after the next start', async () => {
    project = await Project.create({ repository: {}, stages: STAGES });
    const engine = await startSlowRehearsal();

    engine.kill('SIGKILL');
    await once(engine, 'exit');
    await expectRerunToWork();

    expect(started.filter(isAlive)).toEqual([]);
  });

  it('of the npm that started it ends the rehearsal too', async () => {
    project = await Project.create({ repository: {}, stages: STAGES });
    const script = `${JSON.stringify(process.execPath)} ${JSON.stringify(BIN)}`;
    await project.write({ 'package.json': JSON.stringify({ name: 'p', scripts: { demo: script } }) });
    const npm = await startSlowRehearsal(['npm', 'run', 'demo', '--']);

    npm.kill('SIGKILL');

    await until('the end of all processes', () => (started.some(isAlive) ? undefined : true));
    await until('the lock', async () => {
      const names = await readdir(join(project.directory, '.trunkline'));
      return names.includes('lock') ? undefined : true;
    });
    await expectRerunToWork();
  });
});

describe('a second rehearsal of the same project', () => {
  it('is refused while the first runs', async () => {
    project = await Project.create({ repository: {}, stages: STAGES });
    const engine = await startSlowRehearsal();

    const second = await runProgram([process.execPath, BIN, 'rehearse', '--yes'], {
      cwd: project.directory,
      env: project.environment,
    });

    expect(second).toMatchObject({ exitCode: 2, stdout: '' });
    expect(second.stderr).toContain(`kill ${engine.pid}`);
    engine.kill('SIGTERM');
    await once(engine, 'exit');
    await rm(join(project.directory, '.trunkline'), { recursive: true });
  });
});
