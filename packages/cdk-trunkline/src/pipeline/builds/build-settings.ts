// What every build of a pipeline has in common, from the hooks; and in what a stage's builds differ, from the configuration.
import { Duration } from 'aws-cdk-lib';
import {
  Cache,
  BuildSpec,
  ComputeType,
  LinuxBuildImage,
  type BuildEnvironment,
  type IBuildImage,
} from 'aws-cdk-lib/aws-codebuild';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { CodeBuildOptions } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { BuildConfig } from '../../config/build-config';
import { buildImage, selectsRuntimes } from './build-image';
import { importNetwork, proxyBuildSpec, proxyVariables, type BuildNetwork } from './build-network';
import { cachePrefix, writableByBuilds } from './store-access';

/** What the hooks that concern every build returned. */
export interface BuildSettings {
  readonly environment: BuildEnvironment | undefined;
  readonly runtimes: Record<string, string>;
  readonly cachePaths: readonly string[];
  readonly cacheKey: string;
}

/** The image where neither the configuration nor a hook names one. */
export const DEFAULT_IMAGE = LinuxBuildImage.STANDARD_7_0;

/** The versions of the languages where neither the configuration nor a hook names any. */
const DEFAULT_RUNTIMES = { nodejs: '22' };

/** What the base of the hook `buildEnvironment` returns. */
export function configuredEnvironment(scope: Construct, build: BuildConfig): BuildEnvironment {
  const variables = { ...proxyVariables(build.proxy), ...build.environment };
  return {
    buildImage: build.image === undefined ? DEFAULT_IMAGE : buildImage(scope, build.image),
    // CodeBuild may know more sizes than this version of aws-cdk-lib.
    computeType: (build.computeType as ComputeType | undefined) ?? ComputeType.SMALL,
    privileged: false,
    ...(Object.keys(variables).length > 0 ? { environmentVariables: asValues(variables) } : {}),
  };
}

/** What the base of the hook `runtimeVersions` returns: an image of one's own cannot select any. */
export function configuredRuntimes(scope: Construct, build: BuildConfig): Record<string, string> | undefined {
  if (build.runtimeVersions !== undefined) return build.runtimeVersions;
  return build.image === undefined || selectsRuntimes(buildImage(scope, build.image)) ? DEFAULT_RUNTIMES : undefined;
}

/** The options of all projects that CDK Pipelines creates for the pipeline, a project's own steps included. */
export function commonOptions(
  scope: Construct,
  settings: BuildSettings,
  build: BuildConfig,
  cacheBucket: IBucket | undefined,
  pipelineName: string,
): CodeBuildOptions {
  const cached = cacheBucket !== undefined && settings.cachePaths.length > 0;
  const prefix = cachePrefix(pipelineName);
  return {
    ...(settings.environment === undefined ? {} : { buildEnvironment: settings.environment }),
    ...(build.timeoutMinutes === undefined ? {} : { timeout: Duration.minutes(build.timeoutMinutes) }),
    ...(build.vpc === undefined ? {} : importNetwork(scope, build.vpc)),
    partialBuildSpec: BuildSpec.fromObject({
      version: '0.2',
      ...(cached ? { cache: { key: settings.cacheKey, paths: [...settings.cachePaths] } } : {}),
      ...proxyBuildSpec(build.proxy),
    }),
    // One for all; `separateCaches` keeps apart those of different images and versions once the projects are known.
    // unsure: that CodeBuild puts what has a namespace below the prefix, where alone builds may write.
    ...(cached
      ? {
          cache: Cache.bucket(writableByBuilds(cacheBucket, `${prefix}/*`), { prefix, cacheNamespace: pipelineName }),
        }
      : {}),
  };
}

/**
 * The options of the self-update and of the assets, which install a tool and no packages of the project. Their buildspecs
 * have the section of the cache all the same, which means nothing there: CDK Pipelines merges into the common options,
 * and takes nothing out of them; and a project's own steps have their section from these alone.
 */
export function toolOptions(settings: BuildSettings): CodeBuildOptions {
  const runtimes = runtimesFor(settings.environment?.buildImage, undefined, settings);
  return {
    cache: Cache.none(),
    ...(Object.keys(runtimes).length > 0
      ? { partialBuildSpec: BuildSpec.fromObject({ version: '0.2', ...runtimesSection(runtimes) }) }
      : {}),
  };
}

/** The versions that a build selects: the ones asked for, or else the pipeline's where the image can select any. */
export function runtimesFor(
  image: IBuildImage | undefined,
  asked: Record<string, string> | undefined,
  settings: BuildSettings,
): Record<string, string> {
  return asked ?? (selectsRuntimes(image) ? settings.runtimes : {});
}

/** The versions of languages as a part of a buildspec. */
export function runtimesSection(runtimes: Record<string, string>): Record<string, unknown> {
  return Object.keys(runtimes).length > 0 ? { phases: { install: { 'runtime-versions': runtimes } } } : {};
}

/** In what the builds of a stage differ from the pipeline's other builds. */
export interface StageDifferences {
  readonly image?: IBuildImage;
  readonly computeType?: ComputeType;
  readonly timeout?: Duration;
  readonly runtimes?: Record<string, string>;
  readonly variables: Record<string, string>;
  readonly network?: BuildNetwork;
  /** Sections of the buildspec. */
  readonly sections: Record<string, unknown>;
}

/**
 * What the configuration says for a stage in other words than for its pipeline. What it says alike is not repeated: it is
 * in the pipeline's common options already, and an override of `buildEnvironment` counts in its place.
 *
 * @param scope where VPCs and repositories are imported
 * @param stage the stage's part of the configuration
 * @param pipeline the pipeline's part
 */
export function stageDifferences(scope: Construct, stage: BuildConfig, pipeline: BuildConfig): StageDifferences {
  const { image, computeType, timeoutMinutes, runtimeVersions, vpc, proxy } = stage;
  const common = { ...proxyVariables(pipeline.proxy), ...pipeline.environment };
  const variables = Object.entries({ ...proxyVariables(proxy), ...stage.environment });
  return {
    ...(image === undefined || image === pipeline.image ? {} : { image: buildImage(scope, image) }),
    ...(computeType === undefined || computeType === pipeline.computeType
      ? {}
      : { computeType: computeType as ComputeType }),
    ...(timeoutMinutes === undefined || timeoutMinutes === pipeline.timeoutMinutes
      ? {}
      : { timeout: Duration.minutes(timeoutMinutes) }),
    ...(runtimeVersions === undefined || same(runtimeVersions, pipeline.runtimeVersions)
      ? {}
      : { runtimes: runtimeVersions }),
    ...(vpc === undefined || same(vpc, pipeline.vpc) ? {} : { network: importNetwork(scope, vpc) }),
    variables: Object.fromEntries(variables.filter(([name, value]) => common[name] !== value)),
    sections: pipeline.proxy === undefined ? proxyBuildSpec(proxy) : {},
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function asValues(variables: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]));
}
