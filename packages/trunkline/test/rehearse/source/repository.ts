// A git repository for tests, in a folder whose name holds spaces, with dates that never change.
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../../../src/process/run-program.js';
import { temporaryFolder } from '../../assembly/temporary-folder.js';

/** The environment of every git of these tests: nothing of the developer's own configuration. */
export const GIT_ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A repository of a test. */
export class Repository {
  private constructor(
    /** The folder that holds the work tree; a test's own. */
    public readonly parent: string,
    public readonly directory: string,
  ) {}

  /** A new repository on branch `main`, without commits. */
  public static async create(): Promise<Repository> {
    const parent = await temporaryFolder('trunkline source ');
    const repository = new Repository(parent, join(parent, 'work tree'));
    await mkdir(repository.directory);
    await repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  public async git(...args: string[]): Promise<string> {
    const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'commit.gpgsign=false'];
    const result = await runProgram(['git', ...identity, '-c', 'protocol.file.allow=always', ...args], {
      cwd: this.directory,
      env: { ...GIT_ENV, GIT_AUTHOR_DATE: '1700000000 +0200', GIT_COMMITTER_DATE: '1700000060 -0500' },
    });
    if (result.exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
    return result.stdout;
  }

  public async write(path: string, content: string, mode?: number): Promise<void> {
    const file = join(this.directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode });
  }

  public async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }
}

/** Everything below a folder: content of files with `x` for executable ones, targets of links. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const listed = entries
    .filter((entry) => !entry.isDirectory())
    .map(async (entry): Promise<[string, string]> => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(folder.length + 1);
      if (entry.isSymbolicLink()) return [name, `-> ${await readlink(path)}`];
      const executable = ((await stat(path)).mode & 0o100) !== 0;
      return [name, `${executable ? 'x ' : ''}${await readFile(path, 'utf8')}`];
    });
  return Object.fromEntries((await Promise.all(listed)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
