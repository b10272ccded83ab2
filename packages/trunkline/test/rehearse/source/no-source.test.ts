// No source to take: each case is one clear error with the next command.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TrunklineError } from '../../../src/model/errors.js';
import { headCommit } from '../../../src/rehearse/source/commit.js';
import { openRepository } from '../../../src/rehearse/source/git.js';
import { takeSource } from '../../../src/rehearse/source/take-source.js';
import { filesOf, GIT_ENV, Repository } from './repository.js';
import { temporaryFolder } from '../../assembly/temporary-folder.js';

async function refusal(
  directory: string,
  env: Record<string, string | undefined> = GIT_ENV,
  destination = join(directory, 'snapshot'),
): Promise<TrunklineError> {
  const error: unknown = await takeSource({
    directory,
    destination,
    workingTree: true,
    actionType: 'Source/AWS/CodeStarSourceConnection/1',
    configuration: {},
    env,
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrunklineError);
  expect((error as TrunklineError).code).toBe('SourceNotFound');
  return error as TrunklineError;
}

describe('a source that cannot be taken', () => {
  it('is a folder that is in no repository; nothing is written', async () => {
    const folder = await temporaryFolder('trunkline-no-git-');
    const { message } = await refusal(folder, { ...GIT_ENV, GIT_CEILING_DIRECTORIES: folder });
    expect(message).toContain(`${folder} is not part of a git repository`);
    expect(message).toContain('git init');
    expect(await filesOf(folder)).toEqual({});
  });

  it('is a repository without a commit', async () => {
    const { directory } = await Repository.create();
    const { message } = await refusal(directory);
    expect(message).toContain('has no commit yet');
    expect(message).toContain('git commit');
  });

  it('is a bare repository', async () => {
    const { directory } = await Repository.create();
    expect((await refusal(join(directory, '.git'))).message).toContain('has no files to take');
  });

  it('is a machine without git', async () => {
    const { directory } = await Repository.create();
    const empty = join(directory, 'empty');
    await mkdir(empty);
    expect((await refusal(directory, { ...GIT_ENV, PATH: empty })).message).toContain('Install git');
  });

  it('is one whose place is taken', async () => {
    const repository = await Repository.create();
    await repository.commit('First');
    const destination = join(repository.parent, 'full');
    await mkdir(destination);
    await writeFile(join(destination, 'mine.txt'), '');
    expect((await refusal(repository.directory, GIT_ENV, destination)).message).toContain('the folder is not empty');
  });

  it('is one that git refuses for another reason, in git’s words', async () => {
    const repository = await Repository.create();
    await repository.commit('First');
    await writeFile(join(repository.directory, '.git', 'config'), '[core\n');
    expect((await refusal(repository.directory)).message).toMatch(/ended with exit code 128: .*bad config line/);
  });

  it('ends when the rehearsal is interrupted', async () => {
    const repository = await Repository.create();
    await repository.commit('First');
    const taking = takeSource({
      directory: repository.directory,
      destination: join(repository.parent, 'snapshot'),
      workingTree: true,
      actionType: 'Source/AWS/CodeCommit/1',
      configuration: {},
      env: GIT_ENV,
      signal: AbortSignal.abort(),
    });
    await expect(taking).rejects.toMatchObject({ code: 'Interrupted' });
  });

  it('is not taken for one without a commit when git is interrupted', async () => {
    const abort = new AbortController();
    const repository = await Repository.create();
    const git = await openRepository(repository.directory, { env: GIT_ENV, signal: abort.signal });
    abort.abort();
    await expect(headCommit(git)).rejects.toMatchObject({ code: 'Interrupted' });
  });
});
