// Images without a name, which fill the builder's storage: docker, podman and buildah are asked about them alike.
import type { BuilderName } from './builder.js';
import type { Workshop } from './workshop.js';

/**
 * Removes an image, unless it has a name: a build whose steps are all known gives the id of an image that was there.
 * That it could not be removed is told, and is no failure.
 */
export async function discardUntagged(program: BuilderName, image: string, workshop: Workshop): Promise<void> {
  const argv = ['images', '--quiet', '--no-trunc', '--filter', 'dangling=true'] as const;
  const untagged = await workshop.ask([program, ...argv]);
  if (untagged.split('\n').map(bare).includes(bare(image))) await workshop.tidy([program, 'rmi', image]);
}

/** The id of the image of this name; undefined where there is none. */
export async function idOf(program: BuilderName, name: string, workshop: Workshop): Promise<string | undefined> {
  return (await workshop.ask([program, 'images', '--quiet', '--no-trunc', name])).split('\n')[0] || undefined;
}

function bare(id: string): string {
  return id.trim().replace(/^sha256:/, '');
}
