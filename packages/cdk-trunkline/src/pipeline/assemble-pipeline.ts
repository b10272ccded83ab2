// Turns a delivery plan into the constructs: a CodePipeline pipeline on shared artifact stores, and CDK Pipelines on it.
import type { Stage } from 'aws-cdk-lib';
import { BuildSpec, Cache } from 'aws-cdk-lib/aws-codebuild';
import { Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { AddStageOpts, CodeBuildOptions, StageDeployment, Wave, WaveOptions } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import type { ArtifactStores } from '../artifacts/artifact-stores';
import { checkLengths, configurationValues, type ConfigurationValue } from './action-configuration';
import type { DeliveryPlan } from './delivery-plan';
import { callHook } from './hook-call';
import type { PipelineContext } from './pipeline-context';
import type { PipelineHooks } from './pipeline-hooks';
import { CDK_ASSETS_VERSION, CDK_CLI_VERSION } from './versions';

/** The two pipelines, one on top of the other. */
export interface AssembledPipeline {
  readonly codePipeline: Pipeline;
  readonly pipeline: CodePipeline;
}

/**
 * Creates the pipeline in its stack.
 *
 * @throws where an artifact store is missing for a region that the pipeline uses
 */
export function assemblePipeline(
  stack: PipelineHooks,
  context: PipelineContext,
  plan: DeliveryPlan,
): AssembledPipeline {
  const stores = callHook('artifactStores', context, () => stack.artifactStores(context));
  const buckets = artifactBuckets(stack, context, plan, stores);
  const codePipeline = new Pipeline(stack, 'Pipeline', {
    pipelineName: context.pipelineName,
    pipelineType: PipelineType.V2,
    crossAccountKeys: true,
    // The home region is in this map as well: a region that is not there would get a bucket and a key of CDK's own.
    crossRegionReplicationBuckets: buckets,
    restartExecutionOnUpdate: true,
    usePipelineRoleForActions: true,
  });
  const pipeline = new ClosablePipeline(stack, 'Delivery', {
    codePipeline,
    synth: plan.synth,
    selfMutation: true,
    cliVersion: CDK_CLI_VERSION,
    cdkAssetsCliVersion: CDK_ASSETS_VERSION,
    publishAssetsInParallel: false,
    usePipelineRoleForActions: true,
    codeBuildDefaults: buildDefaults(stack, context, buckets[context.region]),
    // These two install a tool and no packages of the project.
    selfMutationCodeBuildDefaults: { cache: Cache.none() },
    assetPublishingCodeBuildDefaults: { cache: Cache.none() },
  });
  for (const planned of plan.waves) {
    const wave = pipeline.addWave(planned.title, { pre: [...planned.pre], post: [...planned.post] });
    wave.stages.push(...planned.deployments);
  }
  pipeline.buildPipeline();
  assertCovered(context, Object.keys(codePipeline.crossRegionSupport), stores);
  const values = configurationValues(codePipeline);
  checkLengths(codePipeline, values);
  grantConnections(codePipeline, values);
  return { codePipeline, pipeline };
}

/** CDK Pipelines, with an error of ours for whoever adds to it too late. */
class ClosablePipeline extends CodePipeline {
  #isBuilt = false;

  public override buildPipeline(): void {
    super.buildPipeline();
    this.#isBuilt = true;
  }

  public override addStage(stage: Stage, options?: AddStageOpts): StageDeployment {
    this.#assertOpen(`Stage ${stage.node.path}`);
    return super.addStage(stage, options);
  }

  public override addWave(id: string, options?: WaveOptions): Wave {
    this.#assertOpen(`Wave ${id}`);
    return super.addWave(id, options);
  }

  #assertOpen(what: string): void {
    if (!this.#isBuilt) return;
    throw new Error(
      `${what} cannot be added: buildPipeline() has built the pipeline ${this.node.path} already. Return it from a ` +
        'hook, such as `appStage`, or add to `codePipeline` in `pipelineBuilt`.',
    );
  }
}

/**
 * Lets the pipeline use its connections under their present prefix; aws-cdk-lib grants the former one alone. Source:
 * Developer Tools console User Guide, on the service's rename: the prefix of the action has to match the resource's.
 * unsure: whether IAM takes one for the other all the same.
 */
function grantConnections(codePipeline: Pipeline, values: readonly ConfigurationValue[]): void {
  for (const { key, value } of values) {
    if (key !== 'ConnectionArn' || typeof value !== 'string' || !/^arn:[^:]+:codeconnections:/.test(value)) continue;
    const actions = ['codeconnections:UseConnection'];
    codePipeline.addToRolePolicy(new PolicyStatement({ actions, resources: [value] }));
  }
}

function artifactBuckets(
  stack: PipelineHooks,
  context: PipelineContext,
  plan: DeliveryPlan,
  stores: ArtifactStores,
): Record<string, IBucket> {
  const { account, region } = context;
  const deployed = plan.waves.flatMap((wave) => wave.deployments.flatMap((each) => each.stacks));
  const used = [region, ...deployed.flatMap((each) => (each.region === undefined ? [] : [each.region]))];
  assertCovered(context, used, stores);
  const scope = new Construct(stack, 'ArtifactStores');
  return Object.fromEntries(stores.regions.map((each) => [each, stores.bucket(scope, account, each)]));
}

/** A region without a store would get a bucket and key of CDK's own making, and nothing would say so. */
function assertCovered(context: PipelineContext, used: readonly string[], stores: ArtifactStores): void {
  const missing = [...new Set(used)].filter((region) => !stores.regions.includes(region));
  if (missing.length === 0) return;
  const regions = missing.map((region) => `"${region}"`).join(', ');
  throw new Error(
    `Pipeline ${context.name} deploys to ${regions}, where it has no artifact store. Add ${regions} to ` +
      '$.config.artifact_stores.regions in cdk.json, or return stores for these regions from the hook ' +
      '`artifactStores`; then run `npx cdk synth` again, and deploy the ArtifactStoreStack of each new region.',
  );
}

/** What every build of the pipeline has in common. */
function buildDefaults(stack: PipelineHooks, context: PipelineContext, home: IBucket | undefined): CodeBuildOptions {
  const buildEnvironment = callHook('buildEnvironment', context, () => stack.buildEnvironment(context));
  const runtimes = callHook('runtimeVersions', context, () => stack.runtimeVersions(context));
  const paths = callHook('cachePaths', context, () => stack.cachePaths(context));
  const key = callHook('cacheKey', context, () => stack.cacheKey(context));
  const cached = home !== undefined && paths.length > 0;
  const hasRuntimes = Object.keys(runtimes).length > 0;
  return {
    buildEnvironment,
    partialBuildSpec: BuildSpec.fromObject({
      version: '0.2',
      ...(hasRuntimes ? { phases: { install: { 'runtime-versions': runtimes } } } : {}),
      ...(cached ? { cache: { key, paths } } : {}),
    }),
    // Inside a pipeline all projects share one cache; a pipeline restores none but its own. That is order, and no wall:
    // the roles of all builds may write the whole bucket.
    ...(cached
      ? { cache: Cache.bucket(home, { prefix: `cache/${context.pipelineName}`, cacheNamespace: context.pipelineName }) }
      : {}),
  };
}
