// Runs the user's own command lines one after the other in one shell, and knows how each of them ended.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputPipe } from './output-pipe.js';
import type { ProcessScope } from './process-registry.js';

/** How to run a user's commands. */
export interface UserShellOptions {
  /**
   * Which shell: `sh` is the system's POSIX shell.
   * @default sh
   */
  readonly shell?: 'sh' | 'bash';
  /** Where the first command starts. */
  readonly cwd: string;
  /** The whole environment; nothing is added but `PWD` and the marker of `process-table.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for the shell's own files, outside the one that the commands work in; it is created. */
  readonly controlFolder: string;
  /** True gives each command a shell of its own: what it changes in its shell is lost. @default false */
  readonly isolated?: boolean;
  /** Hears stdout and stderr, in the order in which they were written. */
  readonly onOutput: (chunk: Buffer) => void;
}

/** How a command ended. */
export interface CommandEnd {
  /** Absent where a signal ended the shell itself, or where it could not be started. */
  readonly exitCode?: number;
  readonly signal?: string;
  /** Why the shell could not be started. */
  readonly problem?: string;
}

/**
 * The shell's side. It gets one line at a time over the socket at descriptor 9, which the commands do not inherit,
 * evaluates it in its own process, so that `cd`, `export` and functions last, and answers with the exit status. The
 * command is not run as the condition of an `if` or a `||`, since this would switch off a `set -e` within it.
 * What the shell exports is written down after each command and at an `exit`: a shell that a command has ended is
 * replaced by one that goes on from there; `PWD` is exported, so that the folder is among what is kept. (Functions are
 * lost then: a POSIX shell cannot list them.)
 */
function driver(controlFolder: string): string {
  const kept = quote(join(controlFolder, 'environment'));
  return [
    `trap ${quote(`{ export -p >|${kept}; } 2>/dev/null`)} EXIT`,
    'while { command read -r trunkline_line <&9; } 2>/dev/null; do',
    'eval "$trunkline_line"',
    `{ trunkline_status=$?; export -p >|${kept}; command printf '%s\\n' "$trunkline_status" >&9; } 2>/dev/null`,
    'done',
  ].join('\n');
}

/** A word that the shell reads as this very text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** How long a trap on EXIT may take, in milliseconds. */
const IDLE_END_MS = 1000;

/** The highest descriptor that every POSIX shell can redirect: the one least likely to be used by a command. */
const CONTROL_DESCRIPTOR = 9;

interface Shell {
  readonly child: ChildProcess;
  readonly socket: Duplex;
  readonly exited: Promise<undefined>;
  readonly ended: () => boolean;
}

/** A shell of the user's commands. Its stdin is empty. All its processes end with its scope. */
export class UserShell {
  readonly #scope: ProcessScope;
  readonly #options: UserShellOptions;
  readonly #pipe: OutputPipe;
  #shell: Shell | undefined;
  #starts = 0;
  #commands = 0;
  #running = false;
  #closing: Promise<number> | undefined;

  private constructor(scope: ProcessScope, options: UserShellOptions, pipe: OutputPipe) {
    this.#scope = scope;
    this.#options = options;
    this.#pipe = pipe;
  }

  /** Prepares a shell; it starts with the first command. */
  public static async open(scope: ProcessScope, options: UserShellOptions): Promise<UserShell> {
    await mkdir(options.controlFolder, { recursive: true });
    return new UserShell(scope, options, await scope.outputPipes.open(options.onOutput));
  }

