// What a builder of images has to do for a combo; docker, buildah and podman each do it in their way.
import type { ProgramResult } from '../../process/run-program.js';

/** The programs that can build. */
export type BuilderName = 'docker' | 'buildah' | 'podman';

/** What to build. */
export interface BuildRequest {
  /** Every image in it by digest. */
  readonly dockerfile: string;
  /** The images in it, by digest, in full. */
  readonly images: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}

/** What became of a command in an image. */
export interface TrialResult extends ProgramResult {
  /** Where it did not end in time, and was ended: the limit, in seconds. */
  readonly timedOutAfter?: number;
}

/** A builder that works on this machine. Every failure is a TrunklineError `ImageBuildFailed`. */
export interface Builder {
  readonly name: BuilderName;
  readonly version: string;
  /** Builds, without a name, and resolves with the image's id. */
  build(request: BuildRequest): Promise<string>;
  /** Runs a command in a new container of the image, without network, for a limited time; removes the container. */
  run(image: string, command: readonly [string, ...string[]]): Promise<TrialResult>;
  /** Removes an image, unless it has a name. */
  discard(image: string): Promise<void>;
  /** Gives an image a name on this machine; an image that had this name alone is removed. */
  tag(image: string, name: string): Promise<void>;
  /** Pushes a named image, and resolves with the digest that the registry then has. */
  push(name: string): Promise<string>;
  /** The labels of an image on this machine; undefined where there is none of that name. */
  labels(name: string): Promise<Readonly<Record<string, string>> | undefined>;
}
