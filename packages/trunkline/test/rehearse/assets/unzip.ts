// Reads a zip back for tests, with another library than the one that wrote it.
import { createHash } from 'node:crypto';
import { open } from 'yauzl';

/** One entry of a zip. */
export interface UnzippedFile {
  readonly name: string;
  /** Permission bits, such as 0o755. */
  readonly mode: number;
  readonly sha256: string;
  /** Date and time as DOS words. */
  readonly stamp: readonly [date: number, time: number];
}

/** The entries of a zip, in the zip's order; every content is read. */
export function unzip(file: string): Promise<UnzippedFile[]> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const files: UnzippedFile[] = [];
      zip.on('error', reject);
      zip.on('end', () => resolve(files));
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const hash = createHash('sha256');
          stream.on('data', (chunk: Buffer) => hash.update(chunk));
          stream.on('error', reject);
          stream.on('end', () => {
            files.push({
              name: entry.fileName,
              mode: (entry.externalFileAttributes >>> 16) & 0o777,
              sha256: hash.digest('hex'),
              stamp: [entry.lastModFileDate, entry.lastModFileTime],
            });
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
