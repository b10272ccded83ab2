// Runs one action of an earlier run again, on that run's inputs and with the source as it stands now.
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Twin } from '../cloudformation/twin.js';
import { TrunklineError } from '../model/errors.js';
import type { Host } from '../model/host.js';
import type { Pipeline } from '../model/pipeline.js';
import type { Report } from '../model/report.js';
import { declaredPipelines } from './deploy-pipeline.js';
import { executePlan } from './execute.js';
import { ExecutionState } from './execution-state.js';
import { type JournalLine, readJournal } from './journal.js';
import { describeHeld, type ExecutionPlan, type NotRehearsedDeclaration, planExecution } from './plan.js';
import { openRun, type RehearsalSettings } from './run.js';
import { RunFolder } from './run-folder.js';
import { variablesOfExecution } from './start.js';

/** Which action of which run to perform again. */
export interface RetryRequest extends Omit<RehearsalSettings, 'workingTree'> {
  readonly run: string;
  readonly pipeline: string;
  /** `Stage/Action`. */
  readonly action: string;
  readonly notRehearsed: readonly NotRehearsedDeclaration[];
  /** Beside those that the earlier execution was let through. */
  readonly enabledTransitions: readonly string[];
}

/**
 * Performs the source actions anew, then the one action; its other inputs and variables are those of the earlier run.
 * @throws TrunklineError UsageInvalid for an unknown run, pipeline, stage or action, naming those that there are, and
 * for an action of a stage that the execution was not let into
 */
export async function retry(request: RetryRequest, host: Host): Promise<Report> {
  const earlier = new RunFolder(request.project, request.run);
  const journal = await readEarlierJournal(earlier);
  const pipeline = await findPipeline(earlier, request.pipeline);
  const execution = lastExecution(journal, request);
  const enabledTransitions = [...(execution.enabledTransitions ?? []), ...request.enabledTransitions];
  const plan = planOf(pipeline, request, enabledTransitions);
  const variables = variablesOfExecution(pipeline, { variables: execution.variables ?? {}, enabledTransitions });
  const workingTree = journal.some((line) => line.kind === 'run-started' && line.workingTree);
  const run = await openRun({ ...request, workingTree }, host);
  try {
    const executionId = randomUUID();
    const state = new ExecutionState(executionId, variables);
    for (const line of journal) {
      if (line.kind !== 'action-ended' || line.executionId !== execution.executionId) continue;
      const stage = pipeline.stages.find(({ name }) => name === line.stageName);
      const action = stage?.actions.find(({ name }) => name === line.actionName);
      const again = `${line.stageName}/${line.actionName}` === request.action;
      if (action && !again) state.record(line.stageName, action, line.outcome, line.artifacts, earlier.directory);
    }
    const executed = await executePlan(
      {
        run: run.context,
        journal: run.journal,
        pipeline,
        executionId,
        folder: run.executionFolder(pipeline.name),
        restarted: false,
        state,
        enabledTransitions,
        rerunCommand: (stageName, actionName) =>
          request.rerunCommand(request.run, pipeline.name, stageName, actionName),
      },
      plan,
    );
    return await run.report([executed.execution]);
  } finally {
    await run.close();
  }
}

async function readEarlierJournal(folder: RunFolder): Promise<JournalLine[]> {
  try {
    if (!/^[\w-]+$/.test(folder.runId)) throw Object.assign(new Error('no run id'), { code: 'ENOENT' });
    return await readJournal(folder.journal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const runs = await readdir(dirname(folder.directory)).catch(() => []);
    const known = runs.sort().reverse().slice(0, 5);
    throw new TrunklineError(
      'UsageInvalid',
      `There is no run ${JSON.stringify(folder.runId)} in ${dirname(folder.directory)}. ` +
        (known.length > 0 ? 'The latest are:' : "There is none yet: 'trunkline rehearse' makes one."),
      known,
    );
  }
}

async function findPipeline(folder: RunFolder, name: string): Promise<Pipeline> {
  const pipelines = declaredPipelines(await Twin.open(folder.twin));
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  if (pipeline) return pipeline;
  const known = pipelines.map((candidate) => candidate.name);
  throw new TrunklineError('UsageInvalid', `No pipeline of this project is called ${name}. There are:`, known);
}

/** The source actions and the one action. */
function planOf(pipeline: Pipeline, request: RetryRequest, enabledTransitions: readonly string[]): ExecutionPlan {
  const isWanted = (stageName: string, actionName: string): boolean => `${stageName}/${actionName}` === request.action;
  const whole = planExecution(pipeline, request.notRehearsed, enabledTransitions);
  const names = pipeline.stages.flatMap((stage) => stage.actions.map((action) => `${stage.name}/${action.name}`));
  if (!names.includes(request.action)) {
    throw new TrunklineError(
      'UsageInvalid',
      `Pipeline ${pipeline.name} has no action ${request.action}. It has:`,
      names,
    );
  }
  const unknown = request.enabledTransitions.filter((name) => !whole.stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new TrunklineError(
      'UsageInvalid',
      `--enable-transition: pipeline ${pipeline.name} has no stage ${unknown.join(', ')}. It has:`,
      whole.stages.map(({ name }) => name),
    );
  }
  const wanted = whole.stages.findIndex(({ name }) => request.action.startsWith(`${name}/`));
  const held = whole.stages.slice(0, wanted + 1).find((stage) => stage.held !== undefined);
  if (held) {
    throw new TrunklineError(
      'UsageInvalid',
      `The execution of run ${request.run} never came to ${request.action}: it ${describeHeld(held.name, held.held ?? '')}.`,
    );
  }
  const stages = whole.stages.map((stage) => ({
    ...stage,
    runOrders: stage.runOrders
      .map((group) => ({
        ...group,
        actions: group.actions.filter(
          ({ action }) => action.actionTypeId.category === 'Source' || isWanted(stage.name, action.name),
        ),
      }))
      .filter((group) => group.actions.length > 0),
  }));
  return { ...whole, stages: stages.filter((stage) => stage.runOrders.length > 0) };
}

/** What the journal says of the start; one of an older version knows of no variables or transitions. */
type EarlierExecution = Pick<Extract<JournalLine, { kind: 'execution-started' }>, 'executionId'> &
  Partial<Extract<JournalLine, { kind: 'execution-started' }>>;

function lastExecution(journal: readonly JournalLine[], request: RetryRequest): EarlierExecution {
  const last = journal.findLast((line) => line.kind === 'execution-started' && line.pipelineName === request.pipeline);
  if (last?.kind === 'execution-started') return last;
  throw new TrunklineError('UsageInvalid', `Run ${request.run} executed no pipeline ${request.pipeline}.`);
}
