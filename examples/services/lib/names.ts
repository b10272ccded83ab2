// The physical names that two parts must agree on before either is deployed, and the image's tag.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';

/** The project's folder, both for the sources in `lib/` and for the bundle in `build/`. */
export const PROJECT_FOLDER = join(__dirname, '..');

/** The repository in the toolchain account: images are built once, into this one, for all stages. */
export const SHARED_REPOSITORY_NAME = 'services-images';

/** The base of all images. Builds take it from here alone, so that the image's tag covers it. */
export const BASE_IMAGE = 'public.ecr.aws/docker/library/node:22-slim';

/** The repository of one stage's account, which the stage's services pull from. */
export function repositoryName(stageName: string): string {
  return `services-${stageName}-reports`;
}

/**
 * The image's tag, computed from all that the image is made of: the container's sources, the packages and the command
 * that bundle them, and the base. An unchanged container is neither built nor deployed anew, and synthesizing twice
 * gives the same templates.
 */
export function imageTag(baseImage = BASE_IMAGE, project = PROJECT_FOLDER): string {
  const hash = createHash('sha256').update(baseImage);
  for (const source of ['container', 'package.json', '../../package-lock.json']) {
    hash.update(FileSystem.fingerprint(join(project, source)));
  }
  return hash.digest('hex').slice(0, 16);
}
