// Platforms of images: `linux/arm64`, and which manifest of an index is theirs.
import { TrunklineError } from '../../model/errors.js';

/** An operating system and a processor. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

const FORM = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/;

/** Node's names of processors, in the words of Go, which are those of images. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  ppc64: 'ppc64le',
};

/**
 * Reads `OS/ARCHITECTURE` or `OS/ARCHITECTURE/VARIANT`.
 * @throws TrunklineError UsageInvalid where it is neither
 */
export function parsePlatform(text: string): Platform {
  const [, os, architecture, variant] = FORM.exec(text) ?? [];
  if (os === undefined || architecture === undefined) {
    throw new TrunklineError(
      'UsageInvalid',
      `${JSON.stringify(text)} is no platform. Give one OS/ARCHITECTURE, such as linux/arm64.`,
    );
  }
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** The platform in one word. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** The platform that engines on this machine build for: containers are Linux, whatever the machine is. */
export function hostPlatform(nodeArchitecture: string): Platform {
  return { os: 'linux', architecture: ARCHITECTURES[nodeArchitecture] ?? nodeArchitecture };
}

/** The variant that an image has where it names none. */
function variantOf({ architecture, variant }: Platform): string {
  if (variant !== undefined) return variant;
  return { arm64: 'v8', arm: 'v7', amd64: 'v1' }[architecture] ?? '';
}

/** Whether an image of one platform is what another one asks for. */
export function isSamePlatform(left: Platform, right: Platform): boolean {
  return left.os === right.os && left.architecture === right.architecture && variantOf(left) === variantOf(right);
}
