// The commands of a combo's build: install trunkline, sign in, run `trunkline combo`, and write down the digest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComboImageProps, ComboOptions } from './combo-image-props';

/** The registry that Docker's official images are in as well, and that asks nobody in AWS to sign in. */
const OFFICIAL_IMAGES = 'public.ecr.aws/docker';

/** What the digest's parameter holds before there is an image. */
export const NO_DIGEST = 'none';

/** The variables that a combo's build has to have. */
export interface ComboVariables {
  /** The registry's host. */
  readonly REGISTRY: string;
  /** Such as `combos/python_node`. */
  readonly REPOSITORY: string;
  /** Such as `3.12_22`. */
  readonly TAG: string;
  /** The name of the SSM parameter. */
  readonly DIGEST_PARAMETER: string;
}

/** The commands that bring trunkline. */
export function installCommands({ trunklineVersion, installCommands: own }: ComboImageProps): string[] {
  return own ?? [`npm install --global trunkline@${trunklineVersion ?? libraryVersion()}`];
}

/** The commands that look, build, test and push, in the shell that CodeBuild keeps for all commands of a build. */
export function buildCommands(options: ComboOptions, signsInToDockerHub: boolean): string[] {
  return [
    'aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"',
    ...(signsInToDockerHub
      ? ['printf %s "$DOCKER_HUB_PASSWORD" | docker login --username "$DOCKER_HUB_USERNAME" --password-stdin']
      : []),
    comboCommand(options),
    // The tag's own, whether it was pushed just now or long ago.
    'DIGEST=$(aws ecr describe-images --repository-name "$REPOSITORY" --image-ids "imageTag=$TAG" ' +
      "--query 'imageDetails[0].imageDigest' --output text)",
    // Only where it differs: a parameter keeps its last hundred versions, and whoever waits for a change is told of one.
    'test "$DIGEST" = "$(aws ssm get-parameter --name "$DIGEST_PARAMETER" --query Parameter.Value --output text)" || ' +
      'aws ssm put-parameter --name "$DIGEST_PARAMETER" --value "$DIGEST" --overwrite',
  ];
}

function comboCommand({ images, environment = {}, registry = OFFICIAL_IMAGES, ...options }: ComboOptions): string {
  const { baseImage, user, workingDirectory } = options;
  return [
    'trunkline combo',
    ...images.map(shellWord),
    '--check --build --push',
    '--repository "$REGISTRY/$REPOSITORY"',
    `--registry ${shellWord(registry)}`,
    ...(baseImage === undefined ? [] : [`--from ${shellWord(baseImage)}`]),
    ...(user === undefined ? [] : [`--user ${shellWord(user)}`]),
    ...(workingDirectory === undefined ? [] : [`--workdir ${shellWord(workingDirectory)}`]),
    ...Object.entries(environment).map(([name, value]) => `--env ${shellWord(`${name}=${value}`)}`),
  ].join(' ');
}

/** Plain words stay as they are, so that a log reads well. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_.:/@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** All packages of trunkline have one version. */
function libraryVersion(): string {
  const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
