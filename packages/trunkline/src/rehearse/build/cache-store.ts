// Caches on disk: for each location and key one entry, complete from the moment in which it appears.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CacheRoot } from './cache-paths.js';

const ENTRY_FILE = 'entry.json';

/** As many keys of one expression stay: that of the branch before, for one. S3's own entries stay for ever. */
const KEPT_KEYS = 2;

const entrySchema = z.object({
  key: z.string().optional(),
  expression: z.string().optional(),
  createdAt: z.number(),
  entries: z.number(),
  roots: z.array(
    z.object({ area: z.enum(['workspace', 'home']), path: z.string().min(1), kind: z.enum(['folder', 'file']) }),
  ),
});

/** One stored cache. */
export interface CacheEntry {
  /** Its folder: `files/<area>/<path>` is never changed; `spare` is a copy that a build may take. */
  readonly directory: string;
  /** Absent for the one entry of a location that is updated after every build. */
  readonly key?: string | undefined;
  /** What the buildspec's key was evaluated from: entries with the same one replace each other in time. */
  readonly expression?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** How many files and folders it holds. */
  readonly entries: number;
  readonly roots: readonly CacheRoot[];
}

/** The caches of one location, such as an S3 bucket and prefix. */
export class CacheStore {
  readonly #directory: string;

  /**
   * @param cacheFolder the folder of all caches
   * @param location what the project's cache names, such as `bucket/prefix`
   */
  public constructor(cacheFolder: string, location: string) {
    this.#directory = join(cacheFolder, 'builds', digest(location));
  }

  /** The entry of exactly this key; without a key, the latest one that has none. */
  public find(key: string | undefined): CacheEntry | undefined {
    if (key !== undefined) return this.#read(nameOf(key));
    return this.#entries((entry) => entry.key === undefined).at(-1);
  }

  /** The newest entry whose key begins with the prefix. (unsure: which one CodeBuild takes of several.) */
  public findByPrefix(prefix: string): CacheEntry | undefined {
    return this.#entries((entry) => entry.key?.startsWith(prefix) === true).at(-1);
  }

  /** A folder in which an entry's `files` may be gathered; on the store's own disk. */
  public async draft(): Promise<string> {
    const draft = join(this.#directory, `.draft-${randomBytes(6).toString('hex')}`);
    await mkdir(join(draft, 'files'), { recursive: true });
    return draft;
  }

  /**
   * Makes a draft the entry of its key, at one stroke. Returns false, and removes the draft, where another build was
   * first: an entry with a key is never changed.
   */
  public async publish(draft: string, entry: Omit<CacheEntry, 'directory'>): Promise<boolean> {
    await writeFile(join(draft, ENTRY_FILE), JSON.stringify(entry));
    const latest = `latest-${randomBytes(6).toString('hex')}`;
    try {
      await rename(draft, join(this.#directory, entry.key === undefined ? latest : nameOf(entry.key)));
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
      throw error;
    }
    await this.#removeOlder(entry);
    return true;
  }

  /** Leaves the newest entries of an expression, be they ours or those of parallel builds. */
  async #removeOlder({ key, expression }: Omit<CacheEntry, 'directory'>): Promise<void> {
    const alike = this.#entries(
      (entry) => (entry.key === undefined) === (key === undefined) && entry.expression === expression,
    );
    for (const { directory } of alike.slice(0, key === undefined ? -1 : -KEPT_KEYS)) {
      // Under another name first: half an entry must never be restored.
      const removed = join(this.#directory, `.removed-${randomBytes(6).toString('hex')}`);
      await rename(directory, removed).catch(() => undefined);
    }
    for (const name of this.#names().filter((found) => found.startsWith('.removed-'))) {
      await rm(join(this.#directory, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** The entries that are wanted, older before newer. */
  #entries(wanted: (entry: CacheEntry) => boolean): CacheEntry[] {
    const entries = this.#names().flatMap((name) => (name.startsWith('.') ? [] : (this.#read(name) ?? [])));
    return entries.filter(wanted).sort(order);
  }

  #names(): string[] {
    try {
      return readdirSync(this.#directory);
    } catch {
      return [];
    }
  }

  #read(name: string): CacheEntry | undefined {
    const directory = join(this.#directory, name);
    try {
      return { directory, ...entrySchema.parse(JSON.parse(readFileSync(join(directory, ENTRY_FILE), 'utf8'))) };
    } catch {
      return undefined;
    }
  }
}

/** Older before newer; the same for every build that looks, also for entries of the same millisecond. */
function order(a: CacheEntry, b: CacheEntry): number {
  return a.createdAt - b.createdAt || (a.directory < b.directory ? -1 : Number(a.directory > b.directory));
}

function nameOf(key: string): string {
  return `key-${digest(key)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
