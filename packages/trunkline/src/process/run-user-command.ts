// Runs one command line of the user's, such as the app's synth command, with everything that it starts.
import type { ProcessRegistry } from './process-registry.js';
import { UserShell, type CommandEnd } from './user-shell.js';

/** How to run the command. */
export interface UserCommandOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder of its own for the shell's files; it is created. */
  readonly controlFolder: string;
  readonly onOutput: (chunk: Buffer) => void;
  /** @default the command may take as long as it likes */
  readonly timeoutMs?: number;
  /** Aborting it ends the command and all its processes. */
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface UserCommandEnd extends CommandEnd {
  /** True where the timeout ended it. */
  readonly timedOut?: true;
  /** True where the abort signal ended it. */
  readonly aborted?: true;
}

/** How long commands that are ended early may take to tidy up, in milliseconds. */
export const STOP_GRACE_MS = 1000;

/** Runs a command line in a shell; no process that it started survives it. */
export async function runUserCommand(
  registry: ProcessRegistry,
  command: string,
  options: UserCommandOptions,
): Promise<UserCommandEnd> {
  const shell = await UserShell.open(registry.openScope(), options);
  let early: 'timedOut' | 'aborted' | undefined;
  let ending: Promise<unknown> | undefined;
  const stop = (why: 'timedOut' | 'aborted'): void => {
    early ??= why;
    ending ??= shell.close(STOP_GRACE_MS);
  };
  const abort = (): void => stop('aborted');
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => stop('timedOut'), options.timeoutMs);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    if (options.signal?.aborted === true) return { aborted: true };
    const end = await shell.run(command);
    return early === undefined ? end : { ...end, [early]: true };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    await (ending ?? shell.close());
  }
}
