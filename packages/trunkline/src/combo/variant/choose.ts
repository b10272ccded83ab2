// Chooses the release that all images can stand on: the newest one that each has a variant for.
import { compareReleases, releaseText } from './release.js';
import type { Release } from './release.js';

/** One image's choice: what it can be taken as. */
export interface Choice<Variant> {
  /** `python:3.12` */
  readonly image: string;
  readonly usual: Variant;
  /** all variants with their releases, as far as those are known */
  readonly variants: readonly { readonly variant: Variant; readonly release: Release | undefined }[];
}

/** The release and each image's variant on it, in the order of the choices; undefined when there is none for all. */
export interface Chosen<Variant> {
  readonly release: Release;
  readonly variants: readonly Variant[];
}

/**
 * Chooses. A family that more of the images stand on by themselves goes first, then Debian, Ubuntu, Alpine; within a
 * family the newest release.
 */
export function chooseRelease<Variant>(choices: readonly Choice<Variant>[]): Chosen<Variant> | undefined {
  const first = choices[0];
  if (first === undefined) return undefined;
  const common = first.variants
    .flatMap(({ release }) => (release?.name === undefined ? [] : [release]))
    .filter((release) => choices.every((choice) => variantOn(choice, release) !== undefined));
  const votes = (release: Release): number =>
    choices.filter((choice) => usualRelease(choice)?.family === release.family).length;
  const order = ['debian', 'ubuntu', 'alpine', 'ubi', 'oracle', 'windows'];
  const best = [...common].sort(
    (a, b) => votes(b) - votes(a) || order.indexOf(a.family) - order.indexOf(b.family) || compareReleases(b, a),
  )[0];
  if (best === undefined) return undefined;
  return { release: best, variants: choices.map((choice) => variantOn(choice, best) ?? choice.usual) };
}

/** The variant of a choice that stands on a release. */
export function variantOn<Variant>(choice: Choice<Variant>, release: Release): Variant | undefined {
  const wanted = releaseText(release);
  return choice.variants.find((each) => each.release !== undefined && releaseText(each.release) === wanted)?.variant;
}

/** The release that an image stands on when nothing else is asked. */
export function usualRelease<Variant>(choice: Choice<Variant>): Release | undefined {
  return choice.variants.find(({ variant }) => variant === choice.usual)?.release;
}

/** The releases of a choice, for a message. */
export function releasesText<Variant>(choice: Choice<Variant>): string {
  const known = choice.variants.flatMap(({ release }) => (release === undefined ? [] : [releaseText(release)]));
  return [...new Set(known)].join(', ') || 'none that its tags or its Dockerfile name';
}
