// Follows the plan of one execution: run orders are barriers, and a failed action ends its stage.
import type {
  ActionExecution,
  PipelineExecution,
  PipelineExecutionStatus,
  WaitingExecution,
} from '../model/execution.js';
import { actionTypeKey } from '../model/pipeline.js';
import { judgeEntry } from './entry-conditions.js';
import type { JournalEntry } from './journal.js';
import { type PerformedAction, performAction, type RunningExecution } from './perform-action.js';
import { describeHeld, type ExecutionPlan, type PlannedStage } from './plan.js';

/** An ended execution, and whether the pipeline updated itself and has to start again. */
export interface ExecutedPlan {
  readonly execution: PipelineExecution;
  readonly restart: boolean;
}

/** Why nothing more runs. */
interface Stop {
  readonly status: PipelineExecutionStatus;
  readonly reason: string;
  /** What the actions say, where the reason is long. @default the reason */
  readonly ofActions?: string;
  readonly waitsBefore?: WaitingExecution;
}

/** What became of the run orders of one stage. */
interface EndedStage {
  readonly actions: readonly ActionExecution[];
  readonly restart: boolean;
  readonly stop?: Stop | undefined;
}

/**
 * Runs the plan. When an action fails, the other actions of its run order run on to their own end, then the stage
 * fails and everything later is listed as NotRun (CodePipeline User Guide, How pipeline executions work). A disabled
 * transition holds the execution before its stage, as if it waited there.
 */
export async function executePlan(running: RunningExecution, plan: ExecutionPlan): Promise<ExecutedPlan> {
  const { run, journal, executionId, pipeline } = running;
  const { variables } = running.state;
  const { enabledTransitions } = running;
  const startedAt = performance.now();
  await journal.append({
    kind: 'execution-started',
    executionId,
    pipelineName: pipeline.name,
    variables,
    enabledTransitions,
  });
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
    stop ??= interruption(running) ?? (await hold(running, stage));
    const ended = stop
      ? { actions: notRun(stage, stop.ofActions ?? stop.reason), restart: false }
      : await enter(running, stage);
    actions.push(...ended.actions);
    restart ||= ended.restart;
    stop ??= ended.stop;
  }
  const status = stop?.status ?? 'Succeeded';
  await journal.append({ kind: 'execution-ended', executionId, status });
  run.host.notify({ kind: 'execution-ended', pipelineName: pipeline.name, executionId, status });
  const execution: PipelineExecution = {
    id: executionId,
    pipelineName: pipeline.name,
    status,
    ...(stop ? { statusSummary: stop.reason } : {}),
    ...(stop?.waitsBefore ? { waitsBefore: stop.waitsBefore } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    durationMs: Math.round(performance.now() - startedAt),
    actions,
  };
  return { execution, restart: restart && status === 'Cancelled' };
}

/** Checks a stage's entry conditions, then runs it. */
async function enter(running: RunningExecution, stage: PlannedStage): Promise<EndedStage> {
  const entry = judgeEntry(stage.entryConditions ?? [], running.state.namespaces);
  switch (entry.kind) {
    case 'enters':
      for (const what of entry.unjudged)
        note(running, `the entry condition of stage ${stage.name} is not judged: ${what}`);
      return runStage(running, stage);
    case 'is-skipped': {
      const reason = `the entry condition skips stage ${stage.name}: ${entry.reason}`;
      await notEntered(running, stage, 'Skipped', reason);
      return { actions: notRun(stage, reason, 'Skipped'), restart: false };
    }
    case 'fails': {
      const reason = `stage ${stage.name} failed: its entry condition does not let the execution in: ${entry.reason}`;
      await notEntered(running, stage, 'Failed', reason);
      return { actions: notRun(stage, reason), restart: false, stop: { status: 'Failed', reason } };
    }
  }
}

