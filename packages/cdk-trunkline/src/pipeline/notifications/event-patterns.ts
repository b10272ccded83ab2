// Which events of CodePipeline a notification is about. Source: CodePipeline User Guide, "Monitoring CodePipeline events".
import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** An approval of the built pipeline. */
export interface ApprovalPlace {
  /** The stage in CodePipeline. */
  readonly stageName: string;
  readonly actionName: string;
}

/** The end of executions of a pipeline, or of some of its stages in CodePipeline. */
export function endPattern(
  pipelineName: string,
  state: 'FAILED' | 'SUCCEEDED',
  stages: readonly string[] | undefined,
): EventPattern {
  const what = stages === undefined ? 'Pipeline' : 'Stage';
  return {
    source: ['aws.codepipeline'],
    detailType: [`CodePipeline ${what} Execution State Change`],
    detail: { pipeline: [pipelineName], ...(stages === undefined ? {} : { stage: stages }), state: [state] },
  };
}

/**
 * Approvals that begin to wait.
 *
 * @param approvals those that are meant, or `undefined` for all of the pipeline
 */
export function approvalPattern(pipelineName: string, approvals: readonly ApprovalPlace[] | undefined): EventPattern {
  return {
    source: ['aws.codepipeline'],
    detailType: ['CodePipeline Action Execution State Change'],
    detail: {
      pipeline: [pipelineName],
      type: { category: ['Approval'] },
      state: ['STARTED'],
      ...(approvals === undefined ? {} : oneOf(approvals)),
    },
  };
}

/** By action, as a name is there once a stage: each pair of stage and action is meant, and no other. */
function oneOf(approvals: readonly ApprovalPlace[]): Record<string, unknown> {
  const actions = [...new Set(approvals.map(({ actionName }) => actionName))];
  const pairs = actions.map((action) => ({
    action: [action],
    stage: approvals.filter(({ actionName }) => actionName === action).map(({ stageName }) => stageName),
  }));
  return pairs.length === 1 ? { ...pairs[0] } : { $or: pairs };
}
