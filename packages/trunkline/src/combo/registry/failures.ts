// What a registry that does not answer as hoped is told as.
import { TrunklineError } from '../../model/errors.js';
import { formatReference, type ImageReference } from './reference.js';

/** A registry that cannot be reached, or whose answer makes no sense. */
export function registryFailed(what: string, why: string): TrunklineError {
  return new TrunklineError('RegistryFailed', `${what}: ${why}`);
}

/**
 * A text with the names, passwords, queries and fragments of all web addresses in it left out: each of them may hold a
 * secret, and messages end in logs.
 */
export function withoutSecrets(text: string): string {
  return text.replace(/\b(https?:\/\/)([^\s"'<>]*)/gi, (_, scheme: string, rest: string) => {
    const [place = ''] = rest.split(/[?#]/);
    const authority = /^[^/\\]*/.exec(place)?.[0] ?? '';
    return scheme + place.slice(authority.lastIndexOf('@') + 1);
  });
}

/** A registry that wants another login, or any. */
export function notAllowed(reference: ImageReference, loggedIn: boolean): TrunklineError {
  const { registry } = reference;
  const how = loggedIn
    ? `The login for ${registry} was refused, or may not read it`
    : `${registry} wants a login, or has no such image`;
  return registryFailed(
    formatReference(reference),
    `${how}. Check the name, and run 'docker login ${registry}' (or 'buildah login').`,
  );
}

/** The image is not there. */
export function imageNotFound(reference: ImageReference): TrunklineError {
  return new TrunklineError(
    'ImageNotFound',
    `${formatReference(reference)} is not in its registry. Check its name and tag; --registry names a mirror.`,
  );
}

/** The image is there, for other platforms. */
export function notForPlatform(reference: ImageReference, wanted: string, there: string): TrunklineError {
  return new TrunklineError(
    'ImageNotFound',
    `${formatReference(reference)} is not made for ${wanted}, but for ${there}. Name one of these with --platform.`,
  );
}

/** The reason of a failed `fetch`, which hides it in a cause; some reasons quote the whole address. */
export function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'no answer in time';
  const { code, message: inner } = (cause ?? {}) as NodeJS.ErrnoException;
  return withoutSecrets(
    [inner ?? message, code].filter((part) => part && !(part === code && inner?.includes(part))).join(', '),
  );
}
