// Finds the actions that approvals became, and refuses an approval that became none.
import { ActionCategory, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { titleOfPart } from '../delivery/stage-title';
import type { PlannedApproval } from '../delivery/stage-wave';
import { HookMistake } from '../hooks/hook-call';

/** The CodePipeline stage and name of an action. */
export interface ApprovalAction {
  readonly stageName: string;
  readonly actionName: string;
}

/** The manual approvals that a step became, in the stage, or part of one, that CDK Pipelines put them into. */
export function approvalActions(pipeline: Pipeline, { title, step }: PlannedApproval): ApprovalAction[] {
  // CDK Pipelines replaces characters of a step's name that an action cannot have.
  const name = step.id.replaceAll(/[^A-Za-z0-9.@_-]+/g, '_');
  return pipeline.stages
    .filter(({ stageName }) => titleOfPart(stageName) === title)
    .flatMap(({ stageName, actions }) =>
      actions
        .map(({ actionProperties }) => actionProperties)
        .filter(({ category, actionName }) => category === ActionCategory.APPROVAL && actionName === name)
        .map(({ actionName }) => ({ stageName, actionName })),
    );
}

/**
 * Checks that what guards a stage is an action that a person answers, where the configuration demands that. Only the
 * built pipeline tells: any class of steps may become one.
 *
 * @throws a `HookMistake` for the first that is none
 */
export function assertApprovals(pipeline: Pipeline, approvals: readonly PlannedApproval[]): void {
  for (const approval of approvals) {
    const { context, step, stageName } = approval;
    if (context.accountConfig.approval !== true || approvalActions(pipeline, approval).length > 0) continue;
    throw new HookMistake(
      'approval',
      context,
      `returned step "${step.id}", which is no manual approval, but the configuration demands one before stage ` +
        `${stageName}. Return a step such as \`new ManualApprovalStep(context.stepName('Approval'))\`, and a check of ` +
        "your own from `beforeStage`; or take `approval: true` out of the stage's configuration.",
    );
  }
}
