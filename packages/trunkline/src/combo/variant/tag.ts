// What a tag of an official image says: a version, the system it stands on, and whether it is a slim one.
import { releaseOfWord } from './release.js';
import type { Release } from './release.js';

/** A tag, taken apart. */
export interface TagParts {
  /** all words that do not speak of the system: `3.12`, `8.3-cli`, empty for `latest` and `bookworm` */
  readonly version: string;
  readonly release: Release | undefined;
  readonly isSlim: boolean;
}

/** Takes a tag apart: `3.12-slim-bookworm` and `22-bookworm-slim` name the same kind of variant. */
export function readTag(tag: string): TagParts {
  const words = tag === 'latest' ? [] : tag.split('-');
  const version: string[] = [];
  let release: Release | undefined;
  let isSlim = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    const found = release === undefined ? releaseOfWord(word) : undefined;
    if (found?.family === 'alpine' && found.name === undefined && /^\d+\.\d+$/.test(next)) {
      release = { family: 'alpine', name: next };
      index += 1;
    } else if (found !== undefined) release = found;
    // Red Hat's `ubi9-minimal` is slim by another name.
    else if (word === 'slim' || (word === 'minimal' && release?.family === 'ubi')) isSlim = true;
    else version.push(word);
  }
  return { version: version.join('-'), release, isSlim };
}
