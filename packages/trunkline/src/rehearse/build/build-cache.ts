// A build's cache: restored before INSTALL, saved after a build that succeeded. Kept on this disk, not in S3.
import { readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containedPath, isInside } from '../../assembly/containment.js';
import type { BuildspecCache } from '../../model/buildspec.js';
import type { Project } from '../../model/project.js';
import { CacheCopy, type AreaFolders } from './cache-copy.js';
import { cacheRoots, sortCachePath, type CacheArea, type CacheRoot } from './cache-paths.js';
import { CacheStore, type CacheEntry } from './cache-store.js';
import type { CopyOptions } from './copy-tree.js';
import type { Sandbox } from './sandbox.js';

/** What a build's cache needs. */
export interface BuildCacheOptions {
  readonly project: Project;
  readonly cache: BuildspecCache | undefined;
  readonly cacheFolder: string;
  readonly sandbox: Sandbox;
  /** Evaluates an expression such as `npm-$(codebuild-hash-files package-lock.json)` in the build's shell. */
  readonly evaluate: (expression: string) => Promise<string>;
  readonly note: (text: string) => void;
  /** How large folders are copied. */
  readonly copy: CopyOptions;
}

/** The cache of one build. A cache never fails a build: what goes wrong with it is a note. */
export class BuildCache {
  readonly #options: BuildCacheOptions;
  readonly #cache: BuildspecCache;
  readonly #store: CacheStore;
  readonly #areas: AreaFolders;
  readonly #patterns: Record<CacheArea, string[]> = { workspace: [], home: [] };
  #key: string | undefined;
  #restored: CacheCopy | undefined;

  private constructor(options: BuildCacheOptions, cache: BuildspecCache, location: string) {
    this.#options = options;
    this.#cache = cache;
    this.#store = new CacheStore(options.cacheFolder, location);
    this.#areas = { workspace: options.sandbox.primarySource, home: options.sandbox.home };
    for (const path of cache.paths) {
      const sorted = sortCachePath(path);
      if ('problem' in sorted) options.note(sorted.problem);
      else this.#patterns[sorted.area].push(sorted.pattern);
    }
  }

  /** The cache, where the project and the buildspec both want one. */
  public static of(options: BuildCacheOptions): BuildCache | undefined {
    const { cache, project, note } = options;
    if (cache === undefined) return undefined;
    if (project.cache.type === 'NO_CACHE') {
      note(`The buildspec names cache paths, but project ${project.name} has no cache: they are not kept.`);
      return undefined;
    }
    const s3 = project.cache.type === 'S3';
    const location = project.cache.type === 'S3' ? `s3/${project.cache.location}` : `local/${project.name}`;
    note(
      s3
        ? `The cache ${project.cache.location} is kept on this machine; S3 and the permissions on it are not rehearsed.`
        : `The local cache of project ${project.name} is kept on this machine for all its builds.`,
    );
    return new BuildCache(options, cache, location);
  }

  /** Restores the entry of the key, else of the first fallback key that fits. */
  public async restore(): Promise<void> {
    const { key, fallbackKeys, action } = this.#cache;
    const { evaluate, note, sandbox, copy } = this.#options;
    try {
      if (key !== undefined) this.#key = await evaluate(key);
      if (action === 'save') return;
      let entry = this.#store.find(this.#key);
      for (const fallback of this.#key === undefined || entry !== undefined ? [] : fallbackKeys) {
        entry ??= this.#store.findByPrefix(await evaluate(fallback));
      }
      const named = this.#key === undefined ? 'the last build' : `key ${this.#key}`;
      if (entry === undefined) return note(`Nothing is cached for ${named} yet.`);
      const draft = join(sandbox.root, 'cache');
      this.#restored = await CacheCopy.restore(entry, this.#areas, draft, copy).catch(async (error: unknown) => {
        // A parallel build may have replaced the entry while it was copied.
        const newer = this.#store.find(this.#key);
        if (newer === undefined || newer.directory === entry?.directory) throw error;
        await rm(draft, { recursive: true, force: true });
        return CacheCopy.restore(newer, this.#areas, draft, copy);
      });
      note(`Restored ${String(entry.entries)} cached entries (${entry.key ?? named}).`);
    } catch (error) {
      note(`The cache could not be restored: ${messageOf(error)}`);
    }
  }

  /** Whether a folder holds cached things or lies in them; then it must stay where it is until the cache is saved. */
  public touches(folder: string): boolean {
    return Object.entries(this.#patterns).some(([area, patterns]) =>
      patterns.some((pattern) => {
        const fixed = pattern.split(/\/?[*?[{(!]/)[0] ?? '';
        const path = join(this.#areas[area as CacheArea], fixed);
        return isInside(folder, path) || isInside(path, folder);
      }),
    );
  }

  /**
   * Saves the cache, unless there is one of its key; then the restored copy is kept for the next build. It takes things
   * out of the workspace, so that it comes last, and only after a build that succeeded.
   */
  public async save(): Promise<void> {
    const known = this.#key !== undefined && this.#store.find(this.#key) !== undefined;
    try {
      if (this.#cache.action !== 'restore' && !known) await this.#publish();
      else await this.#restored?.keep();
    } catch (error) {
      this.#options.note(`The cache could not be saved: ${messageOf(error)}`);
    }
  }

  async #publish(): Promise<void> {
    const roots: CacheRoot[] = [];
    for (const area of ['workspace', 'home'] as const) {
      roots.push(...cacheRoots(this.#areas[area], area, this.#patterns[area]));
    }
    if (roots.length === 0) return this.#options.note('No file matches the cache paths; nothing is cached.');
    const draft = await this.#store.draft();
    let entries = 0;
    const kept: CacheRoot[] = [];
    for (const root of roots) {
      // A folder on the way that is a symbolic link leading out must not make us cache another folder's files.
      const from = await containedPath(this.#areas[root.area], root.path).catch(() => undefined);
      if (from === undefined) {
        this.#options.note(`Cache path ${root.path} leaves the workspace by a symbolic link; it is not cached.`);
        continue;
      }
      entries += root.kind === 'folder' ? countEntries(from) : 1;
      const to = join(draft, 'files', root.area, root.path);
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
      kept.push(root);
    }
    if (kept.length === 0) return rm(draft, { recursive: true, force: true });
    const entry: Omit<CacheEntry, 'directory'> = {
      key: this.#key,
      expression: this.#cache.key,
      createdAt: Date.now(),
      entries,
      roots: kept,
    };
    const published = await this.#store.publish(draft, entry);
    const named = this.#key === undefined ? 'for the next build' : `under key ${this.#key}`;
    this.#options.note(
      published ? `Cached ${String(entries)} entries ${named}.` : `Another build has cached ${named} already.`,
    );
  }
}

function countEntries(folder: string): number {
  return readdirSync(folder, { recursive: true }).length;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
