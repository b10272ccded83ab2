// Names of images, as the container engines read them: `python:3.12`, `ghcr.io/acme/tool@sha256:...`.
import { TrunklineError } from '../../model/errors.js';

/** Where an image lies. */
export interface ImageReference {
  /** The registry's host, with its port where it has one; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** The whole path, such as `library/python`. */
  readonly repository: string;
  readonly tag?: string;
  /** Such as `sha256:...`; it goes before the tag. */
  readonly digest?: string;
}

/** Docker Hub's name in references; its API answers at another host. */
export const DOCKER_HUB = 'docker.io';

/** What stands for Docker Hub in references and in credential files. */
const DOCKER_HUB_NAMES = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

// The grammar of github.com/distribution/reference.
const HOST = /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.[a-zA-Z0-9-]*[a-zA-Z0-9])*(?::\d{1,5})?$/;
const IPV6_HOST = /^\[[0-9a-fA-F:]+\](?::\d{1,5})?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LONGEST_NAME = 255;

/**
 * Reads a reference; without a registry it means Docker Hub, and there, without a user, the official images.
 * @throws TrunklineError UsageInvalid for what no engine would take
 */
export function parseReference(text: string): ImageReference {
  const [, name = '', tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@([^@]+))?$/s.exec(text) ?? [];
  const components = name.split('/');
  const [first = ''] = components;
  const named = components.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const registry = named ? canonicalHost(first) : DOCKER_HUB;
  const path = named ? components.slice(1) : components;
  if (registry === DOCKER_HUB && path.length === 1) path.unshift('library');
  const why =
    (named && !isHost(first) && `${JSON.stringify(first)} is no host`) ||
    (!path.every((component) => COMPONENT.test(component)) &&
      'its parts are lower case letters and digits, with single ".", "_", "__" or "-" between them') ||
    (name.length > LONGEST_NAME && `its name is longer than ${LONGEST_NAME} characters`) ||
    (tag !== undefined && !TAG.test(tag) && `${JSON.stringify(tag)} is no tag`) ||
    (digest !== undefined && !DIGEST.test(digest) && 'its digest is not "sha256:" and 64 hexadecimal digits');
  if (why) {
    throw new TrunklineError(
      'UsageInvalid',
      `${JSON.stringify(text)} is no image: ${why}. Give NAME:TAG, such as python:3.12.`,
    );
  }
  return {
    registry,
    repository: path.join('/'),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The reference in full, which every engine resolves in the same way. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The reference by digest alone: engines refuse one that has both tag and digest. */
export function byDigest({ registry, repository }: ImageReference, digest: string): ImageReference {
  return { registry, repository, digest };
}

/** Whether this can be a registry's host. */
export function isHost(text: string): boolean {
  return HOST.test(text) || IPV6_HOST.test(text);
}

/** One name for each registry: Docker Hub has several. */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return DOCKER_HUB_NAMES.has(lower) ? DOCKER_HUB : lower;
}
