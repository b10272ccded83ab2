// Warns of ways to start and run executions that AWS allows, and that surprise.
import { Annotations, Stack } from 'aws-cdk-lib';
import { ExecutionMode, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { PlannedExecutions } from './plan-executions';
import { declaredVariables } from './rendered-pipeline';

/** unsure: known from the service's API model alone, which no copy of the documentation quotes. */
const MOST_VARIABLES = 50;

/**
 * What a text in JSON cannot have as it is. unsure: which actions' configurations CodePipeline escapes values in. That those
 * of CodeBuild and Lambda are not among them is known from aws/aws-cdk#8458 and aws/aws-cdk#31213.
 */
const BREAKS_JSON = /["\\\p{Cc}]/u;

/** Warns, once a pipeline; each of the warnings can be acknowledged. */
export function warnOfExecutions(pipeline: Pipeline, { mode, triggers }: PlannedExecutions): void {
  const annotations = Annotations.of(Stack.of(pipeline));
  const variables = declaredVariables(pipeline);
  if (mode === ExecutionMode.PARALLEL) {
    annotations.addWarningV2(
      'cdk-trunkline:parallelExecutions',
      'The execution mode is PARALLEL: two executions may deploy the same stacks at the same time, of which CloudFormation ' +
        'refuses one, and an earlier commit may be deployed after a later one. Use QUEUED where the order counts.',
    );
  }
  if (triggers?.pullRequest !== undefined) {
    annotations.addWarningV2(
      'cdk-trunkline:pullRequestTrigger',
      'Pull requests start the pipeline: it builds and delivers what they propose, and updates itself to it, before anybody ' +
        'merged it. Leave `pull_request` out of `triggers` where not everybody who can open one may do that.',
    );
  }
  // unsure: whether an execution that nobody starts by hand fails without a value, or runs with an empty one.
  const without = variables.filter(({ defaultValue }) => defaultValue === undefined);
  if (without.length > 0) {
    annotations.addWarningV2(
      'cdk-trunkline:variableWithoutDefault',
      `${without.map(({ name }) => name).join(', ')} of the pipeline's variables have no default: an execution that a push ` +
        'or the self-update starts has no value for them. Give them one in `variables`.',
    );
  }
  const breaking = variables.filter(({ defaultValue = '' }) => BREAKS_JSON.test(String(defaultValue)));
  if (breaking.length > 0) {
    annotations.addWarningV2(
      'cdk-trunkline:variableBreaksJson',
      `The defaults of ${breaking.map(({ name }) => name).join(', ')} have quotation marks, backslashes or control ` +
        'characters: CodePipeline puts values as they are into the JSON of environment variables, so that they may break ' +
        'it, or add variables. Leave these characters out where a build gets the variable.',
    );
  }
  if (variables.length > MOST_VARIABLES) {
    annotations.addWarningV2(
      'cdk-trunkline:variablesQuota',
      `The pipeline has ${String(variables.length)} variables, and CodePipeline may take ${String(MOST_VARIABLES)} at ` +
        'most. Leave some out.',
    );
  }
}
