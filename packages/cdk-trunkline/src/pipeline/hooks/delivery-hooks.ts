// The hooks for what a delivery pipeline delivers, who approves it, and a project's own steps around it.
import type { CfnOutput, Stage } from 'aws-cdk-lib';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { ConditionHooks } from './condition-hooks';
import type { EndStageOptions } from '../feature-branches/end-stage-options';
import type { PipelineContext } from './pipeline-context';
import { approvalMessage } from '../notifications/approval-message';
import type { StageContext } from './stage-context';

/** The hooks of `GenericPipelineStack` for what is delivered. */
export abstract class DeliveryHooks extends ConditionHooks {
  // ---- what is delivered -------------------------------------------------------------------------------------------

  /**
   * Hook: the main part of a stage, in one region.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the stage and region; give `context.id` and `context.stageProps` to the `Stage`
   */
  public abstract appStage(scope: Construct, context: StageContext): Stage | undefined;

  /**
   * Hook: what a stage needs before its images are pushed and its main part is deployed, such as ECR repositories, in
   * one region.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the stage and region; give `context.id` and `context.stageProps` to the `Stage`
   * @returns the base has no bootstrap part
   */
  public bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
    return undefined;
  }

  /**
   * Hook: what is deployed into the toolchain account, for all stages to share. Asked of one pipeline only: the one that
   * the configuration marks with `toolchain`, or else the first.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the toolchain account as a stage named `toolchain`
   * @returns the base has no toolchain part
   */
  public toolchainStage(scope: Construct, context: StageContext): Stage | undefined {
    return undefined;
  }

  /**
   * Hook: stack outputs of the main part that integration tests, and acceptance tests unless they have an environment of
   * their own, get as environment variables.
   *
   * All outputs of a step end in one value of its action's configuration, about 100 characters each. AWS documents 1000
   * characters as the limit, and a message of the service has named 50000, so a longer value gives the warning
   * `cdk-trunkline:actionConfigurationLength`, and one beyond 50000 an error.
   *
   * @param stage what `appStage` returned for this stage and region
   * @returns outputs by variable, such as `{ API_URL: stage.apiUrl }`; the base has none
   */
  public testEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> | undefined {
    return {};
  }

  /**
   * Hook: stack outputs of the main part that acceptance tests get as environment variables. They get those of all
   * regions, so there is less room for each than in `testEnvironment`.
   *
   * @param stage what `appStage` returned for this stage and region
   * @returns outputs by variable; the base has what `testEnvironment` returned
   */
  public acceptanceTestEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> | undefined {
    return context.outputs;
  }

  /**
   * Hook: stack outputs of the bootstrap part that the images step gets as environment variables.
   *
   * @param stage what `bootstrapStage` returned for this stage and region
   * @returns outputs by variable, such as `{ REPOSITORY_URI: stage.repositoryUri }`; the base has none
   */
  public imageEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> | undefined {
    return {};
  }

  /**
   * Hook: the approval before a stage, once for all its regions and before its bootstrap part. Nothing of the stage runs
   * before it, not even what its steps need. Of stages that are delivered together, each has its own, and all of them
   * are waited for before any of these stages is deployed.
   *
   * @returns the base asks before every stage but the first of the first pipeline, unless the stage's `approval` in the
   *   configuration says otherwise. It names the commit and links to it, and tells those whom the stage's or else the
   *   pipeline's notifications tell of approvals. Where that is `true`, `undefined` is an error, and so is a step that is no manual approval
   */
  public approval(context: StageContext): Step | undefined {
    const wanted = context.accountConfig.approval ?? !(context.pipeline.definition.isFirst && context.isFirstStage);
    if (!wanted) return undefined;
    const notificationTopic = this._notifications(context.pipeline).approvalTopic(context);
    return new ManualApprovalStep(context.stepName('Approval'), {
      ...approvalMessage(context),
      ...(notificationTopic === undefined ? {} : { notificationTopic }),
    });
  }

  // ---- steps of one's own ------------------------------------------------------------------------------------------
  //
  // The steps that one of these hooks returns run at the same time, after those of the hook before it and before those of
  // the hook after it. `Step.sequence` puts steps of one hook in order. What a step needs, such as the step that makes its
  // input files, need not be returned.

  /**
   * Hook: steps before anything is deployed, in CodePipeline stage `Tests` at the same time as the tests; the place for
   * scans and checks.
   *
   * @returns the base has none
   */
  public beforeStages(context: PipelineContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps between two stages: after the one, and before the approval of the other. Where several are delivered
   * together, each of these is asked about; give the steps names of `context.stepName`.
   *
   * @param context the stage that follows, in its first region; not asked about is the pipeline's first stage, or those
   *   that are delivered together as the first
   * @returns the base has none
   */
  public betweenStages(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps after all stages, in a CodePipeline stage `AfterStages` of their own.
   *
   * @returns the base has none
   */
  public afterStages(context: PipelineContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps before a stage, once for all its regions: after its approval, before its bootstrap part.
   *
   * @param context the stage in its first region; `context.outputs` is empty, as nothing is there yet
   * @returns the base has none
   */
  public beforeStage(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps between a stage's bootstrap part with its images, in all its regions, and its main part. Where a stage
   * has no bootstrap part, they come after those of `beforeStage`.
   *
   * @param context the stage in its first region; `context.outputs` has what `imageEnvironment` returned for it
   * @returns the base has none
   */
  public betweenParts(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps after a stage, once for all its regions: after its acceptance tests.
   *
   * @param context the stage in its first region; `context.outputs` has what the acceptance tests get
   * @returns the base has none
   */
  public afterStage(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps before a stage's main part in one region; after the images, where a stage has no bootstrap part.
   *
   * @param context the stage and region; `context.outputs` has what `imageEnvironment` returned
   * @returns the base has none
   */
  public beforeRegion(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps between a stage's first region and the others; asked where the configuration's `region_order` says
   * `first_region_first` and there are others.
   *
   * @param context the stage in its first region; `context.outputs` has what `testEnvironment` returned
   * @returns the base has none
   */
  public betweenRegions(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: steps after a stage's main part in one region: after its integration tests.
   *
   * @param context the stage and region; `context.outputs` has what `testEnvironment` returned
   * @returns the base has none
   */
  public afterRegion(context: StageContext): Step[] | undefined {
    return undefined;
  }

  /**
   * Hook: how the pipeline of a branch ends (`npx cdk synth -c branch=feature/x`); no other pipeline is asked. Its last
   * CodePipeline stage, `End`, deletes the branch's stacks in the reverse order of their delivery, and then the pipeline's
   * own stack. The transition into it is disabled, until somebody enables it: `grantEnd`.
   *
   * @returns the base changes nothing about it; `undefined` leaves the stage out
   */
  public endStage(context: PipelineContext): EndStageOptions | undefined {
    return {};
  }

  /**
   * Hook: runs once the pipeline is built; the place for what needs `pipeline` or `codePipeline`, such as alarms.
   */
  public pipelineBuilt(context: PipelineContext): void {
    // Nothing to do: the hook is for subclasses.
  }
}
