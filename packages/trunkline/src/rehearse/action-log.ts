// The log of one action: a file that grows while the action runs.
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

/** Writes lines to an action's log file. */
export class ActionLog {
  private stream: WriteStream | undefined;

  /** @param path the log's absolute path */
  public constructor(public readonly path: string) {}

  /** Makes the log's folder, so that a build can open the file itself. */
  public async prepare(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
  }

  public line(text: string): void {
    this.stream ??= createWriteStream(this.path, { flags: 'a' });
    this.stream.write(`${text}\n`);
  }

  /** Resolves once everything is written. */
  public async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await finished(this.stream);
    this.stream = undefined;
  }
}
