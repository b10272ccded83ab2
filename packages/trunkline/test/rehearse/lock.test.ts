// The lock of a project: for one process at a time, and never kept by one that is gone.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTimeOf } from '../../src/process/process-table.js';
import { takeLock } from '../../src/rehearse/lock.js';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lock of a project ')), 'locks');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Another process's claim: our parent's, which lives as long as we do. */
async function claim(startTime: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, String(process.ppid)), startTime);
}

describe('the lock', () => {
  it('can be taken again once it was given back', async () => {
    const unlock = await takeLock(folder);
    expect(await readdir(folder)).toEqual([String(process.pid)]);
    await unlock();
    await (
      await takeLock(folder)
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused while a living process holds it, and that claim stays', async () => {
    await claim((await startTimeOf(process.ppid)) ?? '');
    await expect(takeLock(folder)).rejects.toMatchObject({ code: 'RunInProgress' });
    expect(await readdir(folder)).toEqual([String(process.ppid)]);
  });

  it('is refused while another process is just about to take it', async () => {
    await claim('');
    await expect(takeLock(folder)).rejects.toMatchObject({ code: 'RunInProgress' });
  });

  it('does not belong to a later process with the pid of one that was killed', async () => {
    await claim('born at another time');
    await (
      await takeLock(folder)
    )();
    expect(await readdir(folder)).toEqual([]);
  });
});
