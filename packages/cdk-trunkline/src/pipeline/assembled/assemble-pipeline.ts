// Turns a delivery plan into the constructs: a CodePipeline pipeline on shared artifact stores, and CDK Pipelines on it.
import type { Stage } from 'aws-cdk-lib';
import { ExecutionMode, type Pipeline, type PipelineProps } from 'aws-cdk-lib/aws-codepipeline';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { AddStageOpts, StageDeployment, Wave, WaveOptions } from 'aws-cdk-lib/pipelines';
import { checkLengths, configurationValues } from './action-configuration';
import { commonOptions, toolOptions } from '../builds/build-settings';
import { separateCaches } from '../builds/cache-namespaces';
import { ConditionalPipeline } from './conditional-pipeline';
import { warnOfRetriedApprovals } from '../conditions/retried-approvals';
import { grantConnections } from './connections';
import { endBranch } from '../feature-branches/end-branch';
import type { DeliveryPlan } from '../delivery/delivery-plan';
import { moveVariables } from '../executions/action-variables';
import { addTriggers } from '../executions/add-triggers';
import { warnOfExecutions } from '../executions/execution-warnings';
import { asStores } from '../hooks/hook-answers';
import { callHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineHooks } from '../hooks/pipeline-hooks';
import { nameProjects } from '../builds/project-names';
import { artifactKeys, writableByBuilds } from '../builds/store-access';
import { limitPublishers } from './publisher-roles';
import { checkQuotas } from './quotas';
import { publishInParallel } from './parallel-publishing';
import { storeBuckets, type StoreBuckets } from './store-checks';
import { CDK_ASSETS_VERSION, CDK_CLI_VERSION } from '../builds/versions';

/** The two pipelines, one on top of the other. */
export interface AssembledPipeline {
  readonly codePipeline: Pipeline;
  readonly pipeline: CodePipeline;
  /** The buckets of the artifact stores that it was given. */
  readonly buckets: StoreBuckets;
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
  const stores = asStores(
    'artifactStores',
    context,
    callHook('artifactStores', context, () => stack.artifactStores(context)),
  );
  const places = plan.waves.flatMap((wave) => wave.deployments.flatMap((each) => each.stacks));
  const buckets = Object.fromEntries(
    Object.entries(storeBuckets(stack, context, stores, places)).map(([region, bucket]) => [
      region,
      writableByBuilds(bucket, artifactKeys(context.pipelineName)),
    ]),
  );
  const builds = stack._builds(context);
  const { settings } = builds;
  const { buildConfig } = context.definition;
  const { executions } = plan;
  const codePipelineProps: PipelineProps = {
    pipelineName: context.pipelineName,
    pipelineType: context.definition.pipelineType,
    ...(executions.mode === ExecutionMode.SUPERSEDED ? {} : { executionMode: executions.mode }),
    variables: [...executions.variables],
    crossAccountKeys: true,
    // The home region is in this map as well: a region that is not there would get a bucket and a key of CDK's own.
    crossRegionReplicationBuckets: buckets,
    restartExecutionOnUpdate: true,
    usePipelineRoleForActions: true,
  };
  const codePipeline = new ConditionalPipeline(stack, 'Pipeline', codePipelineProps, plan.stageOptions, plan.source);
  const pipeline = new ClosablePipeline(stack, 'Delivery', {
    codePipeline,
    synth: plan.synth,
    selfMutation: true,
    cliVersion: context.config.cdkVersion ?? CDK_CLI_VERSION,
    cdkAssetsCliVersion: context.config.cdkAssetsVersion ?? CDK_ASSETS_VERSION,
    // One build for all files and one for all images; it is parallel inside.
    publishAssetsInParallel: false,
    usePipelineRoleForActions: true,
    codeBuildDefaults: commonOptions(
      builds.scope,
      settings,
      buildConfig,
      buckets[context.region],
      context.pipelineName,
    ),
    selfMutationCodeBuildDefaults: toolOptions(settings),
    assetPublishingCodeBuildDefaults: toolOptions(settings),
  });
  for (const planned of plan.waves) {
    const wave = pipeline.addWave(planned.title, { pre: [...planned.pre], post: [...planned.post] });
    wave.stages.push(...planned.deployments);
  }
  pipeline.buildPipeline();
  endBranch(stack, context, codePipeline, plan.waves);
  publishInParallel(pipeline);
  limitPublishers(pipeline);
  builds.separateNetworks();
  nameProjects([codePipeline, pipeline], context.pipelineName);
  separateCaches([codePipeline, pipeline], context.pipelineName);
  addTriggers(codePipeline, plan.source, executions.triggers, context);
  moveVariables(codePipeline, [codePipeline, pipeline]);
  warnOfExecutions(codePipeline, executions);
  warnOfRetriedApprovals(codePipeline, plan.stageOptions);
  const values = configurationValues(codePipeline);
  checkLengths(codePipeline, values);
  checkQuotas(codePipeline);
  grantConnections(codePipeline, values);
  const { approvals, stageTitles } = plan;
  stack._notifications(context).complete({ codePipeline, approvals, stageTitles, values });
  return { codePipeline, pipeline, buckets };
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
