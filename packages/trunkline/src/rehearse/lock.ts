// One rehearsal at a time in a project: two would write the same twin.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrunklineError } from '../model/errors.js';
import { startTimeOf } from '../process/process-table.js';

/**
 * Takes the lock: a folder with one file for each process that wants it, named by its pid. Whoever wants it writes its
 * file first and looks around then, so that of two at once never both get it (it may be neither). A file whose process
 * is gone, as after SIGKILL, counts for nothing.
 * @returns the function that gives it back
 * @throws TrunklineError RunInProgress while another holds it
 */
export async function takeLock(folder: string): Promise<() => Promise<void>> {
  const mine = join(folder, String(process.pid));
  await mkdir(folder, { recursive: true });
  await writeFile(mine, (await startTimeOf(process.pid)) ?? '');
  for (const name of await readdir(folder)) {
    const pid = Number(name);
    if (pid === process.pid) continue;
    if (await holds(folder, pid)) {
      await rm(mine, { force: true });
      throw new TrunklineError(
        'RunInProgress',
        `Another rehearsal of this project is running (process ${pid}). ` +
          `Wait for its end, or stop it with: kill ${pid}`,
      );
    }
    await rm(join(folder, name), { force: true, recursive: true });
  }
  return () => rm(mine, { force: true });
}

async function holds(folder: string, pid: number): Promise<boolean> {
  const startTime = await startTimeOf(pid);
  if (startTime === undefined) return false;
  // An empty file is one that its living owner is just writing.
  const written = await readFile(join(folder, String(pid)), 'utf8').catch(() => undefined);
  return written === '' || written === startTime;
}
