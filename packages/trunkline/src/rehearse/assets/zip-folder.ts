// Zips a folder as cdk-assets does: links followed, modes kept, and the same bytes for the same content.
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { isInside } from '../../assembly/containment.js';
import { throwIfInterrupted, TrunklineError } from '../../model/errors.js';

interface ZipEntry {
  /** With `/`, relative to the folder. */
  readonly name: string;
  /** Free of links. */
  readonly file: string;
  readonly mode: number;
}

// Without a universal timestamp the archive holds local time, so this local date gives the same bytes in every zone.
const EPOCH = new Date(1980, 0, 1);

/**
 * Writes a folder's files into a zip file. Entries are sorted, their date is fixed; empty folders are left out. Only one
 * file is open at a time, and none is held in memory. Source: cdk-assets, archive: files, links followed, dates reset.
 *
 * Throws TrunklineError: `PathOutsideAssembly` for a link that leaves `root`, `ArtifactInvalid` for one that leads
 * nowhere or in a circle, `Interrupted` where the signal was aborted.
 *
 * @param root the assembly's folder, which nothing that is zipped may leave
 */
export async function zipFolder(root: string, folder: string, zipFile: string, signal?: AbortSignal): Promise<void> {
  const entries: ZipEntry[] = [];
  const realFolder = await realpath(folder);
  await listFiles({ realRoot: await realpath(root), entries, signal }, '', realFolder, [realFolder]);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const zip = new ZipFile();
  // yazl tells its errors on the ZipFile, and its stream would then never end.
  const broken = new AbortController();
  let failure: unknown;
  zip.on('error', (error: unknown) => {
    failure ??= error;
    broken.abort();
  });
  for (const entry of entries) addEntry(zip, entry);
  zip.end();
  const stop = AbortSignal.any([broken.signal, ...(signal ? [signal] : [])]);
  try {
    await pipeline(zip.outputStream, createWriteStream(zipFile), { signal: stop });
  } catch (error) {
    throwIfInterrupted(signal);
    throw failure ?? error;
  }
}

function addEntry(zip: ZipFile, { name, file, mode }: ZipEntry): void {
  const open = (give: (error: unknown, stream: NodeJS.ReadableStream) => void): void => {
    const stream = createReadStream(file);
    stream.on('error', (error) => zip.emit('error', error));
    give(undefined, stream);
  };
  try {
    zip.addReadStreamLazy(name, { mtime: EPOCH, forceDosTimestamp: true, mode }, open);
  } catch (error) {
    // Such as backslashes and dots, which unzip programs would take for a way out of their folder.
    const why = (error as Error).message;
    throw new TrunklineError(
      'ArtifactInvalid',
      `A zip cannot hold the file ${JSON.stringify(name)} of an asset (${why}). Give it another name.`,
    );
  }
}

interface Walk {
  readonly realRoot: string;
  readonly entries: ZipEntry[];
  readonly signal: AbortSignal | undefined;
}

/** @param above the real folders that the walk is in, so that a link back to one of them is seen */
async function listFiles(walk: Walk, prefix: string, realFolder: string, above: readonly string[]): Promise<void> {
  throwIfInterrupted(walk.signal);
  for (const entry of await readdir(realFolder, { withFileTypes: true })) {
    const name = prefix + entry.name;
    const found = entry.isSymbolicLink()
      ? await followLink(walk, name, join(realFolder, entry.name))
      : join(realFolder, entry.name);
    const info: Stats = await stat(found);
    if (info.isFile()) walk.entries.push({ name, file: found, mode: info.mode });
    if (!info.isDirectory()) continue;
    if (above.includes(found)) {
      throw new TrunklineError(
        'ArtifactInvalid',
        `${name} of an asset is a link to a folder that holds it, so the asset's zip would never end. Remove the link.`,
      );
    }
    await listFiles(walk, `${name}/`, found, [...above, found]);
  }
}

async function followLink(walk: Walk, name: string, link: string): Promise<string> {
  const real = await realpath(link).catch(() => {
    throw new TrunklineError(
      'ArtifactInvalid',
      `${link} in an asset is a link that leads nowhere; publishing fails on it, here as on AWS. Remove the link.`,
    );
  });
  if (isInside(walk.realRoot, real)) return real;
  throw new TrunklineError(
    'PathOutsideAssembly',
    `${name} of an asset is a link to ${real}, outside of the cloud assembly ${walk.realRoot}; it was not published. ` +
      `Copy the file into the asset, or let CDK follow links ('follow: SymlinkFollowMode.EXTERNAL').`,
  );
}
