// What the configuration says about builds: image, size, timeout, environment, network.

/** A VPC that builds run in, with what CDK would otherwise have to look up. */
export interface VpcConfig {
  /** The VPC's id, such as `vpc-0a1b2c3d`. */
  readonly vpcId: string;

  /** The private subnets that the builds run in. */
  readonly subnetIds: string[];

  /** The availability zones of the subnets, in the same order. */
  readonly availabilityZones: string[];

  /**
   * The security groups of the builds.
   *
   * @default - one that lets everything out, shared by all builds of the pipeline
   */
  readonly securityGroupIds?: string[];
}

/** A proxy that builds reach the internet through. */
export interface ProxyConfig {
  /**
   * The proxy's URL for HTTP, such as `http://proxy.example.com:3128`.
   *
   * @default - none
   */
  readonly http?: string;

  /**
   * The proxy's URL for HTTPS.
   *
   * @default - that of `http`
   */
  readonly https?: string;

  /**
   * Hosts that are reached directly.
   *
   * @default - the address of the container's credentials and of the instance's metadata
   */
  readonly noProxy?: string[];
}

/** What builds run with, but for their environment variables. */
export interface BuildOptions {
  /**
   * The image, such as `aws/codebuild/standard:7.0`, or one of a registry, such as `public.ecr.aws/docker/library/node:22`.
   *
   * @default - that of the hook `buildEnvironment`
   */
  readonly image?: string;

  /**
   * The size in CodeBuild's words, such as `BUILD_GENERAL1_SMALL`.
   *
   * @default - that of the hook `buildEnvironment`
   */
  readonly computeType?: string;

  /**
   * After how many minutes a build is stopped: 5 to 2160.
   *
   * @default 60
   */
  readonly timeoutMinutes?: number;

  /**
   * The versions of the languages, as a buildspec's `runtime-versions`.
   *
   * @default - those of the hook `runtimeVersions`
   */
  readonly runtimeVersions?: Record<string, string>;

  /**
   * The VPC that builds run in.
   *
   * @default - CodeBuild's own network
   */
  readonly vpc?: VpcConfig;

  /**
   * The proxy that builds reach the internet through.
   *
   * @default - none
   */
  readonly proxy?: ProxyConfig;
}

/**
 * What builds run with, for everything, for a pipeline or for a stage. What the innermost says counts, key by key;
 * `environment` is merged by variable.
 */
export interface BuildProps extends BuildOptions {
  /**
   * Environment variables of every build, by name. They stand in the template: no place for secrets.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
}

/** What the configuration says about builds, of the root, the pipeline and the stage together. */
export interface BuildConfig extends BuildOptions {
  /** Environment variables of every build. */
  readonly environment: Record<string, string>;
}