  /**
   * Runs one command, of one line or several. Resolves when it has ended and all that it wrote has been handed on; the
   * processes that it left in the background go on until the scope ends. One command at a time.
   */
  public async run(command: string): Promise<CommandEnd> {
    const file = join(this.#options.controlFolder, `command-${String(++this.#commands)}`);
    writeFileSync(file, command.endsWith('\n') ? command : `${command}\n`);
    const source = `. ${quote(file)}`;
    return this.evaluate(`${this.#options.isolated === true ? `(${source})` : source} 9>&-`);
  }

  /** Evaluates a line of our own in the shell itself, also where commands are isolated. It holds no line break. */
  public async evaluate(line: string): Promise<CommandEnd> {
    if (this.#closing !== undefined) return { problem: 'the build was ended' };
    if (this.#shell === undefined || this.#shell.ended()) {
      const started = await this.#start();
      if ('problem' in started) return started;
      this.#shell = started;
    }
    this.#running = true;
    const end = await this.#converse(this.#shell, line);
    this.#running = false;
    this.#pipe.drain();
    return end;
  }

  /**
   * Ends the shell and every process that its commands have left, then closes the pipe. Returns how many had to be
   * ended.
   * A second call waits for the first.
   */
  public close(graceMs = 0): Promise<number> {
    return (this.#closing ??= this.#end(graceMs));
  }

  async #end(graceMs: number): Promise<number> {
    if (this.#shell !== undefined && !this.#running) {
      // An idle shell ends by itself when it gets no more lines, after its user's EXIT trap.
      this.#shell.socket.end();
      await Promise.race([this.#shell.exited, sleep(IDLE_END_MS, undefined, { ref: false })]);
    }
    this.#shell?.socket.destroy();
    const left = await this.#scope.end(graceMs);
    this.#pipe.close();
    // It may hold secrets, and nobody needs it any more.
    rmSync(join(this.#options.controlFolder, 'environment'), { force: true });
    return left;
  }

  async #start(): Promise<Shell | { problem: string }> {
    const { shell = 'sh', controlFolder, env } = this.#options;
    const cwd = this.#options.cwd;
    const kept = join(controlFolder, 'environment');
    const script = this.#starts++ > 0 && existsSync(kept) ? `. ${quote(kept)}\nunset OLDPWD; cd "$PWD"\n` : '';
    const out = this.#pipe.writeFd;
    const child = await this.#scope.spawn(
      [shell === 'sh' ? '/bin/sh' : 'bash', '-c', script + driver(controlFolder), shell],
      {
        cwd,
        env: { ...env, PWD: cwd },
        stdio: ['ignore', out, out, ...Array<'ignore'>(CONTROL_DESCRIPTOR - 3).fill('ignore'), 'pipe'],
      },
    );
    const socket = (child.stdio as unknown as readonly (Duplex | null | undefined)[])[CONTROL_DESCRIPTOR];
    if (child.pid === undefined || socket === null || socket === undefined) {
      return { problem: `${shell} could not be started in ${cwd}` };
    }
    // The socket of a shell that is killed may break at any time; its end is known from `exit`.
    socket.on('error', () => undefined);
    let ended = child.exitCode !== null || child.signalCode !== null;
    const exited = new Promise<undefined>((resolve) => {
      if (ended) resolve(undefined);
      child.once('exit', () => {
        ended = true;
        resolve(undefined);
      });
    });
    return { child, socket, exited, ended: () => ended };
  }

  // The shell answers with the status, or ends: then its own status is the command's.
  async #converse({ child, socket, exited, ended }: Shell, line: string): Promise<CommandEnd> {
    if (!ended()) {
      const answer = firstLine(socket);
      socket.write(`${line}\n`);
      const status = await Promise.race([answer.text, exited]);
      answer.forget();
      if (status !== undefined) return { exitCode: Number(status) };
    }
    return {
      ...(child.exitCode === null ? {} : { exitCode: child.exitCode }),
      ...(child.signalCode === null ? {} : { signal: child.signalCode }),
    };
  }
}

function firstLine(socket: Duplex): { text: Promise<string>; forget: () => void } {
  let received = '';
  let onData: (chunk: Buffer) => void = () => undefined;
  const text = new Promise<string>((resolve) => {
    onData = (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes('\n')) resolve(received.trim());
    };
    socket.on('data', onData);
  });
  return { text, forget: () => socket.off('data', onData) };
}
