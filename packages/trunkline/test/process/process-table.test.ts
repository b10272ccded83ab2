// The story of the process table, read in both of its ways.
import { describe, expect, it } from 'vitest';
import { listFromProc, listFromPs, parsePs, startTimeOf } from '../../src/process/process-table.js';
import { ownProcesses } from '../../src/process/own-processes.js';
import { openShell, pidIn } from './fixtures.js';

describe('the process table', () => {
  it.runIf(process.platform === 'linux')('shows the same processes from /proc as from ps', async () => {
    const { shell, folder } = await openShell();
    await shell.run('sleep 1000 & echo $! >pid');
    const pid = await pidIn(`${folder}/pid`);
    const fromProc = listFromProc().find((entry) => entry.pid === pid);
    const fromPs = (await listFromPs()).find((entry) => entry.pid === pid);
    expect(fromProc?.marker).toBe('run/1');
    expect(fromPs).toMatchObject({ parent: fromProc?.parent, group: fromProc?.group, marker: 'run/1' });
    expect((await listFromPs(pid))[0]?.startTime).toBe(fromPs?.startTime);
  });

  it('knows this process, and none that is gone', async () => {
    expect(await startTimeOf(process.pid)).toBeDefined();
    expect(await startTimeOf(process.pid)).toBe(await startTimeOf(process.pid));
    expect(await startTimeOf(2 ** 22 + 1)).toBeUndefined();
  });

  it('reads what ps prints, zombies left out', () => {
    const text = [
      '  812     1   812 Ss   Sat Nov 22 04:04:09 2025 /bin/sh -c x TRUNKLINE_RUN_ID=a/1:b/2 HOME=/x',
      '  813   812   812 Z    Sat Nov 22 04:04:09 2025 [sh] <defunct>',
      '  814   812   814 S+   Tue Dec  2 14:04:09 2025 sleep 5',
      'no process',
    ].join('\n');
    expect(parsePs(text)).toEqual([
      { pid: 812, parent: 1, group: 812, startTime: 'Sat Nov 22 04:04:09 2025', marker: 'a/1:b/2' },
      { pid: 814, parent: 812, group: 814, startTime: 'Tue Dec  2 14:04:09 2025' },
    ]);
  });
});

describe('ownProcesses', () => {
  const marked = (): boolean => false;
  const entry = (pid: number, parent: number, group: number, more = {}): Parameters<typeof ownProcesses>[0][0] => ({
    pid,
    parent,
    group,
    startTime: 'then',
    ...more,
  });

  it('takes group, session and children, whatever their order', () => {
    const table = [
      entry(990, 991, 990),
      entry(991, 900, 900),
      entry(900, 1, 900),
      entry(992, 1, 992, { session: 900 }),
    ];
    const own = ownProcesses(table, { leaders: [{ pid: 900, startTime: 'then' }], marked, watched: false });
    expect(own.map(({ pid }) => pid).sort()).toEqual([900, 990, 991, 992]);
  });

  it('proves nothing by a group whose leader was born at another time, or is gone since a restart', () => {
    const leaders = [{ pid: 900, startTime: 'earlier' }];
    const table = [entry(900, 1, 900), entry(901, 1, 900)];
    expect(ownProcesses(table, { leaders, marked, watched: false })).toEqual([]);
    expect(ownProcesses(table.slice(1), { leaders, marked, watched: false })).toEqual([]);
    expect(ownProcesses(table.slice(1), { leaders, marked, watched: true }).map(({ pid }) => pid)).toEqual([901]);
  });

  it('never takes this process or its parents', () => {
    const table = [entry(process.ppid, 1, 5, { marker: 'x' }), entry(process.pid, process.ppid, 5, { marker: 'x' })];
    expect(ownProcesses(table, { leaders: [], marked: () => true, watched: false })).toEqual([]);
  });
});
