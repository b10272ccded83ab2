// Performs one action of an execution: from its declaration to its outcome, journalled before it counts.
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { TrunklineError } from '../model/errors.js';
import type { ActionExecution, ActionOutcome } from '../model/execution.js';
import { actionTypeKey, type Pipeline } from '../model/pipeline.js';
import type { RunContext } from './action-context.js';
import { ActionLog } from './action-log.js';
import type { ExecutionState } from './execution-state.js';
import type { Journal } from './journal.js';
import type { PlannedAction } from './plan.js';
import { ACTION_RUNNERS } from './runners/table.js';
import { resolveAction } from './variables.js';

/** One execution of one pipeline, while it runs. */
export interface RunningExecution {
  readonly run: RunContext;
  readonly journal: Journal;
  readonly pipeline: Pipeline;
  readonly executionId: string;
  /** The execution's folder name below logs/ and artifacts/. */
  readonly folder: string;
  readonly restarted: boolean;
  readonly state: ExecutionState;
  /** Stages whose disabled inbound transition is enabled for this execution. */
  readonly enabledTransitions: readonly string[];
  /** The command that runs an action again. */
  readonly rerunCommand: (stageName: string, actionName: string) => string;
}

/** An ended action, and what it means for the execution. */
export interface PerformedAction {
  readonly execution: ActionExecution;
  /** Whether the execution starts again. */
  readonly restart: boolean;
  /** Whether the pipeline is gone. */
  readonly pipelineDeleted: boolean;
}

/** Runs the action and tells journal, state and host, in this order. */
export async function performAction(
  running: RunningExecution,
  stageName: string,
  planned: PlannedAction,
): Promise<PerformedAction> {
  const { run, journal, pipeline, executionId, state } = running;
  const { action } = planned;
  const names = { stageName, actionName: action.name };
  const restsOn = [...state.notRehearsed];
  await journal.append({ kind: 'action-started', executionId, ...names });
  run.host.notify({ kind: 'action-started', pipelineName: pipeline.name, ...names });
  const startedAt = performance.now();
  const log = new ActionLog(run.folder.log(running.folder, stageName, action.name));
  await log.prepare();
  const artifacts: Record<string, string> = {};
  let outcome: ActionOutcome;
  try {
    outcome = await outcomeOf(running, stageName, planned, log, artifacts);
  } catch (error) {
    outcome = run.signal.aborted ? INTERRUPTED : failureOf(error);
  }
  describeOutcome(outcome, log);
  await log.close();
  await journal.append({ kind: 'action-ended', executionId, ...names, outcome, artifacts });
  state.record(stageName, action, outcome, artifacts, run.folder.directory);
  const execution = executionOf(running, stageName, planned, outcome, {
    durationMs: Math.round(performance.now() - startedAt),
    restsOn,
    log: relative(run.folder.project, log.path),
  });
  run.host.notify({ kind: 'action-ended', pipelineName: pipeline.name, action: execution });
  const succeeded = outcome.status === 'Succeeded' ? outcome : undefined;
  return {
    execution,
    restart: succeeded?.restart === true,
    pipelineDeleted: succeeded?.pipelineDeleted === true,
  };
}

async function outcomeOf(
  running: RunningExecution,
  stageName: string,
  { action, notRehearsed }: PlannedAction,
  log: ActionLog,
  artifacts: Record<string, string>,
): Promise<ActionOutcome> {
  if (notRehearsed !== undefined) return { status: 'NotRehearsed', reason: notRehearsed };
  const type = actionTypeKey(action.actionTypeId);
  const runner = Object.hasOwn(ACTION_RUNNERS, type) ? ACTION_RUNNERS[type]?.perform : undefined;
  if (!runner) return { status: 'NotRehearsed', reason: `the engine cannot perform ${type}` };

  const { state, run, folder } = running;
  const found = state.inputsOf(action);
  if ('missing' in found) {
    if (found.producer) {
      return {
        status: 'NotRehearsed',
        reason: `its input ${found.missing} comes from ${found.producer}, not rehearsed`,
      };
    }
    throw new TrunklineError('PipelineInvalid', `Input artifact ${found.missing} was made by no earlier action.`);
  }
  const resolution = resolveAction(action, state.namespaces);
  if (resolution.kind === 'not-rehearsed') {
    return { status: 'NotRehearsed', reason: `it reads ${resolution.reference}, of an action that was not rehearsed` };
  }
  if (resolution.kind === 'unknown') {
    throw new TrunklineError('PipelineInvalid', `Nothing has set the variable ${resolution.reference}.`);
  }
  const outputFolder = (name: string): string => {
    artifacts[name] = run.folder.artifact(folder, name);
    return join(run.folder.directory, artifacts[name]);
  };
  await mkdir(join(run.folder.directory, run.folder.artifact(folder, '.')), { recursive: true });
  return runner({
    run,
    pipeline: running.pipeline,
    stageName,
    action,
    configuration: resolution.configuration,
    commands: resolution.commands,
    environmentVariables: resolution.environmentVariables,
    executionId: running.executionId,
    executionFolder: folder,
    sourceVersion: state.sourceVersion,
    inputs: found.inputs,
    log,
    restarted: running.restarted,
    outputFolder,
    provideOutput: (name, path) => {
      artifacts[name] = relative(run.folder.directory, path);
    },
  });
}

const INTERRUPTED: ActionOutcome = { status: 'Abandoned', reason: 'the rehearsal was interrupted' };

/** What cannot be performed as declared fails, as on AWS; and a bug of ours ends this action, not the whole run. */
function failureOf(error: unknown): ActionOutcome {
  if (error instanceof TrunklineError) {
    const message = [error.message, ...error.details].join('\n');
    return { status: 'Failed', performedBy: 'twin', failure: { message } };
  }
  const message = `trunkline itself failed: ${error instanceof Error ? error.stack : String(error)}`;
  return { status: 'Failed', performedBy: 'twin', failure: { message, bug: true } };
}

function describeOutcome(outcome: ActionOutcome, log: ActionLog): void {
  if (outcome.status === 'Failed') log.line(outcome.failure.message);
  if (outcome.status === 'NotRehearsed') log.line(`Not rehearsed: ${outcome.reason}`);
}

function executionOf(
  running: RunningExecution,
  stageName: string,
  { action }: PlannedAction,
  outcome: ActionOutcome,
  measured: { durationMs: number; restsOn: string[]; log: string },
): ActionExecution {
  const shared = {
    stageName,
    actionName: action.name,
    actionType: actionTypeKey(action.actionTypeId),
    runOrder: action.runOrder,
    status: outcome.status,
    durationMs: measured.durationMs,
    log: measured.log,
    ...(measured.restsOn.length > 0 ? { restsOn: measured.restsOn } : {}),
  };
  switch (outcome.status) {
    case 'Succeeded':
      return { ...shared, performedBy: outcome.performedBy, summary: outcome.summary };
    case 'Failed':
      return {
        ...shared,
        performedBy: outcome.performedBy,
        failure: outcome.failure,
        // An approval is answered in a rehearsal of the pipeline; alone it guards nothing.
        ...(outcome.performedBy === 'answer' ? {} : { rerun: running.rerunCommand(stageName, action.name) }),
      };
    case 'NotRehearsed':
    case 'Abandoned':
      return { ...shared, reason: outcome.reason };
  }
}
