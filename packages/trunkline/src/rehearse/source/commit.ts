// What git knows of the commit that is checked out.
import { relative } from 'node:path';
import { isInside } from '../../assembly/containment.js';
import { TrunklineError } from '../../model/errors.js';
import { entriesOf, type Git, withoutNewline } from './git.js';

/** A commit, as source variables tell of it. */
export interface Commit {
  /** The full hash. */
  readonly id: string;
  /** ISO 8601 in UTC, to the second. */
  readonly authorDate: string;
  readonly committerDate: string;
  /** Subject and body, without the last newline. */
  readonly message: string;
}

/** HEAD's commit. Throws TrunklineError `SourceNotFound` where nothing was committed yet. */
export async function headCommit(git: Git): Promise<Commit> {
  const id = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch((error: unknown) => {
    if (!(error instanceof TrunklineError) || error.code !== 'SourceNotFound') throw error;
    throw new TrunklineError(
      'SourceNotFound',
      `The repository ${git.toplevel} has no commit yet, so the pipeline has no source. Run ` +
        `'git add --all && git commit -m "First commit"' there.`,
    );
  });
  const commit = id.trim();
  const [authorDate = '', committerDate = '', message = ''] = (
    await git.run([
      'log',
      '-1',
      '--no-show-signature',
      '--no-color',
      '--encoding=UTF-8',
      '--format=%at%x00%ct%x00%B',
      commit,
    ])
  ).split('\0');
  return { id: commit, authorDate: isoOf(authorDate), committerDate: isoOf(committerDate), message: message.trimEnd() };
}

/** The branch that is checked out; undefined for a detached HEAD. */
export async function checkedOutBranch(git: Git): Promise<string | undefined> {
  // symbolic-ref would fail for a detached HEAD; this one prints an empty line.
  const branch = withoutNewline(await git.run(['branch', '--show-current']));
  return branch === '' ? undefined : branch;
}

/**
 * How many files differ from HEAD, untracked ones included.
 *
 * @param exclude absolute folders whose files do not count
 */
export async function countChanges(git: Git, exclude: readonly string[]): Promise<number> {
  const outside = exclude
    .filter((folder) => folder !== git.toplevel && isInside(git.toplevel, folder))
    .map((folder) => `:(exclude,top,literal)${relative(git.toplevel, folder)}`);
  const pathspec = outside.length > 0 ? ['--', '.', ...outside] : [];
  const status = await git.run([
    'status',
    '--porcelain=v2',
    '--untracked-files=all',
    '--no-renames',
    '-z',
    ...pathspec,
  ]);
  return entriesOf(status).length;
}

// unsure: the form in which connections give the date; the API reference says only "in timestamp format".
function isoOf(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
