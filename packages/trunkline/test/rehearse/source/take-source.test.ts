// The git repository as it stands: the commit, or the working tree; never changed by taking it.
import { chmod, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SourceRequest, SourceSnapshot } from '../../../src/rehearse/source/request.js';
import { takeSource } from '../../../src/rehearse/source/take-source.js';
import { filesOf, GIT_ENV, Repository } from './repository.js';

let repository: Repository;
let taken: number;

beforeEach(async () => {
  repository = await Repository.create();
  taken = 0;
});

function take(request: Partial<SourceRequest> = {}): Promise<SourceSnapshot> {
  return takeSource({
    directory: repository.directory,
    destination: join(repository.parent, `snapshot ${++taken}`),
    workingTree: false,
    actionType: 'Source/AWS/CodeStarSourceConnection/1',
    configuration: { BranchName: 'main', ConnectionArn: 'arn:connection', FullRepositoryId: 'example/services' },
    env: GIT_ENV,
    ...request,
  });
}

const ODD_NAMES = [
  'with space.txt',
  'ünïcode/日本.txt',
  'new\nline.txt',
  '-dash',
  '"quoted"',
  ' leading',
  'a/b/c/.hidden',
];

describe('the committed source', () => {
  it('is HEAD, whatever the working tree holds, with modes, links and any file name', async () => {
    for (const name of ODD_NAMES) await repository.write(name, name);
    await repository.write('run.sh', '#!/bin/sh\n', 0o755);
    await symlink('run.sh', join(repository.directory, 'link'));
    await repository.commit('First');
    await repository.write('run.sh', 'changed');
    await repository.write('untracked', 'new');
    await rm(join(repository.directory, '-dash'));

    const snapshot = await take();

    expect(await filesOf(snapshot.directory)).toEqual(
      sorted({
        ...Object.fromEntries(ODD_NAMES.map((name) => [name, name])),
        'run.sh': 'x #!/bin/sh\n',
        link: '-> run.sh',
      }),
    );
    expect(snapshot.notes).toEqual([
      expect.stringContaining('3 files of the working tree differ from the commit, and are not part'),
    ]);
  });

  it('is the whole repository, also from a folder in it', async () => {
    await repository.write('app/cdk.json', '{}');
    await repository.write('README.md', 'hello');
    await repository.commit('First');
    const snapshot = await take({ directory: join(repository.directory, 'app') });
    expect(Object.keys(await filesOf(snapshot.directory))).toEqual(['README.md', 'app/cdk.json']);
  });

  it('is the whole commit in a sparse checkout too', async () => {
    await repository.write('app/cdk.json', '{}');
    await repository.write('docs/a.md', 'a');
    await repository.commit('First');
    await repository.git('sparse-checkout', 'set', 'app');
    expect(Object.keys(await filesOf((await take()).directory))).toEqual(['app/cdk.json', 'docs/a.md']);
  });

  it('can be taken in a linked work tree', async () => {
    await repository.write('a', '1');
    await repository.commit('First');
    const linked = join(repository.parent, 'linked tree');
    await repository.git('worktree', 'add', '--quiet', '-b', 'feature', linked);
    const snapshot = await take({ directory: linked });
    expect(await filesOf(snapshot.directory)).toEqual({ a: '1' });
  });
});

