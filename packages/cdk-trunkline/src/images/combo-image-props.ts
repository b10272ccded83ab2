// What a combined image is created with.
import type { Duration } from 'aws-cdk-lib';
import type { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type { Schedule } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { PatternLogProps } from '../patterns/pattern-logs';
import type { PatternOutputProps } from '../patterns/pattern-output';
import type { ComboRepository } from './combo-repository';

/** What a combined image is made of. */
export interface ComboOptions {
  /**
   * The official images in their order, such as `['python:3.12', 'node:22']`; with `@<https URL>` after it, an image's
   * Dockerfile is taken from there. The address is not secret: the build's configuration shows it, and it must not have a
   * user or a password in it.
   */
  readonly images: string[];

  /**
   * The base of all, in place of what the images agree on, such as `debian:bookworm`.
   *
   * @default - the newest variant that all images have
   */
  readonly baseImage?: string;

  /**
   * Values of variables, which settle that two images set one to different values. They are not secret: the build's
   * configuration shows them, and so does the image.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * The user of the image, which settles that two images name different ones.
   *
   * @default - the one that the images agree on
   */
  readonly user?: string;

  /**
   * The working directory of the image, an absolute path, which settles that two images name different ones.
   *
   * @default - the one that the images agree on
   */
  readonly workingDirectory?: string;

  /**
   * Where the official images are pulled from: a host, with or without a path. Docker Hub (`docker.io`) lets few be pulled
   * by those who share an address with others, as builds do, unless `dockerHubCredentials` are given.
   *
   * @default 'public.ecr.aws/docker', where Docker keeps the official images as well
   */
  readonly registry?: string;
}

/** Properties of a combined image. */
export interface ComboImageProps extends ComboOptions, PatternOutputProps, PatternLogProps {
  /**
   * The repository, where combos of the same languages are to share one.
   *
   * @default - one of its own, such as `combos/python_node`
   */
  readonly repository?: ComboRepository;

  /**
   * How many images its own repository keeps after newer ones have taken over the tag.
   *
   * @default 20
   */
  readonly maxImageCount?: number;

  /**
   * When the bases are looked at. Where none is newer than the combo, nothing is built.
   *
   * @default - every day between three and four o'clock in the morning (UTC), at a minute that follows from the name
   */
  readonly schedule?: Schedule;

  /**
   * The topic that is told of builds that have failed. One of another stack has to let EventBridge publish.
   *
   * @default - one of its own
   */
  readonly notificationTopic?: ITopic;

  /**
   * Addresses that are told; each is asked once to confirm.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * The version of trunkline that builds.
   *
   * @default - that of this library
   */
  readonly trunklineVersion?: string;

  /**
   * The commands that install trunkline, in place of npm's: from a registry of one's own, say.
   *
   * @default - `npm install --global trunkline@<trunklineVersion>`
   */
  readonly installCommands?: string[];

  /**
   * A secret with the keys `username` and `password`, with which the build signs in to Docker Hub. It goes with
   * `registry: 'docker.io'`: from elsewhere nothing is pulled with it.
   *
   * @default - it pulls without signing in
   */
  readonly dockerHubCredentials?: ISecret;

  /**
   * The size of the build. Some images, Python's among them, compile their language.
   *
   * @default ComputeType.MEDIUM
   */
  readonly computeType?: ComputeType;

  /**
   * After how long the build is stopped: 5 minutes to 36 hours.
   *
   * @default Duration.hours(2)
   */
  readonly timeout?: Duration;
}

/** Where a combined image of another stack or app is found. */
export interface ComboImageAttributes {
  /** The images as they were given to `ComboImage`, such as `['python:3.12', 'node:22']`. */
  readonly images: string[];

  /**
   * The account of its repository, 12 digits.
   *
   * @default - that of the stack which uses it
   */
  readonly account?: string;

  /**
   * The region of its repository.
   *
   * @default - that of the stack which uses it
   */
  readonly region?: string;

  /**
   * What the repository's name begins with.
   *
   * @default 'combos'
   */
  readonly prefix?: string;
}
