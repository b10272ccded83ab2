// Copies a folder as it is: modes, times and symbolic links kept, data shared where the file system can share it.
import {
  constants,
  copyFileSync,
  lutimesSync,
  lstatSync,
  rmdirSync,
  unlinkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { runProgram } from '../../process/run-program.js';

/** Below this, copying here costs less than starting a program; above, `cp` needs about two thirds of the time. */
const FEW_ENTRIES = 200;

/** How the program that copies large folders is run. */
export interface CopyOptions {
  /** Aborting it ends the copy, which fails then. */
  readonly signal?: AbortSignal;
  /** @default the engine's own environment */
  readonly env?: Readonly<Record<string, string>>;
}

interface Entry {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
}

/**
 * Copies a folder's contents into a new folder. Symbolic links are copied as links, wherever they lead; sockets, FIFOs
 * and devices are left out of small folders and copied as what they are by `cp`.
 * Hard links are never made: a build that writes in place would write into the original.
 * @throws TrunklineError `ArtifactInvalid` where the folder cannot be copied
 */
export async function copyTree(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const entries = listFew(from);
  if (entries === undefined) await copyByProgram(from, to, options);
  else copyHere(from, to, entries);
}

/** The entries of a small folder, parents first; undefined for a larger or unreadable one. */
function listFew(root: string): Entry[] | undefined {
  const entries: Entry[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
      entries.push({ path, kind });
      if (kind === 'folder') folders.push(path);
      if (entries.length > FEW_ENTRIES) return undefined;
    }
  }
  return entries;
}

/** Removes a folder of few entries at once; false, with part of it left, where that is not possible. */
export function removeSmallTree(root: string): boolean {
  const entries = listFew(root);
  if (entries === undefined) return false;
  try {
    for (const { path, kind } of entries) if (kind !== 'folder') unlinkSync(join(root, path));
    for (const { path, kind } of entries.reverse()) if (kind === 'folder') rmdirSync(join(root, path));
    rmdirSync(root);
    return true;
  } catch {
    return false;
  }
}

function copyHere(from: string, to: string, entries: readonly Entry[]): void {
  mkdirSync(to);
  for (const { path, kind } of entries) {
    const source = join(from, path);
    const target = join(to, path);
    if (kind === 'folder') mkdirSync(target);
    else if (kind === 'link') symlinkSync(readlinkSync(source), target);
    else if (kind === 'file') copyFileSync(source, target, constants.COPYFILE_FICLONE);
    if (kind === 'file' || kind === 'link') keepTimes(source, target, kind);
  }
  // Folders last and from the inside out: a read-only folder could not be filled.
  for (const { path, kind } of [...entries].reverse()) {
    if (kind === 'folder') chmodSync(join(to, path), lstatSync(join(from, path)).mode & 0o7777);
  }
}

/** Tools that compare times, such as make, would otherwise see every file as new. */
function keepTimes(source: string, target: string, kind: 'file' | 'link'): void {
  const { atime, mtime } = lstatSync(source);
  if (kind === 'link') lutimesSync(target, atime, mtime);
  else utimesSync(target, atime, mtime);
}

async function copyByProgram(from: string, to: string, options: CopyOptions): Promise<void> {
  mkdirSync(to);
  const flags: readonly string[][] =
    process.platform === 'darwin' ? [['-RPpc'], ['-RPp']] : [['-RPp', '--reflink=auto'], ['-RPp']];
  let why = 'it was stopped';
  for (const flag of flags) {
    if (options.signal?.aborted === true) break;
    const { exitCode, stderr } = await runProgram(['cp', ...flag, `${from}/.`, to], options);
    if (exitCode === 0) return;
    why = stderr.trim().split('\n')[0] ?? '';
  }
  throw new TrunklineError('ArtifactInvalid', `Folder ${from} could not be copied to ${to}: ${why}`);
}
