// What a FROM says of the base: its release, and which of two bases of one release holds the other.
import { officialName, readReference } from '../reference.js';
import { codename, releaseOfWord } from './release.js';
import type { Release } from './release.js';
import { readTag } from './tag.js';

/** A base image, understood. */
export interface Base {
  /** as written */
  readonly image: string;
  /** undefined for an image that is none of the systems known here */
  readonly release: Release | undefined;
  /** among bases of one release, one with a higher number holds all that one with a lower number holds */
  readonly richness: number;
}

/** Understands the image in a FROM. */
export function readBase(image: string): Base {
  const { tag = 'latest', digest } = readReference(image) ?? {};
  const name = officialName(image);
  if (digest !== undefined) return { image, release: undefined, richness: 0 };
  if (name === 'buildpack-deps') {
    const release = readTag(tag).release;
    const part = /(?:^|-)(curl|scm)$/.exec(tag)?.[1];
    return { image, release, richness: part === 'curl' ? 2 : part === 'scm' ? 3 : 4 };
  }
  if (name === 'debian' || name === 'ubuntu') {
    // `bookworm`, `bookworm-slim`, `bookworm-20250520`, `12.11-slim`, `24.04`
    const words = tag.split('-');
    const word = words[0] ?? '';
    const named = codename(name, word) ?? (releaseOfWord(word)?.family === name ? word : undefined);
    const release: Release | undefined = named === undefined ? undefined : { family: name, name: named };
    return { image, release, richness: words.includes('slim') ? 0 : 1 };
  }
  if (name === 'alpine') {
    const version = /^(\d+\.\d+)(?:\.\d+)?$/.exec(tag)?.[1];
    return { image, release: version === undefined ? undefined : { family: 'alpine', name: version }, richness: 0 };
  }
  return { image, release: undefined, richness: 0 };
}

/** Whether one of two bases can stand in for the other: the same image, or the same release. */
export function agree(a: Base, b: Base): boolean {
  if (a.image === b.image) return true;
  return (
    a.release !== undefined &&
    b.release !== undefined &&
    a.release.family === b.release.family &&
    a.release.name === b.release.name
  );
}

/** The one of several agreeing bases that holds what the others hold; the first of equal ones. */
export function richest(bases: readonly Base[]): Base | undefined {
  return bases.reduce<Base | undefined>(
    (best, base) => (best === undefined || base.richness > best.richness ? base : best),
    undefined,
  );
}
