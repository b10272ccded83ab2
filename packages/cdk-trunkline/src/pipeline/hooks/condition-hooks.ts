// The hooks of what has to hold before and after CodePipeline stages, and of what follows where they fail.
import { configuredConditions } from '../conditions/configured-conditions';
import type { StageConditions } from '../conditions/stage-conditions';
import { NotificationHooks } from './notification-hooks';
import type { PipelineContext } from './pipeline-context';
import type { StageContext } from './stage-context';

/** The hooks of `GenericPipelineStack` for conditions, retry, rollback and disabled transitions. */
export abstract class ConditionHooks extends NotificationHooks {
  /**
   * Hook: what has to hold before and after a stage, and what follows where it fails. Asked once a stage.
   *
   * A stage is one to three CodePipeline stages, such as `Qa-Bootstrap`, `Qa` and `Qa-OtherRegions`. An entry condition that
   * fails guards the first of them, and one that skips each, or the others would run; a success condition guards the last;
   * retry and rollback are for each. Stages that are delivered together have to have the same.
   *
   * @param context the stage in its first region
   * @returns the base has what the configuration says: `before_entry`, `on_success` and `on_failure`
   */
  public stageConditions(context: StageContext): StageConditions | undefined {
    return configuredConditions(context.accountConfig.conditions);
  }

  /**
   * Hook: the same for CodePipeline stages that are no stage of the configuration: `Source`, `Build`, `UpdatePipeline`,
   * `Assets`, `Tests`, `Toolchain` and `AfterStages`, as far as the pipeline has them.
   *
   * @param stageName the name in CodePipeline
   * @param context the pipeline
   * @returns the base has none
   */
  public pipelineStageConditions(stageName: string, context: PipelineContext): StageConditions | undefined {
    return undefined;
  }

  /**
   * Hook: why nothing may enter a stage until somebody enables its inbound transition, in the console or with
   * `aws codepipeline enable-stage-transition`. Asked once a stage. The next deployment of the pipeline's stack that
   * changes the pipeline may disable it again.
   *
   * @param context the stage in its first region
   * @returns the reason: up to 300 letters of English, digits, spaces and `! @ ( ) . * ? -`; the base has the
   *   configuration's `disabled_transition`, and lets everything enter where there is none
   */
  public disabledTransition(context: StageContext): string | undefined {
    return context.accountConfig.disabledTransition;
  }
}
