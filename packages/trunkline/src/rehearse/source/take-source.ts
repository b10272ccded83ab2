// The front door to the source: the git repository as it stands, without .git, with the action's variables.
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { TrunklineError } from '../../model/errors.js';
import { checkedOutBranch, countChanges, headCommit } from './commit.js';
import { takeCommitted } from './committed.js';
import { openRepository } from './git.js';
import { removeLinksThatLeave } from './links.js';
import type { SourceRequest, SourceSnapshot } from './request.js';
import { OBJECT_SOURCE, objectNote, SOURCE_VARIABLES } from './variables.js';
import { takeWorkingTree } from './working-tree.js';

/**
 * Takes the source of a source action from the git repository around a folder: HEAD, or the working tree. The
 * repository itself is not changed in any way. Throws TrunklineError: `SourceNotFound` where there is no git, no
 * repository or no commit, `Interrupted` where the signal was aborted.
 */
export async function takeSource(request: SourceRequest): Promise<SourceSnapshot> {
  const { destination, workingTree, actionType, configuration, signal } = request;
  const variablesOf = Object.hasOwn(SOURCE_VARIABLES, actionType) ? SOURCE_VARIABLES[actionType] : undefined;
  if (variablesOf === undefined) {
    throw new TrunklineError(
      'SourceNotFound',
      `A source of type ${actionType} is nothing that the git repository could stand for.`,
    );
  }
  const git = await openRepository(request.directory, { env: request.env, ...(signal && { signal }) });
  const commit = await headCommit(git);
  await makeEmptyFolder(destination);
  // Git names the work tree by its real path.
  const exclude = await Promise.all(
    [destination, ...(request.exclude ?? [])].map((folder) => realpath(folder).catch(() => folder)),
  );
  const taken = workingTree
    ? await takeWorkingTree(git, destination, exclude, signal)
    : await takeCommitted(git, commit.id, destination);
  const leaving = await removeLinksThatLeave(destination, taken.links);
  const branch = await checkedOutBranch(git);
  return {
    directory: destination,
    commitId: commit.id,
    workingTree,
    variables: variablesOf(commit, configuration),
    notes: [
      ...(actionType === OBJECT_SOURCE ? [objectNote(configuration)] : []),
      ...branchNotes(configuration.BranchName, branch),
      ...changeNotes(workingTree, await countChanges(git, exclude)),
      ...taken.submodules.map((path) => `${path} is a repository of its own and not part of the source, as on AWS.`),
      ...leaving.map((path) => `${path} is not part of the source: it is a link that leads out of the repository.`),
      ...taken.notes,
    ],
  };
}

async function makeEmptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new TrunklineError('SourceNotFound', `The source cannot be put into ${folder}: the folder is not empty.`);
}

function branchNotes(configured: string | undefined, branch: string | undefined): string[] {
  if (configured === undefined || configured === branch) return [];
  const actual = branch === undefined ? 'no branch (a detached HEAD)' : `branch ${branch}`;
  return [`The pipeline's branch is ${configured}; what is checked out, and taken, is ${actual}.`];
}

function changeNotes(workingTree: boolean, changedFiles: number): string[] {
  if (changedFiles === 0) return [];
  const one = changedFiles === 1;
  const differ = `${changedFiles} ${one ? 'file of the working tree differs' : 'files of the working tree differ'} from the commit`;
  return workingTree
    ? [`${differ}, and ${one ? 'is' : 'are'} taken as ${one ? 'it is' : 'they are'}; CommitId names the commit.`]
    : [
        `${differ}, and ${one ? 'is' : 'are'} not part of the source; pass --working-tree to take ${one ? 'it' : 'them'}.`,
      ];
}
