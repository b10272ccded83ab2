// Runs a builder, which may take an hour: its output is shown while it runs, and only the end of it is kept.
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { Environment } from '../registry/credentials.js';
import { ProcessRegistry } from '../../process/process-registry.js';
import { RUN_MARKER } from '../../process/process-table.js';
import { Redactor } from '../../process/redact.js';

/** How to run it. */
export interface StreamOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly environment: Environment;
  /** A folder for pipes; it exists. */
  readonly folder: string;
  /** What is masked in the output. */
  readonly secrets: readonly string[];
  /** Told what the program prints, stdout and stderr together. */
  readonly onOutput: (text: string) => void;
  /** Aborting it ends the program and all that it started. */
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface StreamEnd {
  /** Absent where a signal ended it, or where it could not be started. */
  readonly exitCode?: number;
  /** The end of its output, secrets masked. */
  readonly tail: string;
}

const TAIL_CHARACTERS = 64 * 1024;
const STOP_GRACE_MS = 1000;

/** Runs a program by its argument vector, without a shell. No process that it started survives it. */
export async function streamProgram(
  argv: readonly [string, ...string[]],
  { cwd, environment, folder, secrets, onOutput, signal }: StreamOptions,
): Promise<StreamEnd> {
  const redactor = new Redactor(secrets);
  let tail = '';
  const show = (text: string): void => {
    if (text === '') return;
    tail = (tail + text).slice(-TAIL_CHARACTERS);
    onOutput(text);
  };
  const id = `combo-${randomBytes(4).toString('hex')}`;
  const registry = await ProcessRegistry.open(folder, id, environment[RUN_MARKER]);
  try {
    const scope = registry.openScope();
    const pipe = await scope.outputPipes.open((chunk) => show(redactor.write(chunk)));
    const child = await scope.spawn(argv, {
      cwd,
      env: Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1])),
      stdio: ['ignore', pipe.writeFd, pipe.writeFd],
    });
    const end = (): void => void scope.end(STOP_GRACE_MS);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    signal?.removeEventListener('abort', end);
    pipe.close();
    show(redactor.flush());
    await scope.end();
    return { tail, ...(child.exitCode === null || child.pid === undefined ? {} : { exitCode: child.exitCode }) };
  } finally {
    await registry.close();
  }
}
