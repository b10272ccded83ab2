// Where builds have their workspaces: outside the project, since Node, npm and others look for packages in all folders
// above, and a build that forgot to install its own would find the project's.
import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for the workspaces of one project's builds. */
export interface BuildsFolder {
  readonly directory: string;
  /** Present where builds can see what lies above them in the project. */
  readonly note?: string;
}

/**
 * Chooses and empties the folder: in the user's cache folder, else in the system's temporary one; it has to be on the
 * project's disk, so that artifacts and caches are moved rather than copied. What an earlier run has kept there of its
 * failed builds goes.
 * @param state `.trunkline/` of the project; the last resort, with a note
 */
export async function openBuildsFolder(
  state: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<BuildsFolder> {
  const name = createHash('sha256').update(state).digest('hex').slice(0, 8);
  const { XDG_CACHE_HOME, HOME } = environment;
  const caches = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : undefined);
  const candidates = [caches, tmpdir()].filter((folder) => folder !== undefined);
  for (const candidate of candidates) {
    const directory = join(candidate, 'trunkline', 'builds', name);
    if (!(await onSameDisk(directory, state))) continue;
    if (await emptied(directory)) return { directory };
  }
  const directory = join(state, 'builds');
  await emptied(directory);
  const note = `Builds run in ${directory}: they can see packages installed in the project, which they could not on AWS.`;
  return { directory, note };
}

async function emptied(directory: string): Promise<boolean> {
  try {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

async function onSameDisk(a: string, b: string): Promise<boolean> {
  return (await diskOf(a)) === (await diskOf(b));
}

/** The device of a folder, or of the closest one above it that exists. */
async function diskOf(folder: string): Promise<number> {
  const found = await stat(folder).catch(() => undefined);
  return found ? found.dev : diskOf(dirname(folder));
}
