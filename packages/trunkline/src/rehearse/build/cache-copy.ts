// A copy of a cache entry that a build may write to. It goes back to the entry as a spare for a later build, which then
// only renames it: making a copy takes seconds where the file system cannot share data.
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containedPath } from '../../assembly/containment.js';
import { runProgram } from '../../process/run-program.js';
import type { CacheArea, CacheRoot } from './cache-paths.js';
import type { CacheEntry } from './cache-store.js';
import { copyTree, type CopyOptions } from './copy-tree.js';

/** Smaller entries are copied as fast as they are checked. */
const WORTH_KEEPING_ENTRIES = 500;
/** As many as builds usually run at once; each needs the entry's space on disk. */
const SPARES = ['spare-1', 'spare-2'];
/** More changes than this, and a new copy costs no more. */
const MAX_REPAIRS = 100;

/** The folders of a build to which a cache may restore. */
export type AreaFolders = Readonly<Record<CacheArea, string>>;

/** An entry, restored into a build's folders. */
export class CacheCopy {
  /** The state of each root that was restored as a whole folder. */
  readonly #states = new Map<CacheRoot, ReadonlyMap<string, string>>();

  private constructor(
    private readonly entry: CacheEntry,
    private readonly areas: AreaFolders,
    private readonly draft: string,
  ) {}

  /**
   * Restores an entry. What the build changes never reaches it.
   * @param draft a folder on the entry's disk; it must not exist
   */
  public static async restore(
    entry: CacheEntry,
    areas: AreaFolders,
    draft: string,
    options: CopyOptions,
  ): Promise<CacheCopy> {
    const copy = new CacheCopy(entry, areas, draft);
    if (!(await copy.#takeSpare())) await copyTree(join(entry.directory, 'files'), draft, options);
    for (const root of entry.roots) {
      const from = join(draft, root.area, root.path);
      const to = await containedPath(areas[root.area], root.path);
      await mkdir(dirname(to), { recursive: true });
      if (root.kind === 'folder' && (await moved(from, to))) copy.#states.set(root, treeState(to));
      else await lay(from, to, root, options);
    }
    await rm(draft, { recursive: true, force: true });
    return copy;
  }

  /** Makes a spare of the copy, if there is room for one: what the build has changed is put back. Its processes have ended. */
  public async keep(): Promise<void> {
    const { directory, entries, roots } = this.entry;
    const spare = this.#spares().find((folder) => !existsSync(folder));
    if (entries < WORTH_KEEPING_ENTRIES || this.#states.size < roots.length || spare === undefined) return;
    for (const [root, state] of this.#states) {
      const folder = join(this.areas[root.area], root.path);
      const original = join(directory, 'files', root.area, root.path);
      if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
      const changed = changedPaths(state, treeState(folder));
      if (changed.length > MAX_REPAIRS) return;
      for (const path of changed) {
        rmSync(join(folder, path), { recursive: true, force: true });
        if (lstatSync(join(original, path), { throwIfNoEntry: false }) === undefined) continue;
        cpSync(join(original, path), join(folder, path), {
          recursive: true,
          preserveTimestamps: true,
          verbatimSymlinks: true,
        });
      }
      chmodSync(folder, lstatSync(original).mode);
    }
    for (const { area, path } of roots) {
      await mkdir(dirname(join(this.draft, area, path)), { recursive: true });
      await rename(join(this.areas[area], path), join(this.draft, area, path));
    }
    await moved(this.draft, spare);
  }

  async #takeSpare(): Promise<boolean> {
    for (const spare of this.#spares()) if (await moved(spare, this.draft)) return true;
    return false;
  }

  #spares(): string[] {
    return SPARES.map((name) => join(this.entry.directory, name));
  }
}

/** Renames; false where the target is in the way or the source is gone (another build was faster). */
function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/** Lays a cached folder or file over one that is there already. */
async function lay(from: string, to: string, root: CacheRoot, options: CopyOptions): Promise<void> {
  await mkdir(root.kind === 'folder' ? to : dirname(to), { recursive: true });
  await runProgram(['cp', '-RPpf', root.kind === 'folder' ? `${from}/.` : from, to], options);
}

/**
 * The state of every entry of a folder, by its path; about 5 ms for a thousand. Inode, change time and size together
 * prove that nothing was touched: no program can set a change time, and every write, also one in place, moves it on.
 */
function treeState(folder: string): ReadonlyMap<string, string> {
  const state = new Map<string, string>();
  const folders = [''];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      const path = join(inside, entry.name);
      const { ino, ctimeNs, size } = lstatSync(join(folder, path), { bigint: true });
      state.set(path, `${String(ino)}/${String(ctimeNs)}/${String(size)}`);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return state;
}

/** The topmost paths that differ: what lies in them is replaced with them. */
function changedPaths(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const differing = new Set([...before.keys(), ...after.keys()].filter((path) => before.get(path) !== after.get(path)));
  const isBelow = (path: string): boolean => {
    const above = dirname(path);
    return above !== '.' && (differing.has(above) || isBelow(above));
  };
  return [...differing].filter((path) => !isBelow(path));
}
