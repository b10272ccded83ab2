// The hooks for who is told about failures, approvals and successes.
import { PipelineNotifications } from '../notifications/pipeline-notifications';
import type { NotificationSettings } from '../notifications/notification-settings';
import { ExecutionHooks } from './execution-hooks';
import type { PipelineContext } from './pipeline-context';
import type { StageContext } from './stage-context';

/** The hooks of `GenericPipelineStack` for notifications. */
export abstract class NotificationHooks extends ExecutionHooks {
  #notifications: PipelineNotifications | undefined;

  // ---- who is told -------------------------------------------------------------------------------------------------

  /**
   * Hook: who is told about the pipeline as a whole: that an execution has failed or succeeded, or that an approval waits.
   *
   * @returns the base has the configuration's `notifications`, of the pipeline or else of its root
   */
  public notifications(context: PipelineContext): NotificationSettings | undefined {
    return context.definition.notifications;
  }

  /**
   * Hook: who is told about one stage, on top of who is told about the pipeline. A stage is everything that it is in
   * CodePipeline: with its bootstrap part and its other regions.
   *
   * @param context the stage in its first region
   * @returns the base has the `notifications` of the stage in the configuration; nobody for a stage of a feature branch
   */
  public stageNotifications(context: StageContext): NotificationSettings | undefined {
    return context.isFeatureBranch ? undefined : context.accountConfig.notifications;
  }

  /**
   * Who is told about this pipeline; its `topics` are the place for reports of the pipeline as a whole.
   *
   * @internal
   */
  public _notifications(context: PipelineContext): PipelineNotifications {
    return (this.#notifications ??= new PipelineNotifications(this, context));
  }
}