describe('the working tree', () => {
  it('is what git tracks or would add, as it is now', async () => {
    for (const name of ODD_NAMES) await repository.write(name, name);
    await repository.write('.gitignore', 'node_modules/\n*.log\n');
    await repository.write('gone.txt', 'gone');
    await repository.write('run.sh', 'before');
    await repository.commit('First');
    await rm(join(repository.directory, 'gone.txt'));
    await repository.write('run.sh', 'after');
    await chmod(join(repository.directory, 'run.sh'), 0o755);
    await repository.write('staged/new.txt', 'staged');
    await repository.git('add', 'staged');
    await repository.write('untracked/ñ.txt', 'untracked');
    await repository.write('node_modules/x/index.js', 'ignored');
    await repository.write('debug.log', 'ignored');
    await symlink('../run.sh', join(repository.directory, 'staged', 'link'));

    const snapshot = await take({ workingTree: true });

    expect(await filesOf(snapshot.directory)).toEqual(
      sorted({
        ...Object.fromEntries(ODD_NAMES.map((name) => [name, name])),
        '.gitignore': 'node_modules/\n*.log\n',
        'run.sh': 'x after',
        'staged/new.txt': 'staged',
        'staged/link': '-> ../run.sh',
        'untracked/ñ.txt': 'untracked',
      }),
    );
    expect(snapshot).toMatchObject({ workingTree: true });
    expect(snapshot.notes).toEqual([
      expect.stringContaining('5 files of the working tree differ from the commit, and are taken'),
    ]);
  });

  it('leaves out the folders that the caller keeps in it, and the snapshot itself', async () => {
    await repository.write('a', '1');
    await repository.commit('First');
    await repository.write('.trunkline/twin/state.json', '{}');
    // By another way to the same folder, as when the user came through a link.
    const way = join(repository.parent, 'way');
    await symlink(repository.directory, way);
    const destination = join(way, 'inside', 'snapshot');
    await mkdir(destination, { recursive: true });
    await writeFile(join(way, 'inside', 'other'), 'taken');
    const snapshot = await take({ directory: way, workingTree: true, destination, exclude: [join(way, '.trunkline')] });
    expect(await filesOf(snapshot.directory)).toEqual({ a: '1', 'inside/other': 'taken' });
    expect(snapshot.notes.join()).toContain('1 file of the working tree differs');
  });

  it('has what replaced a file or a folder, not what git still remembers', async () => {
    await repository.write('folder/a', '1');
    await repository.write('file', '2');
    await repository.write('other/a', '3');
    await repository.commit('First');
    await rm(join(repository.directory, 'folder'), { recursive: true });
    await symlink('other', join(repository.directory, 'folder'));
    await rm(join(repository.directory, 'file'));
    await repository.write('file/inner', '4');
    const snapshot = await take({ workingTree: true });
    expect(await filesOf(snapshot.directory)).toEqual({ 'file/inner': '4', folder: '-> other', 'other/a': '3' });
  });
});

describe('both', () => {
  it.each([false, true])('leave the repository as it was, its hooks asleep (working tree: %s)', async (workingTree) => {
    await repository.write('a', '1');
    await repository.write('touched', 'same');
    await repository.commit('First');
    await repository.write('a', '2');
    // Git would note in the index that this file is the same after all.
    await utimes(join(repository.directory, 'touched'), 1_600_000_000, 1_600_000_000);
    await repository.write('b', 'staged');
    await repository.git('add', 'b');
    await writeFile(
      join(repository.directory, '.git', 'hooks', 'post-index-change'),
      `#!/bin/sh\ntouch "${join(repository.parent, 'hook-ran')}"\n`,
      { mode: 0o755 },
    );
    const index = await readFile(join(repository.directory, '.git', 'index'));
    const before = await filesOf(repository.parent);
    const snapshot = await take({ workingTree });
    await rm(snapshot.directory, { recursive: true });
    expect(await filesOf(repository.parent)).toEqual(before);
    expect((await readFile(join(repository.directory, '.git', 'index'))).equals(index)).toBe(true);
  });

  it.each([false, true])('leave out links that lead out of the repository, and say so (%s)', async (workingTree) => {
    await repository.write('deep/er/a', '1');
    const link = (target: string, path: string) => symlink(target, join(repository.directory, path));
    await link('../..', 'deep/er/top');
    await link('../../..', 'deep/er/above');
    await link('/etc/hostname', 'absolute');
    await link('../not-there-yet', 'beyond');
    // Inside by its text; outside once `top` is followed.
    await link('deep/er/top/..', 'sly');
    await link('not-there-yet', 'dangling');
    await repository.commit('First');
    const snapshot = await take({ workingTree });
    expect(await filesOf(snapshot.directory)).toEqual({
      dangling: '-> not-there-yet',
      'deep/er/a': '1',
      'deep/er/top': '-> ../..',
    });
    expect(snapshot.notes).toEqual(
      ['absolute', 'beyond', 'deep/er/above', 'sly'].map(
        (path) => `${path} is not part of the source: it is a link that leads out of the repository.`,
      ),
    );
  });

  it.each([false, true])('leave out submodules and say so (working tree: %s)', async (workingTree) => {
    const library = await Repository.create();
    await library.write('lib.txt', 'lib');
    await library.commit('Library');
    await repository.write('a', '1');
    await repository.git('submodule', '--quiet', 'add', library.directory, 'vendor/library');
    await repository.commit('First');
    const snapshot = await take({ workingTree });
    expect(Object.keys(await filesOf(snapshot.directory))).toEqual(['.gitmodules', 'a']);
    expect(snapshot.notes).toEqual([expect.stringMatching(/^vendor\/library is a repository of its own/)]);
  });

  it.each([false, true])('are not led astray by the variables of a surrounding git (%s)', async (workingTree) => {
    const other = await Repository.create();
    await other.write('other', 'other');
    await other.commit('Other');
    await repository.write('a', '1');
    await repository.commit('First');
    const env = {
      ...GIT_ENV,
      GIT_DIR: join(other.directory, '.git'),
      GIT_INDEX_FILE: join(other.directory, '.git/index'),
    };
    expect(await filesOf((await take({ workingTree, env })).directory)).toEqual({ a: '1' });
  });
});

