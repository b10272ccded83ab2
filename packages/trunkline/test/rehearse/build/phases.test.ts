// The story of a build's phases: the order of commands, and what follows a failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../process/fixtures.js';
import { openBench, type BenchResult } from './fixtures.js';

const said = (result: BenchResult): string[] =>
  result.log.split('\n').filter((line) => !line.startsWith('#') && line !== '');
const phase = (...commands: string[]): { commands: string[] } => ({ commands });
const statuses = ({ log }: BenchResult): string[] =>
  [...log.matchAll(/^# Phase complete: (\w+) State: (\w+)$/gm)].map(([, phase, status]) => `${phase} ${status}`);

describe('phases', () => {
  it('run one after the other in one shell', async () => {
    const { run } = await openBench();
    const result = await run({
      version: '0.2',
      phases: {
        install: phase(
          'export FROM=install; f() { echo "f of $FROM in $(basename "$(pwd)")"; }',
          'mkdir deep; cd deep',
        ),
        pre_build: phase('f'),
        build: phase('f; echo "$CODEBUILD_BUILD_SUCCEEDING"'),
        post_build: phase('f'),
      },
    });
    expect(said(result)).toEqual(['f of install in deep', 'f of install in deep', '1', 'f of install in deep']);
    expect(result.status).toBe('SUCCEEDED');
    expect(statuses(result)).toEqual(
      ['DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD', 'UPLOAD_ARTIFACTS'].map(
        (type) => `${type} SUCCEEDED`,
      ),
    );
  });

  it('run each command in a shell of its own in version 0.1', async () => {
    const { run } = await openBench();
    const commands = ['cd /; export LOST=lost', 'echo "[${LOST-}] $(basename "$(pwd)")"'];
    expect(said(await run({ version: '0.1', phases: { build: { commands } } }))).toEqual(['[] src']);
  });

  it('stop at the first command that fails, and name it', async () => {
    const { run } = await openBench();
    const result = await run({
      version: '0.2',
      phases: { build: phase('echo one', 'echo two; (exit 7)', 'echo three') },
    });
    expect(said(result)).toEqual(['one', 'two']);
    expect(result.status).toBe('FAILED');
    expect(result.failure).toEqual({
      message: 'Command "echo two; (exit 7)" of phase BUILD failed: exit status 7.',
      failedCommand: { phase: 'BUILD', command: 'echo two; (exit 7)', exitCode: 7 },
    });
  });

  it('run POST_BUILD after a failed BUILD, which can tell', async () => {
    const { run } = await openBench();
    const result = await run({
      version: '0.2',
      phases: { build: phase('exit 3'), post_build: phase('echo "succeeding: $CODEBUILD_BUILD_SUCCEEDING"') },
    });
    expect(said(result)).toEqual(['succeeding: 0']);
    expect(statuses(result).slice(3)).toEqual(['BUILD FAILED', 'POST_BUILD SUCCEEDED', 'UPLOAD_ARTIFACTS SUCCEEDED']);
    expect(result.failure?.failedCommand).toEqual({ phase: 'BUILD', command: 'exit 3', exitCode: 3 });
  });

  it('tell commands of version 0.1 of the failure, too', async () => {
    const { run } = await openBench();
    const phases = { build: phase('false'), post_build: phase('echo "$CODEBUILD_BUILD_SUCCEEDING"') };
    expect(said(await run({ version: '0.1', phases }))).toEqual(['0']);
  });

  it.each(['install', 'pre_build'])('skip the rest after a failed %s', async (name) => {
    const { run } = await openBench();
    const phases = { [name]: phase('false'), build: phase('echo build'), post_build: phase('echo post') };
    const result = await run({ version: '0.2', phases });
    expect(said(result)).toEqual([]);
    expect(result.status).toBe('FAILED');
    expect(statuses(result).at(-1)).toBe(`${name.toUpperCase()} FAILED`);
  });

  it('run finally after a failure, and fail with it', async () => {
    const { run } = await openBench();
    const failing = { build: { commands: ['false', 'echo no'], finally: ['echo finally'] } };
    const one = await run({ version: '0.2', phases: failing });
    expect(said(one)).toEqual(['finally']);
    expect(one.failure?.failedCommand?.command).toBe('false');
    const two = await run({ version: '0.2', phases: { build: { commands: ['true'], finally: ['exit 2'] } } });
    expect(two.failure?.failedCommand).toEqual({ phase: 'BUILD', command: 'exit 2', exitCode: 2 });
  });

  it('follow on-failure', async () => {
    const { run } = await openBench();
    const aborting = { build: { commands: ['false'], 'on-failure': 'ABORT' }, post_build: phase('echo post') };
    expect(said(await run({ version: '0.2', phases: aborting }))).toEqual([]);
    const going = { install: { commands: ['false'], 'on-failure': 'CONTINUE' }, build: phase('echo build') };
    const result = await run({ version: '0.2', phases: going });
    expect(said(result)).toEqual(['build']);
    expect(result.status).toBe('FAILED');
  });

  it('log each command before its output, and how it failed', async () => {
    const { run } = await openBench();
    const { log } = await run({
      version: '0.2',
      phases: { build: phase('echo out; echo err >&2', 'printf x; exit 5') },
    });
    const from = log.indexOf('# Entering phase BUILD');
    expect(log.slice(from).split('\n').slice(0, 8)).toEqual([
      '# Entering phase BUILD',
      '# Running command echo out; echo err >&2',
      'out',
      'err',
      '# Running command printf x; exit 5',
      'x',
      '# Command did not exit successfully: printf x; exit 5: exit status 5',
      '# Phase complete: BUILD State: FAILED',
    ]);
  });

  it('use bash where the buildspec wants it', async () => {
    const { run } = await openBench();
    const bash = { version: '0.2', env: { shell: 'bash' }, phases: { build: phase('a=(1 2); echo "${a[1]}"') } };
    expect(said(await run(bash))).toEqual(['2']);
  });

  it('end at the timeout', async () => {
    const { run } = await openBench();
    const spec = { version: '0.2', phases: { build: { commands: ['sleep 1000', 'echo no'], finally: ['echo no'] } } };
    const result = await run(spec, {}, { timeoutInMinutes: 0.3 / 60 });
    expect(result.status).toBe('TIMED_OUT');
    expect(statuses(result).at(-1)).toBe('BUILD TIMED_OUT');
    expect(result.failure?.message).toContain('took longer than its timeout');
    expect(said(result)).toEqual([]);
  });

  it('end when the build is stopped, whatever the command does about it', async () => {
    const { run, folder } = await openBench();
    const abort = new AbortController();
    const running = run(
      {
        version: '0.2',
        phases: {
          build: phase('echo begun; >begun; trap "" TERM; while :; do sleep 0.1; done'),
          post_build: phase('echo no'),
        },
      },
      { signal: abort.signal },
    );
    await until(() => existsSync(join(folder, 'work', '1', 'src', 'begun')));
    abort.abort();
    const result = await running;
    expect(result.status).toBe('STOPPED');
    expect(said(result)).toEqual(['begun']);
    expect(result.keptWorkspace).toBe(join(folder, 'work', '1'));
  });

  it('do not begin where the build was stopped before', async () => {
    const { run } = await openBench();
    const result = await run({ version: '0.2', phases: { build: phase('echo no') } }, { signal: AbortSignal.abort() });
    expect(result.status).toBe('STOPPED');
    expect(said(result)).toEqual([]);
  });
});

describe('exported variables', () => {
  const spec = (version: string, ...commands: string[]): unknown => ({
    version,
    env: { variables: { GIVEN: 'given' }, 'exported-variables': ['SET', 'GIVEN', 'NEVER', 'NOT_EXPORTED'] },
    phases: { build: { commands } },
  });

  it('have the values that a program would see at the end', async () => {
    const { run } = await openBench();
    const commands = ['export SET=first', 'NOT_EXPORTED=x', `export SET="two\nlines 'quoted'"; GIVEN=changed; cd /`];
    const result = await run(spec('0.2', ...commands));
    expect(result.exportedVariables).toEqual({
      SET: "two\nlines 'quoted'",
      GIVEN: 'changed',
      NEVER: '',
      NOT_EXPORTED: '',
    });
  });

  it('survive an exit that succeeds', async () => {
    const { run } = await openBench();
    expect((await run(spec('0.2', 'export SET=set; exit 0'))).exportedVariables['SET']).toBe('set');
  });

  it('are none of a build that failed', async () => {
    const { run } = await openBench();
    expect((await run(spec('0.2', 'export SET=set; false'))).exportedVariables).toEqual({});
  });
});

describe('a build', () => {
  it('keeps the workspace after a failure, and removes it after a success', async () => {
    const { run, folder } = await openBench({ 'in.txt': 'in' });
    const failed = await run({ version: '0.2', phases: { build: phase('echo made >made; false') } });
    expect(readFileSync(join(failed.keptWorkspace ?? '', 'src', 'made'), 'utf8')).toBe('made\n');
    const succeeded = await run({ version: '0.2', phases: { build: phase('cat in.txt') } });
    expect(succeeded.keptWorkspace).toBeUndefined();
    expect(() => readFileSync(join(folder, 'work', '2', 'src', 'in.txt'))).toThrow('ENOENT');
  });
});
