// Names of images in Dockerfiles: read without complaint, and with another registry in the place of docker.io. What an
// engine takes for a name is in registry/reference.ts alone.
import { TrunklineError } from '../model/errors.js';
import { DOCKER_HUB, formatReference, parseReference } from './registry/reference.js';
import type { ImageReference } from './registry/reference.js';

/** Reads a name; undefined for what is none, such as one with a variable in it. */
export function readReference(text: string): ImageReference | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof TrunklineError) return undefined;
    throw error;
  }
}

/** The name of an official image without registry and tag, `node`; undefined for every other image. */
export function officialName(text: string): string | undefined {
  const { registry, repository = '' } = readReference(text) ?? {};
  const name = /^library\/([^/]+)$/.exec(repository)?.[1];
  return registry === DOCKER_HUB ? name : undefined;
}

/**
 * The reference with a registry in the place of docker.io.
 * @param registry undefined leaves every name as it is
 */
export function withRegistry(reference: string, registry: string | undefined): string {
  const read = registry === undefined || reference === 'scratch' ? undefined : readReference(reference);
  if (registry === undefined || read?.registry !== DOCKER_HUB) return reference;
  return formatReference({ ...read, registry: registry.replace(/\/+$/, '') });
}

/** The last part of an image's name, in the letters that names of stages and repositories may have. */
export function shortName(name: string): string {
  return (name.split('/').at(-1) ?? name).toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
}
