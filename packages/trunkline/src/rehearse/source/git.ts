// Runs git for the source: never with hooks, never on the user's index, and with its failures put into words.
import { throwIfInterrupted, TrunklineError } from '../../model/errors.js';
import { runProgram } from '../../process/run-program.js';

/** A repository's work tree and how git is run in it. */
export interface Git {
  /** The work tree's topmost folder. */
  readonly toplevel: string;
  /** Runs git in {@link toplevel} and gives its stdout; throws TrunklineError: `SourceNotFound` where it fails, `Interrupted`. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
}

/** How git is run. */
export interface GitOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

// Hooks and a file system monitor would run the user's programs; a split index would be shared with the user's own.
const SETTINGS = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.splitIndex', 'false'],
  ['core.quotePath', 'false'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The repository around a folder. Throws TrunklineError `SourceNotFound` where there is none, or no git. */
export async function openRepository(directory: string, options: GitOptions): Promise<Git> {
  const env = withoutOuterGit(options.env);
  const run = async (cwd: string, args: readonly string[], extra: Readonly<Record<string, string>> = {}) => {
    const result = await runProgram(['git', '--no-optional-locks', ...SETTINGS, ...args], {
      cwd,
      // LC_ALL: failures are told apart by git's own words.
      env: { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...extra },
      ...(options.signal ? { signal: options.signal } : {}),
    });
    throwIfInterrupted(options.signal);
    if (result.exitCode === 0 && !result.truncated) return result.stdout;
    throw failure(cwd, args, result);
  };
  const toplevel = withoutNewline(await run(directory, ['rev-parse', '--show-toplevel']));
  return { toplevel, run: (args, extra) => run(toplevel, args, extra) };
}

/** Git ends its answers with one newline; paths may end with more. */
export function withoutNewline(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** The entries of git's NUL-separated output. */
export function entriesOf(text: string): string[] {
  return text.split('\0').filter((entry) => entry !== '');
}

// Source: git rev-parse --local-env-vars, but for the variables that hold settings.
const REPOSITORY_VARIABLES = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

/** Inside a hook git sets GIT_DIR, GIT_INDEX_FILE and others, which would lead to another repository or index. */
function withoutOuterGit(env: GitOptions['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REPOSITORY_VARIABLES.has(name)));
}

function failure(
  cwd: string,
  args: readonly string[],
  result: { readonly notFound?: true; readonly stderr: string; readonly exitCode?: number; readonly signal?: string },
): TrunklineError {
  const said = result.stderr.trim();
  if (result.notFound) {
    return new TrunklineError(
      'SourceNotFound',
      `The pipeline's source is the git repository around ${cwd}, and git could not be started there. Install git ` +
        `(try 'git --version'), and check that the folder exists.`,
    );
  }
  if (/not a git repository/i.test(said)) {
    return new TrunklineError(
      'SourceNotFound',
      `${cwd} is not part of a git repository, and the pipeline's source is one. Run 'git init && git add --all && ` +
        `git commit -m "First commit"' in the project, or rehearse from a clone.`,
    );
  }
  if (/must be run in a work tree/i.test(said)) {
    return new TrunklineError(
      'SourceNotFound',
      `${cwd} is inside a bare repository or a .git folder, which has no files to take. Rehearse from a clone.`,
    );
  }
  const ended = result.signal === undefined ? `exit code ${result.exitCode ?? 'unknown'}` : result.signal;
  return new TrunklineError(
    'SourceNotFound',
    `The pipeline's source could not be taken: 'git ${args.join(' ')}' in ${cwd} ended with ${ended}` +
      `${said === '' ? '' : `: ${said}`}. Try that command yourself.`,
  );
}
