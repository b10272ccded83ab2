// The pipeline's self-update, performed by the twin: the deployed pipeline against the one that synth has produced.
import { normalize } from 'node:path';
import { inDependencyOrder } from '../../assembly/dependency-order.js';
import { readAssembly } from '../../assembly/read.js';
import { TrunklineError } from '../../model/errors.js';
import type { ActionOutcome } from '../../model/execution.js';
import type { StackOperation } from '../../model/stack.js';
import type { ActionContext } from '../action-context.js';
import type { SelfUpdate } from '../assets/recognition.js';
import { summarizeChanges } from '../change-summary.js';
import { deployPipelineStack } from '../deploy-pipeline.js';

/**
 * Deploys the pipeline's stack and what it depends on, as `cdk deploy` does. A changed pipeline restarts the execution;
 * one that changes again right after a restart would do so for ever, and fails.
 */
export async function selfUpdateAction(
  context: ActionContext,
  assemblyFolder: string,
  { assemblyPath, stackSelector }: SelfUpdate,
): Promise<ActionOutcome> {
  const { pipeline, log, run } = context;
  const assembly = await readAssembly(assemblyFolder);
  const nestedIn = normalize(assemblyPath) === '.' ? '' : normalize(assemblyPath);
  const target = assembly.stacks.find((stack) => stack.nestedIn === nestedIn && stack.displayName === stackSelector);
  if (!target) {
    throw new TrunklineError(
      'PipelineNotFound',
      `The synthesized app has no stack ${stackSelector} any more, which pipeline ${pipeline.name} updates itself with.`,
    );
  }
  log.line(`Performed by the twin: deploys ${stackSelector} and what it depends on`);
  let last: StackOperation | undefined;
  for (const stack of inDependencyOrder([target], assembly.stacks)) {
    last = await deployPipelineStack(stack, run.twin);
    for (const event of last.events) log.line(`${event.status} ${event.type} ${event.logicalId}`);
  }
  if (!last || last.status === 'no-changes') return succeeded('pipeline unchanged');
  const changed = last.changes.some(
    (change) => change.type === 'AWS::CodePipeline::Pipeline' && change.action === 'Modify',
  );
  const summary = summarizeChanges(last.changes);
  if (!changed || !pipeline.restartExecutionOnUpdate) return succeeded(`pipeline's stack updated: ${summary}`);
  if (context.restarted) {
    return {
      status: 'Failed',
      performedBy: 'twin',
      failure: {
        message:
          'The pipeline has changed again right after it was updated: on AWS it would restart for ever. Synthesis is ' +
          `not deterministic; compare two runs of the synth command. Changed: ${summary}`,
      },
    };
  }
  return { ...succeeded(`pipeline updated, starts again: ${summary}`), restart: true };
}

function succeeded(summary: string): ActionOutcome & { status: 'Succeeded' } {
  return { status: 'Succeeded', performedBy: 'twin', variables: {}, summary };
}
