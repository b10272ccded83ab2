// Copies parts of a workspace into an artifact, symbolic links resolved, and never anything from outside.
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isInside } from '../../assembly/containment.js';

/** How to treat symbolic links. */
export interface ContainedCopyOptions {
  /** Absolute and without links: what lies outside is not copied. */
  readonly within: string;
  /** Keep links that stay inside; else each becomes a copy of what it leads to. */
  readonly keepLinks: boolean;
  /** Hears of everything that was left out, with the reason. */
  readonly onLeftOut: (path: string, why: string) => void;
}

/**
 * Copies a file, folder or link. Returns how many files were copied.
 * @param from absolute; its parent is inside `within`
 * @param above the real paths of the folders that are being copied: a link to one of them would never end
 */
export async function copyContained(
  from: string,
  to: string,
  options: ContainedCopyOptions,
  above: readonly string[] = [],
): Promise<number> {
  const found = await lstat(from);
  if (found.isSymbolicLink()) return copyLink(from, to, options, above);
  if (found.isDirectory()) return copyFolder(from, to, options, above);
  if (!found.isFile()) {
    options.onLeftOut(from, 'it is neither a file nor a folder');
    return 0;
  }
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  return 1;
}

async function copyFolder(
  from: string,
  to: string,
  options: ContainedCopyOptions,
  above: readonly string[],
): Promise<number> {
  const real = await realpath(from);
  if (above.includes(real)) {
    options.onLeftOut(from, 'it is a symbolic link to a folder that holds it');
    return 0;
  }
  await mkdir(to, { recursive: true });
  const line = [...above, real];
  const names = await readdir(from);
  let copied = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      copied += await copyContained(join(from, name), join(to, name), options, line);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return copied;
}

async function copyLink(
  from: string,
  to: string,
  options: ContainedCopyOptions,
  above: readonly string[],
): Promise<number> {
  let target: string;
  try {
    target = await realpath(from);
  } catch {
    options.onLeftOut(from, 'it is a symbolic link that leads nowhere');
    return 0;
  }
  if (!isInside(options.within, target)) {
    options.onLeftOut(from, 'it is a symbolic link that leaves the workspace');
    return 0;
  }
  if (options.keepLinks) {
    await mkdir(dirname(to), { recursive: true });
    // An absolute link would lead back into a workspace that is about to be removed.
    const written = await readlink(from);
    await symlink(written.startsWith('/') ? relative(await realpath(dirname(from)), target) : written, to);
    return 1;
  }
  if (above.includes(target)) {
    options.onLeftOut(from, 'it is a symbolic link to a folder that holds it');
    return 0;
  }
  return (await stat(target)).isDirectory()
    ? copyFolder(target, to, options, above)
    : copyContained(target, to, options, above);
}
