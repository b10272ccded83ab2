// Warns of approvals that CodePipeline would ask for once more after they were rejected.
import { Annotations, Stack } from 'aws-cdk-lib';
import { ActionCategory, Result, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { titleOfPart } from '../delivery/stage-title';
import type { PlannedStageOptions } from './plan-stage-options';

/**
 * Warns, once a pipeline, of stages that try again what failed and have an approval.
 *
 * @param pipeline the pipeline, which is built
 * @param options what is planned for its stages
 */
export function warnOfRetriedApprovals(pipeline: Pipeline, options: ReadonlyMap<string, PlannedStageOptions>): void {
  const asked = pipeline.stages
    .filter(({ stageName }) => options.get(titleOfPart(stageName))?.onFailure?.result === Result.RETRY)
    .flatMap(({ stageName, actions }) =>
      actions
        .filter(({ actionProperties }) => actionProperties.category === ActionCategory.APPROVAL)
        .map(({ actionProperties }) => `${stageName}/${actionProperties.actionName}`),
    );
  if (asked.length === 0) return;
  // unsure: inferred from what the documentation says of each. A rejected approval is a failed action, and these are retried.
  Annotations.of(Stack.of(pipeline)).addWarningV2(
    'cdk-trunkline:retriedApproval',
    `What fails in a stage with the result RETRY is tried once more, and an approval that is rejected fails: ` +
      `${asked.join(', ')} would be asked for again. Give these stages another result on failure, such as FAIL.`,
  );
}
