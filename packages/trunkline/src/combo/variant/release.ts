// Releases of the systems that official images stand on, from oldest to newest.

/** A system whose releases follow one another. */
export type Family = 'debian' | 'ubuntu' | 'alpine' | 'ubi' | 'oracle' | 'windows';

/** One release of a system. */
export interface Release {
  readonly family: Family;
  /** `bookworm`, `noble`, `3.22`; undefined where a name says only the family, as `alpine` does */
  readonly name: string | undefined;
}

// wiki.debian.org/DebianReleases and wiki.ubuntu.com/Releases; a codename is all that tags say, so their order has to
// be written down. A codename that is not here yet is taken for part of a version, and `--from` settles it.
const DEBIAN: readonly (readonly [string, string])[] = [
  ['7', 'wheezy'],
  ['8', 'jessie'],
  ['9', 'stretch'],
  ['10', 'buster'],
  ['11', 'bullseye'],
  ['12', 'bookworm'],
  ['13', 'trixie'],
  ['14', 'forky'],
  ['15', 'duke'],
];
const UBUNTU: readonly (readonly [string, string])[] = [
  ['14.04', 'trusty'],
  ['16.04', 'xenial'],
  ['18.04', 'bionic'],
  ['20.04', 'focal'],
  ['22.04', 'jammy'],
  ['24.04', 'noble'],
  ['24.10', 'oracular'],
  ['25.04', 'plucky'],
  ['25.10', 'questing'],
  ['26.04', 'resolute'],
];

/** The release that a word of a tag names; undefined for any other word. */
export function releaseOfWord(word: string): Release | undefined {
  if (DEBIAN.some(([, name]) => name === word) || word === 'sid') return { family: 'debian', name: word };
  if (UBUNTU.some(([, name]) => name === word)) return { family: 'ubuntu', name: word };
  const alpine = /^alpine(\d+\.\d+)?$/.exec(word);
  if (alpine !== null) return { family: 'alpine', name: alpine[1] };
  const ubi = /^ubi(\d+)?$/.exec(word);
  if (ubi !== null) return { family: 'ubi', name: ubi[1] };
  const oracle = /^(?:oracle|oraclelinux)(\d+)?$/.exec(word);
  if (oracle !== null) return { family: 'oracle', name: oracle[1] };
  if (/^(?:windowsservercore|nanoserver)/.test(word)) return { family: 'windows', name: word };
  return undefined;
}

/** The codename of a release that is named by its number: `debian:12`, `ubuntu:24.04`. */
export function codename(family: 'debian' | 'ubuntu', word: string): string | undefined {
  const number = family === 'debian' ? word.replace(/\..*$/, '') : word;
  return (family === 'debian' ? DEBIAN : UBUNTU).find(([version]) => version === number)?.[1];
}

/** Compares releases of one family: below zero when the first is older. */
export function compareReleases(a: Release, b: Release): number {
  const order = a.family === 'debian' ? DEBIAN : a.family === 'ubuntu' ? UBUNTU : undefined;
  if (order === undefined) return (a.name ?? '').localeCompare(b.name ?? '', 'en', { numeric: true });
  // Debian's unstable is newer than every release, and nothing to build on unless it is asked for: it comes first.
  const rank = (release: Release): number => order.findIndex(([, name]) => name === release.name);
  return rank(a) - rank(b);
}

/** Releases as one text, for comparing and for messages: `debian bookworm`. */
export function releaseText(release: Release): string {
  return release.name === undefined ? release.family : `${release.family} ${release.name}`;
}
