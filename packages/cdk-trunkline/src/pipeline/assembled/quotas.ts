// Warns of a pipeline that is larger than CodePipeline takes: otherwise the deployment of its stack is what fails.
import { Annotations, Stack } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';

/** Source: CodePipeline User Guide, Quotas, "Number of stages in a pipeline". */
const MOST_STAGES = 50;

/**
 * Source: CodePipeline User Guide, Quotas, "Maximum number of actions per pipeline". unsure: copies of that page before
 * 2024 say 500. Of actions in one stage, CDK Pipelines never makes more than 50, which is allowed.
 */
const MOST_ACTIONS = 1000;

const REMEDY =
  'Deliver stages together (a list within the list of `pipelines.<name>.stages`), divide them between several ' +
  'pipelines, or leave steps out.';

/** Warns, as AWS may raise a quota before this library knows. */
export function checkQuotas(pipeline: Pipeline): void {
  const annotations = Annotations.of(Stack.of(pipeline));
  const { stages } = pipeline;
  if (stages.length > MOST_STAGES) {
    annotations.addWarningV2(
      'cdk-trunkline:stagesQuota',
      `The pipeline has ${String(stages.length)} stages in CodePipeline, which takes ${String(MOST_STAGES)}. ${REMEDY}`,
    );
  }
  const actions = stages.reduce((sum, stage) => sum + stage.actions.length, 0);
  if (actions > MOST_ACTIONS) {
    annotations.addWarningV2(
      'cdk-trunkline:actionsQuota',
      `The pipeline has ${String(actions)} actions, of which CodePipeline takes ${String(MOST_ACTIONS)}. ${REMEDY}`,
    );
  }
}
