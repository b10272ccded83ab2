// A log on disk: the output of the user's commands and our own lines between it, secrets masked.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Redactor } from './redact.js';

/**
 * A log file. Writes are synchronous on purpose: they land in the page cache in microseconds, survive a crash of the
 * engine, and hold the writer of the output back by themselves instead of filling memory.
 */
export class LogFile {
  readonly #fd: number;
  readonly #redactor: Redactor;
  #atLineStart = true;
  #closed = false;

  /**
   * Creates the file and its folder; a log that is there already is continued.
   * @param secrets what is masked wherever it occurs
   */
  public constructor(path: string, secrets: Iterable<string> = []) {
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, 'a', 0o600);
    this.#redactor = new Redactor(secrets);
  }

  /** Adds a chunk of a command's output. */
  public write(chunk: Buffer): void {
    if (this.#closed) return;
    if (this.#redactor.idle) {
      this.#put(chunk);
      this.#atLineStart = chunk.length === 0 ? this.#atLineStart : chunk[chunk.length - 1] === 10;
    } else this.#show(this.#redactor.write(chunk));
  }

  /** Adds a line of our own, on a line by itself. */
  public line(text: string): void {
    if (this.#closed) return;
    this.#show(this.#redactor.flush());
    const whole = this.#redactor.idle ? text : this.#redactor.write(text) + this.#redactor.flush();
    this.#show(`${this.#atLineStart ? '' : '\n'}${whole}\n`);
  }

  /** Ends the log; what is written afterwards is dropped. */
  public close(): void {
    if (this.#closed) return;
    this.#show(this.#redactor.flush());
    this.#closed = true;
    closeSync(this.#fd);
  }

  #show(text: string): void {
    if (text === '') return;
    this.#put(Buffer.from(text, 'utf8'));
    this.#atLineStart = text.endsWith('\n');
  }

  #put(bytes: Buffer): void {
    for (let written = 0; written < bytes.length;) written += writeSync(this.#fd, bytes, written);
  }
}
