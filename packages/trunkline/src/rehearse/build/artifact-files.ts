// Finds the files of an artifact: base directories, patterns, and what they leave out.
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { isInside } from '../../assembly/containment.js';
import { depthOf, isPattern, listPaths, patternToRegExp } from './path-pattern.js';

/** A part of an artifact. */
export type ArtifactPart =
  /** A whole folder below the base directory; empty for the base directory itself. */
  | { readonly kind: 'folder'; readonly path: string }
  /** A file or a symbolic link. */
  | { readonly kind: 'file'; readonly path: string };

/**
 * The base directories, as absolute paths without symbolic links. A pattern may match several.
 * @param within nothing outside this folder counts
 */
export async function baseDirectories(source: string, pattern: string | undefined, within: string): Promise<string[]> {
  if (pattern === undefined) return [await realpath(source)];
  const trimmed = pattern.replace(/(?<=.)\/+$/, '');
  const candidates = isAbsolute(trimmed)
    ? [trimmed]
    : isPattern(trimmed)
      ? matchingFolders(source, cleanPattern(trimmed)).map((path) => join(source, path))
      : [join(source, trimmed)];
  const root = await realpath(within);
  const real = await Promise.all(candidates.map((candidate) => realpath(candidate).catch(() => undefined)));
  return real.filter((path) => path !== undefined).filter((path) => isInside(root, path));
}

/**
 * The parts of an artifact below one base directory. Patterns that mean a whole folder give that folder, so that it can
 * be copied or moved in one go; a pattern includes files whose names begin with a dot.
 */
export function artifactParts(base: string, files: readonly string[], excludePaths: readonly string[]): ArtifactPart[] {
  const patterns = files.map(cleanPattern).filter((pattern) => !leaves(pattern));
  if (excludePaths.length === 0) {
    const folders = patterns.map(wholeFolder);
    if (folders.every((folder) => folder !== undefined)) {
      const distinct = [...new Set(folders)];
      // Folders inside one another would be copied twice.
      const outermost = distinct.filter(
        (path) => !distinct.some((other) => other !== path && isInside(join('/', other), join('/', path))),
      );
      return outermost.map((path) => ({ kind: 'folder', path }));
    }
  }
  const wanted = patterns.map(patternToRegExp);
  const excluded = excludePaths.map((path) => patternToRegExp(cleanPattern(path)));
  const found = listPaths(
    base,
    (path, entry) =>
      !entry.isDirectory() && wanted.some((one) => one.test(path)) && !excluded.some((one) => one.test(path)),
    Math.max(0, ...patterns.map(depthOf)),
  );
  return found.map((path) => ({ kind: 'file', path }));
}

/** The folders that a pattern matches; none inside another of them. */
export function matchingFolders(root: string, pattern: string): string[] {
  const wanted = patternToRegExp(pattern);
  return listPaths(root, (path, entry) => entry.isDirectory() && wanted.test(path), depthOf(pattern));
}

/** The folder that a pattern means as a whole, such as `dist` for `dist/` and any depth below; empty for all. */
export function wholeFolder(pattern: string): string | undefined {
  if (pattern === '**' || pattern === '**/*') return '';
  const folder = /^(.*)\/\*\*(?:\/\*)?$/.exec(pattern)?.[1];
  return folder === undefined || isPattern(folder) ? undefined : folder;
}

/** Removes a leading `./` and doubled slashes. */
export function cleanPattern(pattern: string): string {
  return pattern.replace(/^(?:\.\/+)+/, '').replace(/\/{2,}/g, '/');
}

/** Whether a pattern leads out of the folder that it is relative to, by its text. */
export function leaves(pattern: string): boolean {
  return isAbsolute(pattern) || normalize(pattern).split('/').includes('..') || pattern.split('/').includes('..');
}
