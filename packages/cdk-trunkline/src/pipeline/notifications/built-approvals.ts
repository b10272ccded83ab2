// The manual approvals of a built pipeline, and who hears of them from the action itself.
import { ActionCategory, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { approvalActions } from '../assembled/approval-actions';
import type { ConfigurationValue } from '../assembled/action-configuration';
import type { PlannedApproval } from '../delivery/stage-wave';
import type { ApprovalPlace } from './event-patterns';

/** A manual approval, whichever hook it comes from. */
export interface BuiltApproval extends ApprovalPlace {
  /** The stage of the configuration that it guards, where the hook `approval` returned it. */
  readonly guards: string | undefined;
  /** The topic that the action tells by itself, as the template has it. */
  readonly topic: unknown;
}

/**
 * All manual approvals of a pipeline.
 *
 * @param planned what the hook `approval` returned
 * @param values what the actions are configured with
 */
export function builtApprovals(
  pipeline: Pipeline,
  planned: readonly PlannedApproval[],
  values: readonly ConfigurationValue[],
): BuiltApproval[] {
  const guards = new Map(
    planned.flatMap((approval) =>
      approvalActions(pipeline, approval).map((place) => [nameOf(place), approval.stageName] as const),
    ),
  );
  return pipeline.stages.flatMap(({ stageName, actions }) =>
    actions
      .map(({ actionProperties }) => actionProperties)
      .filter(({ category, provider }) => category === ActionCategory.APPROVAL && provider === 'Manual')
      .map(({ actionName }) => {
        const name = nameOf({ stageName, actionName });
        const topic = values.find(({ action, key }) => action === name && key === 'NotificationArn')?.value;
        return { stageName, actionName, guards: guards.get(name), topic };
      }),
  );
}

function nameOf({ stageName, actionName }: ApprovalPlace): string {
  return `${stageName}/${actionName}`;
}
