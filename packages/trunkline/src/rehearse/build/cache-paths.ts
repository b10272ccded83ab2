// What a cache keeps: the buildspec's cache paths as folders and files of the workspace and of HOME.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInside } from '../../assembly/containment.js';
import { cleanPattern, leaves, matchingFolders } from './artifact-files.js';
import { depthOf, isPattern, listPaths, patternToRegExp } from './path-pattern.js';

/** The two places that a cache may keep things of. */
export type CacheArea = 'workspace' | 'home';

/** One folder or file of a cache. */
export interface CacheRoot {
  readonly area: CacheArea;
  /** Relative to the area; never empty. */
  readonly path: string;
  readonly kind: 'folder' | 'file';
}

/** A cache path, sorted out. */
export type CachePath = { readonly area: CacheArea; readonly pattern: string } | { readonly problem: string };

/**
 * To which area a cache path belongs. `/root` is HOME in CodeBuild's images, so that `/root/.npm` means the sandbox's
 * `.npm`; no other absolute path is looked at.
 */
export function sortCachePath(written: string): CachePath {
  const home = /^(?:\/root|~|\$HOME|\$\{HOME\})\/(.*)$/.exec(written)?.[1];
  const pattern = cleanPattern(home ?? written);
  if (leaves(pattern)) return { problem: `Cache path ${written} is outside the source and HOME; it is not cached.` };
  return { area: home === undefined ? 'workspace' : 'home', pattern };
}

/** The folders and files below an area's folder that a cache path means; those inside another one are left out. */
export function cacheRoots(folder: string, area: CacheArea, patterns: readonly string[]): CacheRoot[] {
  const roots: CacheRoot[] = [];
  for (const pattern of patterns) {
    const above = /^(.*?)\/?\*\*(?:\/\*)?$/.exec(pattern)?.[1];
    const wanted = (above ?? pattern).replace(/\/+$/, '');
    if (above === '') roots.push(...entriesOf(folder).map((path) => rootOf(folder, area, path)));
    else if (!isPattern(wanted)) {
      if (exists(join(folder, wanted))) roots.push(rootOf(folder, area, wanted));
    } else if (exists(folder)) {
      const files = patternToRegExp(wanted);
      const found =
        above === undefined
          ? listPaths(folder, (path, entry) => !entry.isDirectory() && files.test(path), depthOf(wanted))
          : matchingFolders(folder, wanted);
      roots.push(...found.map((path) => rootOf(folder, area, path)));
    }
  }
  return roots
    .filter((root, index) => roots.findIndex((other) => other.path === root.path) === index)
    .filter(
      (root) =>
        !roots.some((other) => other.path !== root.path && isInside(join('/', other.path), join('/', root.path))),
    );
}

function rootOf(folder: string, area: CacheArea, path: string): CacheRoot {
  return { area, path, kind: lstatSync(join(folder, path)).isDirectory() ? 'folder' : 'file' };
}

function entriesOf(folder: string): string[] {
  return exists(folder) ? readdirSync(folder) : [];
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
