// Whether a combo is up to date: the digests that its labels record, compared with the registries of today.
import { imagesOf } from './builder/pins.js';
import { type Combo, LABEL_PREFIX } from './combo.js';
import type { RegistryClient } from './registry/client.js';
import { imageNotFound } from './registry/failures.js';
import { formatPlatform, type Platform } from './registry/platform.js';
import { byDigest, formatReference, parseReference } from './registry/reference.js';

/** An image that a combo is made of, as its registry has it today. */
export interface ComboBase {
  /** As the Dockerfile names it. */
  readonly image: string;
  /** What the name stands for today. */
  readonly digest: string;
}

/** One such image, compared with what the combo records. */
export interface CheckedBase extends ComboBase {
  /** What the combo was built from; absent where it does not say. */
  readonly recorded?: string;
  readonly upToDate: boolean;
}

/** What a check found. */
export interface ComboCheck {
  readonly status: 'UpToDate' | 'OutOfDate' | 'NotFound';
  /** Why it is not up to date, in words. */
  readonly reasons: readonly string[];
  readonly bases: readonly CheckedBase[];
}

/** What a combo's labels record of one image. */
interface RecordedBase {
  readonly digest: string;
  /** The manifest of the combo's platform: an index changes with every other platform, too. */
  readonly platformDigest?: string;
}

const BASE_LABEL = `${LABEL_PREFIX}base.`;
const MANIFEST_LABEL = `${LABEL_PREFIX}manifest.`;
const PLATFORM_LABEL = `${LABEL_PREFIX}platform`;
const DOCKERFILE_LABEL = `${LABEL_PREFIX}dockerfile`;

/**
 * Every image whose change makes the combo out of date: its base, those it combines, and what else its Dockerfile names.
 * An image whose Dockerfile was given need not be in any registry, unless files are copied from it.
 */
export function imagesOfCombo({ base, images, dockerfile }: Combo): string[] {
  const official = images.filter(({ commit }) => commit !== undefined);
  const all = [base, ...official.map(({ reference }) => reference), ...imagesOf(dockerfile)];
  return [...new Set(all)].filter((image) => image !== 'scratch');
}

/**
 * Compares.
 * @param recorded the labels of the combo that is there; undefined where there is none
 * @throws TrunklineError ImageNotFound or RegistryFailed where this cannot be told
 */
export async function checkCombo(
  combo: Combo,
  recorded: Readonly<Record<string, string>> | undefined,
  client: RegistryClient,
  platform: Platform,
): Promise<ComboCheck> {
  const labels = recorded ?? {};
  const known = recordedBases(labels);
  const bases: CheckedBase[] = [];
  for (const image of imagesOfCombo(combo)) bases.push(await checkBase(image, known.get(image), client, platform));
  const wanted = formatPlatform(platform);
  if (recorded === undefined)
    return { status: 'NotFound', reasons: [`There is no such combo for ${wanted} yet.`], bases };
  const builtFor = labels[PLATFORM_LABEL];
  const reasons = [
    ...(labels[DOCKERFILE_LABEL] === combo.labels[DOCKERFILE_LABEL] ? [] : ['Its Dockerfile has changed.']),
    ...(builtFor === wanted
      ? []
      : [`It was built for ${builtFor ?? 'a platform that it does not record'}, not for ${wanted}.`]),
    ...bases.filter(({ upToDate }) => !upToDate).map(reasonOf),
  ];
  return { status: reasons.length === 0 ? 'UpToDate' : 'OutOfDate', reasons, bases };
}

async function checkBase(
  image: string,
  recorded: RecordedBase | undefined,
  client: RegistryClient,
  platform: Platform,
): Promise<CheckedBase> {
  const reference = parseReference(image);
  const digest = await client.digestOf(reference);
  if (digest === undefined) throw imageNotFound(reference);
  const base = { image, digest, ...(recorded ? { recorded: recorded.digest } : {}) };
  if (recorded?.digest === digest) return { ...base, upToDate: true };
  if (recorded?.platformDigest === undefined) return { ...base, upToDate: false };
  const today = await client.expectImage(byDigest(reference, digest), platform);
  return { ...base, upToDate: today.platformDigest === recorded.platformDigest };
}

function reasonOf({ image, recorded, digest }: CheckedBase): string {
  return recorded === undefined
    ? `It does not record from which ${image} it was built.`
    : `${image} is another one: ${recorded} when it was built, ${digest} now.`;
}

function recordedBases(labels: Readonly<Record<string, string>>): Map<string, RecordedBase> {
  const bases = new Map<string, RecordedBase>();
  for (const [label, value] of Object.entries(labels)) {
    const [, image, digest] = /^(.+)@(sha256:[0-9a-f]{64})$/.exec(value) ?? [];
    if (!label.startsWith(BASE_LABEL) || image === undefined || digest === undefined) continue;
    const platformDigest = labels[MANIFEST_LABEL + label.slice(BASE_LABEL.length)];
    bases.set(image, { digest, ...(platformDigest === undefined ? {} : { platformDigest }) });
  }
  return bases;
}

/** What the images of a combo are pinned to when it is built. */
export interface PinnedCombo {
  /** References by digest, by the names in the Dockerfile. */
  readonly images: ReadonlyMap<string, string>;
  /** All labels of the image to be built: the combo's own, and what later checks compare. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Asks the registries what to build from.
 * @throws TrunklineError ImageNotFound for an image that is not there, or not for the platform; RegistryFailed
 */
export async function pinCombo(combo: Combo, client: RegistryClient, platform: Platform): Promise<PinnedCombo> {
  const images = new Map<string, string>();
  const labels: Record<string, string> = { ...combo.labels, [PLATFORM_LABEL]: formatPlatform(platform) };
  for (const [index, image] of imagesOfCombo(combo).entries()) {
    const reference = parseReference(image);
    const found = await client.expectImage(reference, platform);
    images.set(image, formatReference(byDigest(reference, found.digest)));
    labels[`${BASE_LABEL}${index}`] = `${image}@${found.digest}`;
    labels[`${MANIFEST_LABEL}${index}`] = found.platformDigest;
  }
  return { images, labels };
}
