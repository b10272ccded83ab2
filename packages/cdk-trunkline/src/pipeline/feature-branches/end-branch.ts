// What a branch's pipeline has that others have not: its end, and the report of its age.
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { PlannedWave } from '../delivery/codepipeline-stage';
import { callHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineHooks } from '../hooks/pipeline-hooks';
import { addAgeReport } from './age-report';
import { asEndStage } from './end-answers';
import { addEndStage } from './end-stage';
import { warnOfLeftovers } from './left-behind';
import { assertOwnNames } from './own-names';

/**
 * Adds the stage `End` to the pipeline of a branch, unless the hook `endStage` leaves it out, and the report of its age;
 * nothing to any other.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param codePipeline the pipeline, once CDK Pipelines has built it
 * @param waves what it delivers, in order
 */
export function endBranch(
  stack: PipelineHooks,
  context: PipelineContext,
  codePipeline: Pipeline,
  waves: readonly PlannedWave[],
): void {
  const { featureBranch } = context;
  if (featureBranch === undefined) return;
  // Whether it ends or not: its deployments are as bad.
  assertOwnNames(stack, context, featureBranch, waves);
  const options = asEndStage(
    'endStage',
    context,
    callHook('endStage', context, () => stack.endStage(context)),
  );
  addAgeReport(stack, context, featureBranch, stack._notifications(context).topics, options !== undefined);
  if (options === undefined) return;
  addEndStage(stack, context, codePipeline, waves, options);
  warnOfLeftovers(stack, waves);
}
