// Picks a platform's manifest out of an index.
import { formatPlatform, isSamePlatform, type Platform } from './platform.js';

/** What an index says of one platform. */
export interface IndexEntry {
  readonly digest: string;
  readonly platform: Platform;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * The images of an index. Attestations, which builders file there as manifests of the platform `unknown/unknown`, are no
 * images, and are left out.
 */
export function entriesOf(index: Readonly<Record<string, unknown>>): IndexEntry[] {
  const manifests: unknown[] = Array.isArray(index.manifests) ? index.manifests : [];
  return manifests.flatMap((entry) => {
    const { digest, platform, annotations } = (entry ?? {}) as {
      readonly digest?: unknown;
      readonly platform?: Readonly<Record<string, unknown>>;
      readonly annotations?: Readonly<Record<string, unknown>>;
    };
    const { os, architecture, variant } = platform ?? {};
    if (typeof digest !== 'string' || !DIGEST.test(digest)) return [];
    if (typeof os !== 'string' || typeof architecture !== 'string') return [];
    if (os === 'unknown' || architecture === 'unknown') return [];
    if (annotations?.['vnd.docker.reference.type'] === 'attestation-manifest') return [];
    return [{ digest, platform: { os, architecture, ...(typeof variant === 'string' && variant ? { variant } : {}) } }];
  });
}

/** The first entry for the platform: engines, too, take the first that fits. */
export function entryFor(entries: readonly IndexEntry[], platform: Platform): IndexEntry | undefined {
  return entries.find((entry) => isSamePlatform(entry.platform, platform));
}

/** The platforms of an index, for a message. */
export function platformsOf(entries: readonly IndexEntry[]): string {
  return entries.map(({ platform }) => formatPlatform(platform)).join(', ') || 'none';
}
