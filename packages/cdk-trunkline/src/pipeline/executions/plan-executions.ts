// Asks the hooks of executions, and notes what is wrong with their answers together with everything else.
import { ExecutionMode, type Variable } from 'aws-cdk-lib/aws-codepipeline';
import type { DeliveryMistakes } from '../delivery/delivery-mistakes';
import { asExecutionMode, asTriggers, asVariables } from '../hooks/execution-answers';
import type { ExecutionHooks } from '../hooks/execution-hooks';
import { callHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineTriggers } from '../hooks/pipeline-triggers';

/** How executions of a pipeline start and run. */
export interface PlannedExecutions {
  readonly mode: ExecutionMode;
  readonly triggers: PipelineTriggers | undefined;
  readonly variables: readonly Variable[];
}

/** Asks each of the hooks once. */
export function planExecutions(
  stack: ExecutionHooks,
  context: PipelineContext,
  mistakes: DeliveryMistakes,
): PlannedExecutions {
  const mode = mistakes.collect(() =>
    asExecutionMode(
      'executionMode',
      context,
      callHook('executionMode', context, () => stack.executionMode(context)),
    ),
  );
  const triggers = mistakes.collect(() =>
    asTriggers(
      'triggers',
      context,
      callHook('triggers', context, () => stack.triggers(context)),
    ),
  );
  const variables = mistakes.collect(() =>
    asVariables(
      'variables',
      context,
      callHook('variables', context, () => stack.variables(context)),
    ),
  );
  return { mode: mode ?? ExecutionMode.SUPERSEDED, triggers, variables: variables ?? [] };
}
