// Keeps paths of untrusted folders inside them: `..`, absolute paths and symbolic links that lead out are refused.
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { TrunklineError } from '../model/errors.js';

/** How a path is to be understood and named. */
export interface ContainedPathOptions {
  /**
   * The folder inside `root` to which the path is relative, itself relative to `root`.
   * @default `root` itself
   */
  readonly from?: string;
  /**
   * What names the path, such as `templateFile of stack Dev-Main in manifest.json`.
   * @default nothing but the path
   */
  readonly what?: string;
}

/**
 * The absolute, symlink-free path that an untrusted text names inside a folder. The file need not exist. Use it for
 * every path that comes out of a cloud assembly, an artifact or a buildspec, before anything is read or written.
 * Throws TrunklineError `PathOutsideAssembly` where the path leaves `root`.
 */
export async function containedPath(root: string, path: string, options: ContainedPathOptions = {}): Promise<string> {
  return containedPathSync(root, path, options);
}

/** As `containedPath`, at once. Throws TrunklineError `PathOutsideAssembly`. */
export function containedPathSync(root: string, path: string, options: ContainedPathOptions = {}): string {
  const refuse = (why: string): never => {
    const named = options.what === undefined ? '' : ` (${options.what})`;
    throw new TrunklineError(
      'PathOutsideAssembly',
      `Path ${JSON.stringify(path)}${named} leaves the folder ${root}: ${why}. It was not opened. If the folder is ` +
        `your own cdk.out, make it anew with 'npx cdk synth'.`,
    );
  };
  if (path.includes('\0')) return refuse('it holds a NUL character');
  if (isAbsolute(path)) return refuse('it is absolute');
  const candidate = resolve(root, options.from ?? '', path);
  if (!isInside(resolve(root), candidate)) return refuse(`it climbs out with '..'`);
  const real = realPathOf(candidate);
  if (real === undefined) return refuse('it is a symbolic link that leads nowhere or to itself');
  if (!isInside(realpathSync.native(root), real)) return refuse(`a symbolic link on it leads to ${real}`);
  return real;
}

/** Whether an absolute path is a folder or something in it, by its text alone. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Like realpath, for paths whose last parts do not exist as well; undefined for a dangling or circular link. */
function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') return undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
  }
  // Whatever is created through a dangling link is created at its target, so a dangling link counts as leaving.
  if (isSymbolicLink(path)) return undefined;
  const parent = realPathOf(dirname(path));
  return parent === undefined ? undefined : join(parent, basename(path));
}

function isSymbolicLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
