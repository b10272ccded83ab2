// Takes the working tree: every file that git tracks or would add, copied as it is now.
import { constants, copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside } from '../../assembly/containment.js';
import { throwIfInterrupted } from '../../model/errors.js';
import { parseStage, SUBMODULE_MODE, type TakenFiles } from './committed.js';
import { entriesOf, type Git } from './git.js';

/** Files that are copied at the same time. */
const CONCURRENCY = 16;

/**
 * Copies the working tree into a folder: tracked files and untracked ones that git does not ignore; deleted ones are
 * skipped, modes and links are kept. Large files are cloned where the file system can.
 *
 * @param exclude absolute folders that are no part of the source
 */
export async function takeWorkingTree(
  git: Git,
  destination: string,
  exclude: readonly string[],
  signal?: AbortSignal,
): Promise<TakenFiles> {
  const tracked = entriesOf(await git.run(['ls-files', '--stage', '-z'])).map(parseStage);
  const others = entriesOf(await git.run(['ls-files', '--others', '--exclude-standard', '-z']));
  const submodules = new Set(tracked.filter(({ mode }) => mode === SUBMODULE_MODE).map(({ path }) => path));
  // A repository inside, which is no submodule, is listed as a folder. A file in conflict is listed once a side.
  for (const path of others.filter((other) => other.endsWith('/'))) submodules.add(path.slice(0, -1));
  const paths = [...new Set([...tracked.map(({ path }) => path), ...others])].filter(
    (path) => !path.endsWith('/') && !exclude.some((folder) => isInside(folder, join(git.toplevel, path))),
  );
  const copier = new Copier(git.toplevel, destination);
  const queue = paths.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const path of queue) {
        throwIfInterrupted(signal);
        await copier.copy(path);
      }
    }),
  );
  return { links: copier.links.sort(), submodules: [...submodules].sort(), notes: copier.notes.sort() };
}

/** Copies file by file, and asks for each folder only once whether it really is one. */
class Copier {
  public readonly links: string[] = [];
  public readonly notes: string[] = [];
  readonly #realFolders = new Map<string, Promise<boolean>>();
  readonly #made = new Map<string, Promise<unknown>>();

  public constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  public async copy(path: string): Promise<void> {
    // What git still tracks below a folder that is a link now counts as deleted, as it does for git.
    if (!(await this.#isRealFolder(dirname(path)))) return;
    const source = join(this.from, path);
    const info = await lstat(source).catch(missing);
    if (info === undefined) {
      if (path.includes('\ufffd')) this.notes.push(`${path} is not part of the source: its name is not UTF-8.`);
      return;
    }
    if (!info.isFile() && !info.isSymbolicLink()) return;
    await this.#makeFolder(dirname(path));
    if (info.isSymbolicLink()) {
      await symlink(await readlink(source), join(this.to, path));
      this.links.push(path);
    } else {
      // The file may have been deleted since it was listed.
      await copyFile(source, join(this.to, path), constants.COPYFILE_FICLONE).catch(missing);
    }
  }

  #isRealFolder(path: string): Promise<boolean> {
    if (path === '.') return Promise.resolve(true);
    const known = this.#realFolders.get(path);
    if (known) return known;
    const answer = this.#isRealFolder(dirname(path)).then(
      async (parent) => parent && ((await lstat(join(this.from, path)).catch(missing))?.isDirectory() ?? false),
    );
    this.#realFolders.set(path, answer);
    return answer;
  }

  #makeFolder(path: string): Promise<unknown> {
    const made = this.#made.get(path) ?? mkdir(join(this.to, path), { recursive: true });
    this.#made.set(path, made);
    return made;
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