async function runStage(running: RunningExecution, stage: PlannedStage): Promise<EndedStage> {
  const actions: ActionExecution[] = [];
  let stop: Stop | undefined;
  let restart = false;
  for (const group of stage.runOrders) {
    stop ??= interruption(running);
    if (stop) {
      actions.push(...notRun({ ...stage, runOrders: [group] }, stop.reason));
      continue;
    }
    const ended = await Promise.all(group.actions.map((planned) => performAction(running, stage.name, planned)));
    actions.push(...ended.map(({ execution }) => execution));
    restart ||= ended.some((action) => action.restart);
    stop = interruption(running) ?? failure(stage.name, ended) ?? updated(restart) ?? deleted(running, stage, ended);
  }
  return { actions, restart, stop };
}

function interruption(running: RunningExecution): Stop | undefined {
  return running.run.signal.aborted ? { status: 'Stopped', reason: 'the rehearsal was interrupted' } : undefined;
}

/** CodePipeline keeps the execution in progress until the transition is enabled (User Guide, transitions). */
async function hold(running: RunningExecution, stage: PlannedStage): Promise<Stop | undefined> {
  if (stage.held === undefined) return undefined;
  const reason = describeHeld(stage.name, stage.held);
  await notEntered(running, stage, 'Waiting', reason);
  return {
    status: 'InProgress',
    reason,
    ofActions: `the execution waits before stage ${stage.name}, whose inbound transition is disabled`,
    waitsBefore: { stageName: stage.name, reason: stage.held },
  };
}

async function notEntered(
  running: RunningExecution,
  { name: stageName }: PlannedStage,
  outcome: Extract<JournalEntry, { kind: 'stage-not-entered' }>['outcome'],
  reason: string,
): Promise<void> {
  const { journal, executionId } = running;
  await journal.append({ kind: 'stage-not-entered', executionId, stageName, outcome, reason });
  note(running, reason);
}

function note({ run, pipeline }: RunningExecution, message: string): void {
  run.host.notify({ kind: 'note', message: `${pipeline.name}: ${message}` });
}

function failure(stageName: string, ended: readonly PerformedAction[]): Stop | undefined {
  const failed = ended.map(({ execution }) => execution).filter(({ status }) => status === 'Failed');
  if (failed.length === 0) return undefined;
  return {
    status: 'Failed',
    reason: `stage ${stageName} failed (${failed.map((each) => each.actionName).join(', ')})`,
  };
}

/** CodePipeline's word for an execution whose pipeline was updated under it (API reference, StageExecution). */
function updated(restart: boolean): Stop | undefined {
  return restart
    ? { status: 'Cancelled', reason: 'the pipeline was updated; a new execution runs the new definition' }
    : undefined;
}

/** A pipeline that has deleted itself runs nothing more: whatever it was still to do is left undone. */
function deleted(
  { pipeline }: RunningExecution,
  stage: PlannedStage,
  ended: readonly PerformedAction[],
): Stop | undefined {
  const deleting = ended.find(({ pipelineDeleted }) => pipelineDeleted);
  if (!deleting) return undefined;
  const last = pipeline.stages.at(-1);
  const lastRunOrder = Math.max(...(last?.actions ?? []).map(({ runOrder }) => runOrder));
  if (last?.name === stage.name && deleting.execution.runOrder === lastRunOrder) return undefined;
  const name = `${stage.name}/${deleting.execution.actionName}`;
  return { status: 'Failed', reason: `${name} deleted the pipeline's own stack, so nothing after it can run` };
}

function notRun(stage: PlannedStage, reason: string, status: 'NotRun' | 'Skipped' = 'NotRun'): ActionExecution[] {
  return stage.runOrders
    .flatMap((group) => group.actions)
    .map(({ action }) => ({
      stageName: stage.name,
      actionName: action.name,
      actionType: actionTypeKey(action.actionTypeId),
      runOrder: action.runOrder,
      status,
      reason,
    }));
}
