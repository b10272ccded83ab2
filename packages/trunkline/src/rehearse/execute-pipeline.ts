// Executes one pipeline, and again when it has updated itself.
import { randomUUID } from 'node:crypto';
import type { StackArtifact } from '../model/assembly.js';
import type { PipelineExecution } from '../model/execution.js';
import type { Pipeline } from '../model/pipeline.js';
import { deployedPipeline } from './deploy-pipeline.js';
import { executePlan } from './execute.js';
import { ExecutionState } from './execution-state.js';
import { type NotRehearsedDeclaration, planExecution } from './plan.js';
import type { Run } from './run.js';

/** Which pipeline to execute. */
export interface PipelineRequest {
  readonly run: Run;
  readonly stack: StackArtifact;
  /** The pipeline as it is deployed when the execution starts. */
  readonly pipeline: Pipeline;
  readonly notRehearsed: readonly NotRehearsedDeclaration[];
}

/**
 * Executes the deployed pipeline; after a self-update that changed it, executes the new definition, once. The
 * self-update itself fails where it would restart a second time.
 */
export async function executePipeline(request: PipelineRequest): Promise<PipelineExecution[]> {
  const { run, stack, notRehearsed } = request;
  const first = await execute(request, request.pipeline, false);
  const updated = first.restart ? deployedPipeline(stack, run.context.twin) : undefined;
  if (!updated) return [first.execution];
  const second = await execute({ run, stack, pipeline: updated, notRehearsed }, updated, true);
  return [{ ...first.execution, continuedBy: second.execution.id }, second.execution];
}

function execute({ run, notRehearsed }: PipelineRequest, pipeline: Pipeline, restarted: boolean) {
  const executionId = randomUUID();
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
      state: new ExecutionState(executionId, pipeline.variables),
      rerunCommand: (stageName, actionName) => run.settings.rerunCommand(run.id, pipeline.name, stageName, actionName),
    },
    planExecution(pipeline, notRehearsed),
  );
}
