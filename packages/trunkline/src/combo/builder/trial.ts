// Runs a tool in a container of docker or podman, whose client can be ended while the container lives on.
import { readFile } from 'node:fs/promises';
import type { BuilderName, TrialResult } from './builder.js';
import type { Workshop } from './workshop.js';

/** Runs it without network, whatever the image's entry point is; no container is left, however it ends. */
export async function runInContainer(
  program: Exclude<BuilderName, 'buildah'>,
  image: string,
  [tool, ...args]: readonly [string, ...string[]],
  workshop: Workshop,
): Promise<TrialResult> {
  const idFile = workshop.path('container-id');
  const options = ['--cidfile', idFile, '--network', 'none', '--entrypoint', tool];
  try {
    return await workshop.try([program, 'run', ...options, image, ...args]);
  } finally {
    const container = await readFile(idFile, 'utf8').catch(() => '');
    if (container !== '') await workshop.tidy([program, 'rm', '--force', container.trim()]);
  }
}
