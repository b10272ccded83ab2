// The variants of an image that a tag leaves open: `python:3.12` says the version, not the Debian release.
import { TrunklineError } from '../../model/errors.js';
import type { LibraryEntry } from '../official-images/library-file.js';
import type { Release } from './release.js';
import { readTag } from './tag.js';

/** One variant that can be meant by a tag. */
export interface Candidate {
  /** the tag that names this variant */
  readonly tag: string;
  readonly entry: LibraryEntry;
  /** what its tags say; undefined, or without a name, where only its Dockerfile tells */
  readonly release: Release | undefined;
}

/** What an image can be taken as. */
export interface Candidates {
  /** the one that the tag means by itself */
  readonly usual: Candidate;
  /** all, the usual one among them */
  readonly all: readonly Candidate[];
}

/**
 * Finds the variants of a tag: entries of the same version that differ in the system below alone.
 * @param architecture leaves out what is not made for it
 * @throws TrunklineError `ComboInvalid` for a tag that the index does not have
 */
export function findCandidates(
  image: { readonly name: string; readonly tag: string },
  entries: readonly LibraryEntry[],
  place: string,
  architecture: string | undefined,
): Candidates {
  const fits = (entry: LibraryEntry): boolean =>
    entry.architectures.some((name) =>
      architecture === undefined ? !name.startsWith('windows-') : name === architecture,
    );
  const named = entries.filter((entry) => entry.tags.includes(image.tag) || entry.sharedTags.includes(image.tag));
  const usualEntry = named.find(fits);
  if (usualEntry === undefined) throw notFound(image, entries, named.length > 0, place, architecture);
  const wanted = readTag(image.tag);
  const versions = new Set([wanted.version, ...usualEntry.tags.map((tag) => readTag(tag).version)]);
  const all = entries.filter(fits).flatMap((entry) => {
    const release = releaseOf(entry);
    const isAnother =
      wanted.release !== undefined &&
      (release?.family !== wanted.release.family ||
        (wanted.release.name !== undefined && release.name !== undefined && release.name !== wanted.release.name));
    if (entry !== usualEntry && isAnother) return [];
    const tag = bestTag(entry, entry === usualEntry ? image.tag : undefined, wanted.version, versions, wanted.isSlim);
    return tag === undefined ? [] : [{ tag, entry, release }];
  });
  const usual = all.find(({ entry }) => entry === usualEntry) ?? {
    tag: image.tag,
    entry: usualEntry,
    release: releaseOf(usualEntry),
  };
  return { usual, all: all.includes(usual) ? all : [usual, ...all] };
}

// A tag of the version that was asked for, with the release in it: that one stays with its release.
function bestTag(
  entry: LibraryEntry,
  asked: string | undefined,
  version: string,
  versions: ReadonlySet<string>,
  isSlim: boolean,
): string | undefined {
  const alike = entry.tags
    .map((tag) => ({ tag, ...readTag(tag) }))
    .filter((parts) => parts.isSlim === isSlim && versions.has(parts.version));
  const score = (parts: (typeof alike)[number]): number =>
    (parts.version === version ? 4 : 0) +
    (parts.release === undefined ? 0 : 1) +
    (parts.release?.name === undefined ? 0 : 1);
  const best = alike.reduce<(typeof alike)[number] | undefined>(
    (found, parts) => (found === undefined || score(parts) > score(found) ? parts : found),
    undefined,
  );
  return best?.tag ?? asked;
}

// One entry may have `3.12-alpine3.22` and `3.12-alpine`: the fuller one tells.
function releaseOf(entry: LibraryEntry): Release | undefined {
  const releases = entry.tags.flatMap((tag) => readTag(tag).release ?? []);
  return releases.find(({ name }) => name !== undefined) ?? releases[0];
}

function notFound(
  image: { readonly name: string; readonly tag: string },
  entries: readonly LibraryEntry[],
  isThere: boolean,
  place: string,
  architecture: string | undefined,
): TrunklineError {
  const called = `${image.name}:${image.tag}`;
  if (isThere) {
    const wanted = architecture ?? 'Linux';
    return new TrunklineError(
      'ComboInvalid',
      `${called} is not made for ${wanted}, by ${place}. Ask for another tag or platform.`,
    );
  }
  const known = entries.flatMap((entry) => [...entry.sharedTags, ...entry.tags]);
  const near = [...new Set(known)].filter((tag) => tag.startsWith(image.tag.split(/[.-]/)[0] ?? '')).slice(0, 8);
  const hint = near.length > 0 ? near : [...new Set(known)].slice(0, 8);
  return new TrunklineError(
    'ComboInvalid',
    `${called} is not in ${place}. Ask for one of its tags, such as ${hint.join(', ')}.`,
  );
}
