// The physical names that two parts must agree on before either is deployed, and the image's tag.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';

/** The project's folder, both for the sources in `lib/` and for the bundle in `build/`. */
export const PROJECT_FOLDER = join(__dirname, '..');

/** The combo that builds run in and that the container is made of, which `examples/combo-images` delivers. */
export const COMBO = { images: ['python:3.12', 'node:22'], repositoryName: 'combos/python_node', tag: '3.12_22' };

/** The repository in the toolchain account: images are built once, into this one, for all stages. */
export const SHARED_REPOSITORY_NAME = 'django-service-images';

/** The repository of one stage's account, which the service pulls from. */
export function repositoryName(stageName: string): string {
  return `django-service-${stageName}`;
}

/** The parameter of one stage and region that says which image its service runs, as `sha256:` and 64 digits. */
export function digestParameterName(stageName: string): string {
  return `/django-service/${stageName}/image-digest`;
}

/** The role of the images step of one stage and region, in the toolchain account. IAM knows no regions. */
export function buildRoleName(stageName: string, region: string): string {
  return `django-service-${stageName}-images-build-${region}`;
}

/** The role that it assumes in the stage's account; of another name, as both accounts may be one. */
export function imagesRoleName(stageName: string, region: string): string {
  return `django-service-${stageName}-images-${region}`;
}

/** What the image is made of, relative to the project: what the Dockerfile copies, and the Dockerfile itself. */
const SOURCES = ['container', 'service', 'middleware/pyproject.toml', 'middleware/README.md', 'middleware/src'];

/** What is in these folders and not in the image, as `container/Dockerfile.dockerignore` has it. */
const NOT_IN_IMAGE = ['__pycache__', '*.pyc', 'tests'];

/**
 * The image's tag, computed from all that the project puts into the image. An unchanged service is neither built nor
 * deployed anew, and the image that was tested in one stage is the one that the next stage, of another pipeline too,
 * gets. The combo is in it by its name alone: its tag moves when its bases do, and an unchanged service stays on the one
 * that it was built on.
 */
export function imageTag(combo = `${COMBO.repositoryName}:${COMBO.tag}`, project = PROJECT_FOLDER): string {
  const hash = createHash('sha256').update(combo);
  for (const source of SOURCES) {
    hash.update(FileSystem.fingerprint(join(project, source), { exclude: NOT_IN_IMAGE }));
  }
  return hash.digest('hex').slice(0, 16);
}
