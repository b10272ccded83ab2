// Refuses to synthesize the regular pipelines where a branch's pipeline was asked for.
import type { Stack } from 'aws-cdk-lib';
import { BRANCH_CONTEXT_KEY } from '../../config/feature-branch-config';
import type { PipelineConfig } from '../../config/pipeline-config';

/**
 * A configuration that did not come from the context knows nothing of `-c branch`; from the code of a branch, the regular
 * pipelines would be deployed without a word.
 *
 * @throws where the app has the context `branch`, and the configuration allows pipelines of branches and is of none
 */
export function refuseIgnoredBranch(stack: Stack, config: PipelineConfig): void {
  const branch: unknown = stack.node.tryGetContext(BRANCH_CONTEXT_KEY);
  if (branch === undefined || config.featureBranches === undefined || config.featureBranch !== undefined) return;
  throw new Error(
    `Pipeline stack ${stack.node.path}: the context "${BRANCH_CONTEXT_KEY}" is ${JSON.stringify(branch)}, and its "config" ` +
      'is not of that branch. Use `PipelineConfig.fromContext`, or `forBranch` of the configuration that the app has.',
  );
}
