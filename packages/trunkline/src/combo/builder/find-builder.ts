// Finds a builder that works on this machine.
import { TrunklineError } from '../../model/errors.js';
import type { Builder, BuilderName } from './builder.js';
import { findDaemonless } from './daemonless.js';
import { findDocker } from './docker.js';
import type { Workshop } from './workshop.js';

/** In the order in which they are looked for. */
const FINDERS: Readonly<Record<BuilderName, (workshop: Workshop) => Promise<Builder | undefined>>> = {
  docker: findDocker,
  buildah: (workshop) => findDaemonless('buildah', workshop),
  podman: (workshop) => findDaemonless('podman', workshop),
};

/**
 * The wanted builder, or the first that works.
 * @throws TrunklineError BuilderNotFound where there is none
 */
export async function findBuilder(workshop: Workshop, wanted?: BuilderName): Promise<Builder> {
  const names = wanted ? [wanted] : (Object.keys(FINDERS) as BuilderName[]);
  for (const name of names) {
    const builder = await FINDERS[name](workshop);
    if (builder) return builder;
  }
  const [what, remedy] = wanted
    ? [`${wanted} does not work on this machine`, `Run '${wanted} version' to see why, or leave --builder out.`]
    : [
        'No builder of images works on this machine',
        'Install docker and start its engine, or install buildah or podman.',
      ];
  throw new TrunklineError('BuilderNotFound', `${what}. ${remedy}`);
}