describe('variables', () => {
  const message = 'Subject with "quotes" and ü\n\nBody #{x.y}\nlast line';

  it('of a connection tell of HEAD, and of the branch that the action names', async () => {
    const commitId = await repository.commit(message);
    await repository.git('switch', '--quiet', '-c', 'feature/x');
    const snapshot = await take();
    expect(snapshot).toMatchObject({ commitId, workingTree: false });
    expect(snapshot.variables).toEqual({
      AuthorDate: '2023-11-14T22:13:20Z',
      BranchName: 'main',
      CommitId: commitId,
      CommitMessage: message,
      ConnectionArn: 'arn:connection',
      FullRepositoryName: 'example/services',
    });
    expect(snapshot.notes).toEqual([
      `The pipeline's branch is main; what is checked out, and taken, is branch feature/x.`,
    ]);
  });

  it('of CodeCommit have the committer’s date and the repository', async () => {
    const commitId = await repository.commit('First');
    await repository.git('checkout', '--quiet', '--detach');
    const snapshot = await take({
      actionType: 'Source/AWS/CodeCommit/1',
      configuration: { RepositoryName: 'services', BranchName: 'main' },
    });
    expect(snapshot.variables).toEqual({
      AuthorDate: '2023-11-14T22:13:20Z',
      BranchName: 'main',
      CommitId: commitId,
      CommitMessage: 'First',
      CommitterDate: '2023-11-14T22:14:20Z',
      RepositoryName: 'services',
    });
    expect(snapshot.notes).toEqual([expect.stringContaining('no branch (a detached HEAD)')]);
  });

  it('of an object in S3 are the configured ones, and stand-ins that change with the commit', async () => {
    const take3 = (): Promise<SourceSnapshot> =>
      take({ actionType: 'Source/AWS/S3/1', configuration: { S3Bucket: 'uploads', S3ObjectKey: 'a/source.zip' } });
    const commitId = await repository.commit('First');
    const first = await take3();
    expect(first.variables).toEqual({
      BucketName: 'uploads',
      ETag: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      ObjectKey: 'a/source.zip',
      VersionId: commitId,
    });
    expect(first.notes).toEqual([
      expect.stringContaining('uploaded to s3://uploads/a/source.zip; here the repository'),
    ]);
    await repository.commit('Second');
    const second = await take3();
    expect(second.variables.ETag).not.toBe(first.variables.ETag);
  });
});

function sorted(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}
