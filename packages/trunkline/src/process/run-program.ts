// Runs one program by its argument vector, without a shell, and hands back what it said: git, npm, ps.
import { spawn, type ChildProcess } from 'node:child_process';

/** How to run a program. */
export interface RunProgramOptions {
  /**
   * The working directory.
   * @default the engine's own
   */
  readonly cwd?: string;
  /**
   * The whole environment of the program; it is not merged with the engine's.
   * @default the engine's own
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Text for the program's stdin.
   * @default stdin is empty
   */
  readonly input?: string;
  /** Aborting it ends the program with SIGTERM, and with SIGKILL two seconds later. */
  readonly signal?: AbortSignal;
  /**
   * Bytes of stdout that are kept; a program that prints more is ended, and the result says `truncated`.
   * @default 268435456 (256 MiB)
   */
  readonly maxStdoutBytes?: number;
}

/** What became of a program; failing has the same shape as succeeding. */
export interface ProgramResult {
  /** Absent where a signal ended the program, or where it could not be started. */
  readonly exitCode?: number;
  /** The signal that ended the program. */
  readonly signal?: string;
  readonly stdout: string;
  /** The first MiB of stderr; where the program could not be started, why. */
  readonly stderr: string;
  /** True where no such program (or no such working directory) exists. */
  readonly notFound?: true;
  /** True where stdout passed `maxStdoutBytes`; what is there of it is its beginning. */
  readonly truncated?: true;
}

const MAX_STDERR_BYTES = 1024 * 1024;
const KILL_GRACE_MS = 2000;

/**
 * Runs a program without a shell, so that no argument is ever interpreted. Never rejects: a missing program is
 * `notFound`, a failing one has its `exitCode`. Use it for the engine's own errands; a user's commands go through
 * `UserShell`.
 */
export function runProgram(argv: readonly string[], options: RunProgramOptions = {}): Promise<ProgramResult> {
  const [file, ...args] = argv;
  if (file === undefined) return Promise.resolve({ stdout: '', stderr: 'no program named', notFound: true });
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let stdoutBytes = 0;
    let stderrBytes = 0;
    let truncated = false;
    let killTimer: NodeJS.Timeout | undefined;
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        cwd: options.cwd,
        env: options.env as NodeJS.ProcessEnv | undefined,
        stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      });
    } catch (error) {
      // Thrown rather than emitted for arguments that are too long or hold a NUL.
      resolve({ stdout: '', stderr: error instanceof Error ? error.message : String(error) });
      return;
    }

    const end = (): void => {
      if (killTimer !== undefined) return;
      child.kill('SIGTERM');
      killTimer = setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS);
    };
    const settle = (outcome: Pick<ProgramResult, 'exitCode' | 'signal' | 'notFound'>, why = ''): void => {
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', end);
      resolve({
        ...outcome,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8') + why,
        ...(truncated ? { truncated } : {}),
      });
    };

    const maxStdoutBytes = options.maxStdoutBytes ?? 256 * 1024 * 1024;
    child.stdout?.on('data', (chunk: Buffer) => {
      const room = maxStdoutBytes - stdoutBytes;
      stdoutBytes += chunk.length;
      if (room > 0) stdout.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (chunk.length > room) {
        truncated = true;
        end();
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      const room = MAX_STDERR_BYTES - stderrBytes;
      stderrBytes += chunk.length;
      if (room > 0) stderr.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    });
    // A program may end without reading its input; the broken pipe is not our failure.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);

    child.on('error', (error: NodeJS.ErrnoException) => {
      // An error after the start (a kill that failed, say) is followed by `close`.
      if (child.pid !== undefined) return;
      settle(error.code === 'ENOENT' ? { notFound: true } : {}, error.message);
    });
    child.on('close', (exitCode, signal) => {
      settle({ ...(exitCode === null ? {} : { exitCode }), ...(signal === null ? {} : { signal }) });
    });
    if (options.signal?.aborted === true) end();
    else options.signal?.addEventListener('abort', end, { once: true });
  });
}
