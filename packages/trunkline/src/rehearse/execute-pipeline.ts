// Executes one pipeline, and again when it has updated itself.
import { randomUUID } from 'node:crypto';
import type { StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import type { PipelineExecution } from '../model/execution.js';
import type { Pipeline } from '../model/pipeline.js';
import { deployedPipeline } from './deploy-pipeline.js';
import { executePlan } from './execute.js';
import { ExecutionState } from './execution-state.js';
import { type NotRehearsedDeclaration, planExecution } from './plan.js';
import type { Run } from './run.js';
import { type StartChoices, variablesOfExecution } from './start.js';

/** Which pipeline to execute. */
export interface PipelineRequest {
  readonly run: Run;
  readonly stack: StackArtifact;
  /** The pipeline as it is deployed when the execution starts. */
  readonly pipeline: Pipeline;
  readonly notRehearsed: readonly NotRehearsedDeclaration[];
  readonly choices: StartChoices;
}

/**
 * Executes the deployed pipeline; after a self-update that changed it, executes the new definition, once. The
 * self-update itself fails where it would restart a second time.
 */
export async function executePipeline(request: PipelineRequest): Promise<PipelineExecution[]> {
  const { run, stack } = request;
  const first = await execute(request, request.pipeline, false);
  const updated = first.restart ? deployedPipeline(stack, run.context.twin) : undefined;
  if (!updated) return [first.execution];
  const second = await executeUpdated(request, updated);
  return [{ ...first.execution, continuedBy: second.id }, second];
}

/**
 * The new definition may declare a variable that the first had not.
 * unsure: whether the restart keeps the values that the first execution was started with, as here.
 */
async function executeUpdated(request: PipelineRequest, pipeline: Pipeline): Promise<PipelineExecution> {
  try {
    return (await execute(request, pipeline, true)).execution;
  } catch (error) {
    if (!(error instanceof TrunklineError)) throw error;
    return refusedExecution(pipeline.name, error);
  }
}

/** An execution that could not even start. */
export function refusedExecution(pipelineName: string, error: TrunklineError): PipelineExecution {
  const statusSummary = [error.message, ...error.details].join('\n');
  return { id: randomUUID(), pipelineName, status: 'Failed', statusSummary, durationMs: 0, actions: [] };
}

function execute({ run, notRehearsed, choices }: PipelineRequest, pipeline: Pipeline, restarted: boolean) {
  const executionId = randomUUID();
  const variables = variablesOfExecution(pipeline, choices);
  for (const what of pipeline.notRehearsed) {
    run.context.host.notify({ kind: 'note', message: `${pipeline.name}: not rehearsed: ${what}` });
  }
  return executePlan(
    {
      run: run.context,
      journal: run.journal,
      pipeline,
      executionId,
      folder: run.executionFolder(pipeline.name),
      restarted,
      state: new ExecutionState(executionId, variables),
      enabledTransitions: choices.enabledTransitions,
      rerunCommand: (stageName, actionName) => run.settings.rerunCommand(run.id, pipeline.name, stageName, actionName),
    },
    planExecution(pipeline, notRehearsed, choices.enabledTransitions),
  );
}
