// Real pipes for the output of builds. Node's own are sockets, which `echo ... >/dev/stderr` cannot reopen.
import { closeSync, constants, openSync, readSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { runProgram } from './run-program.js';

/** FIFOs made by one call of `mkfifo`: enough to make its cost vanish, few enough to be made at once. */
const BATCH = 16;
const BUFFER_BYTES = 65_536;

/** Makes pipes, several at a time. */
export class OutputPipes {
  readonly #folder: string;
  readonly #ready: string[] = [];
  #made = 0;

  /** @param folder where the FIFOs lie until they are opened; it exists */
  public constructor(folder: string) {
    this.#folder = folder;
  }

  /** A new pipe, whose output goes to the listener. */
  public async open(listener: (chunk: Buffer) => void): Promise<OutputPipe> {
    for (;;) {
      const path = this.#ready.pop();
      if (path !== undefined) return OutputPipe.open(path, listener);
      const paths = Array.from({ length: BATCH }, () => join(this.#folder, `pipe-${String(++this.#made)}`));
      const made = await runProgram(['mkfifo', '-m', '600', ...paths]);
      if (made.exitCode !== 0) throw new TypeError(`mkfifo failed: ${made.stderr.trim()}`);
      this.#ready.push(...paths);
    }
  }
}

/** One pipe: the writing end is for child processes, the reading end is ours. */
export class OutputPipe {
  readonly #readFd: number;
  readonly #writeFd: number;
  readonly #reader: Socket;
  readonly #listener: (chunk: Buffer) => void;
  #open = true;

  private constructor(readFd: number, writeFd: number, listener: (chunk: Buffer) => void) {
    this.#readFd = readFd;
    this.#writeFd = writeFd;
    this.#listener = listener;
    this.#reader = new Socket({ fd: readFd, readable: true, writable: false });
    this.#reader.on('data', listener);
    // A read error means the same as the end: nothing more comes.
    this.#reader.on('error', () => undefined);
    this.#reader.on('close', () => (this.#open = false));
  }

  /** Opens both ends of a FIFO and removes its name. */
  public static open(path: string, listener: (chunk: Buffer) => void): OutputPipe {
    // Without O_NONBLOCK the opening of either end would wait for the other.
    const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeFd = openSync(path, constants.O_WRONLY);
    unlinkSync(path);
    return new OutputPipe(readFd, writeFd, listener);
  }

  /** The writing end, for `stdio`. It stays open here, so that the pipe outlives a shell that must be replaced. */
  public get writeFd(): number {
    return this.#writeFd;
  }

  /** Hands on all that was written until now, so that our own next line stands behind it. */
  public drain(): void {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    while (this.#open) {
      let bytes: number;
      try {
        bytes = readSync(this.#readFd, buffer);
      } catch {
        return; // EAGAIN: the pipe is empty
      }
      if (bytes === 0) return;
      this.#listener(Buffer.from(buffer.subarray(0, bytes)));
    }
  }

  /** Reads what is left and closes both ends; a writer that is still there gets SIGPIPE. */
  public close(): void {
    this.drain();
    this.#open = false;
    closeSync(this.#writeFd);
    this.#reader.destroy();
  }
}
