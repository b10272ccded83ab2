// Follows the plan of one execution: run orders are barriers, and a failed action ends its stage.
import type { ActionExecution, PipelineExecution, PipelineExecutionStatus } from '../model/execution.js';
import { actionTypeKey } from '../model/pipeline.js';
import { performAction, type RunningExecution } from './perform-action.js';
import type { ExecutionPlan, PlannedAction } from './plan.js';

/** An ended execution, and whether the pipeline updated itself and has to start again. */
export interface ExecutedPlan {
  readonly execution: PipelineExecution;
  readonly restart: boolean;
}

/** Why nothing more runs. */
interface Stop {
  readonly status: PipelineExecutionStatus;
  readonly reason: string;
}

/**
 * Runs the plan. When an action fails, the other actions of its run order run on to their own end, then the stage
 * fails and everything later is listed as NotRun (CodePipeline User Guide, How pipeline executions work).
 */
export async function executePlan(running: RunningExecution, plan: ExecutionPlan): Promise<ExecutedPlan> {
  const { run, journal, executionId, pipeline } = running;
  const startedAt = performance.now();
  await journal.append({ kind: 'execution-started', executionId, pipelineName: pipeline.name });
  run.host.notify({
    kind: 'execution-started',
    pipelineName: pipeline.name,
    executionId,
    actionCount: plan.stages.flatMap((stage) => stage.runOrders.flatMap((group) => group.actions)).length,
    restarted: running.restarted,
  });
  const actions: ActionExecution[] = [];
  let stop: Stop | undefined;
  let restart = false;
  for (const stage of plan.stages) {
    for (const group of stage.runOrders) {
      stop ??= interruption(running);
      if (stop) {
        actions.push(...group.actions.map((planned) => notRun(stage.name, planned, stop?.reason ?? '')));
        continue;
      }
      const ended = await Promise.all(group.actions.map((planned) => performAction(running, stage.name, planned)));
      actions.push(...ended.map(({ execution }) => execution));
      restart ||= ended.some((action) => action.restart);
      stop =
        interruption(running) ??
        failure(
          stage.name,
          ended.map(({ execution }) => execution),
        ) ??
        updated(restart);
    }
  }
  const status = stop?.status ?? 'Succeeded';
  await journal.append({ kind: 'execution-ended', executionId, status });
  run.host.notify({ kind: 'execution-ended', pipelineName: pipeline.name, executionId, status });
  const execution: PipelineExecution = {
    id: executionId,
    pipelineName: pipeline.name,
    status,
    ...(stop ? { statusSummary: stop.reason } : {}),
    durationMs: Math.round(performance.now() - startedAt),
    actions,
  };
  return { execution, restart: restart && status === 'Cancelled' };
}

function interruption(running: RunningExecution): Stop | undefined {
  return running.run.signal.aborted ? { status: 'Stopped', reason: 'the rehearsal was interrupted' } : undefined;
}

function failure(stageName: string, ended: readonly ActionExecution[]): Stop | undefined {
  const failed = ended.filter((action) => action.status === 'Failed').map((action) => action.actionName);
  if (failed.length === 0) return undefined;
  return { status: 'Failed', reason: `stage ${stageName} failed (${failed.join(', ')})` };
}

/** CodePipeline's word for an execution whose pipeline was updated under it (API reference, StageExecution). */
function updated(restart: boolean): Stop | undefined {
  return restart
    ? { status: 'Cancelled', reason: 'the pipeline was updated; a new execution runs the new definition' }
    : undefined;
}

function notRun(stageName: string, { action }: PlannedAction, reason: string): ActionExecution {
  return {
    stageName,
    actionName: action.name,
    actionType: actionTypeKey(action.actionTypeId),
    runOrder: action.runOrder,
    status: 'NotRun',
    reason,
  };
}
