// Tells that the regular pipelines are synthesized although the app was given a branch.
import { Annotations, type Stack } from 'aws-cdk-lib';
import { BRANCH_CONTEXT_KEY } from '../../config/feature-branch-config';
import type { PipelineConfig } from '../../config/pipeline-config';

/**
 * A configuration that did not come from the context knows nothing of `-c branch`; from the code of a branch, the regular
 * pipelines would be deployed without a word. Where no branch has a pipeline, that context is likely to be about something
 * else, and so worth a warning alone.
 *
 * @throws where the app has the context `branch`, and the configuration allows pipelines of branches and is of none
 */
export function refuseIgnoredBranch(stack: Stack, config: PipelineConfig): void {
  const branch: unknown = stack.node.tryGetContext(BRANCH_CONTEXT_KEY);
  if (branch === undefined || config.featureBranch !== undefined) return;
  const context = `the context "${BRANCH_CONTEXT_KEY}" is ${JSON.stringify(branch)}`;
  if (config.featureBranches !== undefined) {
    throw new Error(
      `Pipeline stack ${stack.node.path}: ${context}, and its "config" is not of that branch. Use ` +
        '`PipelineConfig.fromContext`, or `forBranch` of the configuration that the app has.',
    );
  }
  Annotations.of(stack).addWarningV2(
    'cdk-trunkline:branchIgnored',
    `This is the regular pipeline: ${context}, but the configuration allows no pipelines of single branches. Add ` +
      '"feature_branches" with their stages and patterns, leave `-c branch` out, or acknowledge this where that context is ' +
      "the app's own.",
  );
}
