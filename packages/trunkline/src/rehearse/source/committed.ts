// Takes the committed source: HEAD, written out by git alone, through an index of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf, type Git } from './git.js';

/** What was written into a snapshot. */
export interface TakenFiles {
  /** Symbolic links, relative to the snapshot. */
  readonly links: readonly string[];
  /** Paths of submodules and other repositories inside, which are no part of the snapshot. */
  readonly submodules: readonly string[];
  /** What else should be known. */
  readonly notes: readonly string[];
}

/**
 * Writes a commit's files into a folder. The user's index and working tree are neither read nor touched.
 * Filters of the user's git configuration (line ends, LFS) apply, as in a checkout.
 */
export async function takeCommitted(git: Git, commitId: string, destination: string): Promise<TakenFiles> {
  const scratch = await mkdtemp(join(tmpdir(), 'trunkline-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    await git.run(['read-tree', commitId], env);
    await git.run(['checkout-index', '--all', '--quiet', `--prefix=${destination}/`], env);
    const tree = entriesOf(await git.run(['ls-files', '--stage', '-z'], env)).map(parseStage);
    return {
      links: tree.filter(({ mode }) => mode === '120000').map(({ path }) => path),
      submodules: tree.filter(({ mode }) => mode === SUBMODULE_MODE).map(({ path }) => path),
      notes: [],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** How an index marks a submodule. */
export const SUBMODULE_MODE = '160000';

/** Reads `<mode> <object> <stage>TAB<path>`. */
export function parseStage(entry: string): { readonly mode: string; readonly path: string } {
  const tab = entry.indexOf('\t');
  return { mode: entry.slice(0, 6), path: entry.slice(tab + 1) };
}
