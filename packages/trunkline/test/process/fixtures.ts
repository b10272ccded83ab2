// Folders, scopes and shells for the stories of child processes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { ProcessRegistry } from '../../src/process/process-registry.js';
import { UserShell, type UserShellOptions } from '../../src/process/user-shell.js';

const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A registry that is closed after the test. */
export async function openRegistry(directory: string, runId = 'run'): Promise<ProcessRegistry> {
  const registry = await ProcessRegistry.open(directory, runId);
  cleanUps.push(() => registry.close());
  return registry;
}

/** A shell whose output is collected. */
export async function openShell(
  options: Partial<UserShellOptions> = {},
): Promise<{ shell: UserShell; output: () => string; folder: string; registry: ProcessRegistry }> {
  const folder = temporaryFolder();
  const registry = await openRegistry(join(folder, 'registry'));
  let output = '';
  const shell = await UserShell.open(registry.openScope(), {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    controlFolder: join(folder, 'control'),
    onOutput: (chunk) => (output += chunk.toString()),
    ...options,
  });
  cleanUps.push(async () => void (await shell.close()));
  return { shell, output: () => output, folder, registry };
}

/** Waits for a condition; the test's own timeout is its limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** The pid that a command has written into a file, once it is there. */
export async function pidIn(file: string): Promise<number> {
  await until(() => existsSync(file) && /^\d+\n/.test(readFileSync(file, 'utf8')));
  return Number(readFileSync(file, 'utf8'));
}

/** Whether a process is alive; a zombie is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc')) return true;
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
