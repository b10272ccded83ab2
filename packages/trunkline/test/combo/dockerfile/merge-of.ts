// Merges Dockerfiles that a test writes down, and gives the parts of the outcome that it looks at.
import { merge } from '../../../src/combo/dockerfile/merge.js';
import type { Merged } from '../../../src/combo/dockerfile/merge.js';
import { readDockerfile } from '../../../src/combo/dockerfile/read.js';

/** What a test says in place of the images. */
export interface Settled {
  readonly environment?: Record<string, string>;
  readonly user?: string;
  readonly workdir?: string;
  readonly registry?: string;
}

/** Merges files as images `a:1`, `b:1`, ... that are read from places `A`, `B`, ... */
export function mergeOf(files: readonly string[], settled: Settled = {}): Merged {
  const images = files.map((text, index) => {
    const letter = String.fromCharCode('a'.charCodeAt(0) + index);
    return { name: `${letter}:1`, reference: `${letter}:1`, file: readDockerfile(text, letter.toUpperCase()) };
  });
  const { environment = {}, user, workdir, registry } = settled;
  return merge(images, 'base:1', { environment, user, workdir }, registry);
}

/** The instructions of the merged Dockerfile without its comments and empty lines. @throws Error on mistakes */
export function linesOf(files: readonly string[], settled: Settled = {}): string[] {
  const { dockerfile, mistakes } = mergeOf(files, settled);
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return dockerfile
    .split('\n')
    .filter((line) => line !== '' && (!line.startsWith('# ') || line.startsWith('# syntax')));
}

/** A file of one stage on the base, with these lines. */
export function file(...lines: string[]): string {
  return `FROM base:1\n${lines.join('\n')}\n`;
}

/** One that says nothing. */
export const PLAIN = file('RUN true');
