// The story of an engine that was killed, and of the next start, which ends what it left, and nothing else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ProcessRegistry } from '../../src/process/process-registry.js';
import { startTimeOf } from '../../src/process/process-table.js';
import { sweepLeftovers } from '../../src/process/sweep-leftovers.js';
import { isAlive, openRegistry, pidIn, temporaryFolder } from './fixtures.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Starts a real engine in a process of its own, waits until its build runs, and kills it as a crash would. */
async function killedEngine(folder: string): Promise<{ shell: number; stray: number }> {
  const modules = join(folder, 'modules');
  await build({
    entryPoints: [here('../../src/process/process-registry.ts'), here('../../src/process/user-shell.ts')],
    outdir: modules,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
  });
  writeFileSync(join(modules, 'package.json'), '{"type":"module"}');
  const engine = spawn(process.execPath, [here('engine-to-be-killed.mjs'), modules, folder], { stdio: 'inherit' });
  const pids = { stray: await pidIn(join(folder, 'stray')), shell: await pidIn(join(folder, 'shell')) };
  engine.kill('SIGKILL');
  await once(engine, 'exit');
  return pids;
}

/** A process that a run of ours could have had as its child, had its pid not been given anew. */
async function stranger(): Promise<number> {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  return child.pid ?? 0;
}

describe('sweepLeftovers', () => {
  it('ends the processes of a killed engine, also those that left its groups, and forgets the run', async () => {
    const folder = temporaryFolder();
    const { shell, stray } = await killedEngine(folder);
    expect([isAlive(shell), isAlive(stray)]).toEqual([true, true]);
    const swept = await sweepLeftovers(join(folder, 'registry'));
    expect(swept.runs).toEqual(['killed-run']);
    expect(swept.processes).toBeGreaterThanOrEqual(2);
    expect([isAlive(shell), isAlive(stray)]).toEqual([false, false]);
    expect(existsSync(join(folder, 'registry', 'killed-run'))).toBe(false);
    expect(await sweepLeftovers(join(folder, 'registry'))).toEqual({ runs: [], processes: 0 });
  });

  it('leaves a pid alone that was given to another process', async () => {
    const folder = temporaryFolder();
    const pid = await stranger();
    try {
      const lines = [
        { kind: 'engine', runId: 'gone', pid: 2 ** 22 + 1, startTime: 'long ago' },
        { kind: 'started', pid, startTime: 'long ago' },
      ];
      mkdirSync(join(folder, 'gone'));
      writeFileSync(join(folder, 'gone', 'processes.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
      expect(await sweepLeftovers(folder)).toEqual({ runs: ['gone'], processes: 0 });
      expect(isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });

  it('ends a process with the noted pid and start time, and reads past a line that was cut off', async () => {
    const folder = temporaryFolder();
    const pid = await stranger();
    const lines = [
      { kind: 'engine', runId: 'gone', pid: 2 ** 22 + 1, startTime: 'long ago' },
      { kind: 'started', pid, startTime: await startTimeOf(pid) },
    ];
    mkdirSync(join(folder, 'gone'));
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"kind":"started","pi`;
    writeFileSync(join(folder, 'gone', 'processes.ndjson'), text);
    expect(await sweepLeftovers(folder)).toEqual({ runs: ['gone'], processes: 1 });
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves a run alone whose engine lives', async () => {
    const folder = temporaryFolder();
    await openRegistry(folder, 'living');
    expect(await sweepLeftovers(folder)).toEqual({ runs: [], processes: 0 });
    expect(existsSync(join(folder, 'living'))).toBe(true);
  });

  it('has nothing to do where nothing ever ran', async () => {
    expect(await sweepLeftovers(join(temporaryFolder(), 'none'))).toEqual({ runs: [], processes: 0 });
  });
});

describe('ProcessRegistry', () => {
  it('notes a process before its first command runs', async () => {
    const folder = temporaryFolder();
    const registry = await openRegistry(folder);
    const scope = registry.openScope();
    // This process does not wait for our word, but the note is there when `spawn` returns.
    const child = await scope.spawn(['sleep', '1000'], {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin' },
      stdio: 'ignore',
    });
    const lines = readFileSync(join(folder, 'run', 'processes.ndjson'), 'utf8')
      .trim()
      .split('\n');
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ kind: 'started', pid: child.pid });
    await scope.end();
    expect(isAlive(child.pid ?? 0)).toBe(false);
  });

  it('forgets the run when it is closed', async () => {
    const folder = temporaryFolder();
    const registry = await ProcessRegistry.open(folder, 'closed');
    await registry.close();
    expect(existsSync(join(folder, 'closed'))).toBe(false);
  });

  it('marks processes for the run in whose build this engine runs, too', async () => {
    const folder = temporaryFolder();
    const inner = await ProcessRegistry.open(folder, 'inner', 'outer/3');
    const scope = inner.openScope();
    const child = await scope.spawn(['sleep', '1000'], {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin' },
      stdio: 'ignore',
    });
    const outer = await ProcessRegistry.open(folder, 'outer');
    await outer.killAll(0);
    expect(isAlive(child.pid ?? 0)).toBe(false);
    await inner.close();
    await outer.close();
  });
});
