// A run: one call of rehearse or retry, with its folder, lock, journal, and the report at its end.
import { randomBytes } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Twin } from '../cloudformation/twin.js';
import { RUN_MARKER } from '../process/process-table.js';
import { ProcessRegistry } from '../process/process-registry.js';
import { sweepLeftovers } from '../process/sweep-leftovers.js';
import type { PipelineExecution } from '../model/execution.js';
import type { Host } from '../model/host.js';
import type { PreflightOfReport, Report } from '../model/report.js';
import type { RunContext } from './action-context.js';
import { openBuildsFolder } from './builds-folder.js';
import { buildCounter } from './build-numbers.js';
import { machineSettings } from './build/machine-settings.js';
import { Journal } from './journal.js';
import { takeLock } from './lock.js';
import { summarize } from './report-builder.js';
import { newRunId, RunFolder } from './run-folder.js';
import { slots } from './slots.js';
import { SourceTaker } from './source-taker.js';

/** What every run needs to know. */
export interface RehearsalSettings {
  /** The project's folder, absolute: where `.trunkline/` is kept. */
  readonly project: string;
  /** The machine's environment, of which builds get the network settings and the PATH alone. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values for parameters and secrets that buildspecs name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Builds that run at once. */
  readonly concurrency: number;
  /** Whether the source is taken with its uncommitted changes. */
  readonly workingTree: boolean;
  /** Whether approvals that nobody answers are given. */
  readonly approve: boolean;
  /** Ends the run: running builds are stopped, and the report is written all the same. */
  readonly signal: AbortSignal;
  /** The engine's version, for the report. */
  readonly version: string;
  /** What was proved before, for the report. @default there was no preflight */
  readonly preflight?: PreflightOfReport;
  /** The command that runs an action again. */
  readonly rerunCommand: (runId: string, pipelineName: string, stageName: string, actionName: string) => string;
}

/** A run that has been opened; {@link Run.close} has to be called, whatever happens. */
export interface Run {
  readonly id: string;
  readonly settings: RehearsalSettings;
  readonly context: RunContext;
  readonly journal: Journal;
  /** A folder name for the next execution of a pipeline, unique in this run. */
  executionFolder(pipelineName: string): string;
  /** Writes `report.json` and returns what it holds. */
  report(executions: readonly PipelineExecution[]): Promise<Report>;
  /** Stops what still runs, and gives the lock back. */
  close(): Promise<void>;
}

/**
 * Opens a run. Wrong input (no repository, unreadable twin, another rehearsal at work) throws a TrunklineError before
 * the run's folder is made.
 * @param check looks at the twin as it is before the run, and throws where the run makes no sense
 */
export async function openRun(
  settings: RehearsalSettings,
  host: Host,
  check: (twin: Twin) => void = () => undefined,
): Promise<Run> {
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const folder = new RunFolder(settings.project, id);
  const source = await SourceTaker.open(settings, folder);
  // Opened twice: here to refuse an unreadable twin before anything is written, and once more under the lock.
  check(await Twin.open(folder.twin));
  const unlock = await takeLock(folder.lock);
  try {
    const twin = await Twin.open(folder.twin);
    const swept = await sweepLeftovers(folder.processes);
    if (swept.processes > 0) {
      const message = `Ended ${swept.processes} processes that a killed rehearsal had left behind.`;
      host.notify({ kind: 'note', message });
    }
    await mkdir(folder.directory, { recursive: true });
    const journal = await Journal.create(folder.journal);
    await journal.append({ kind: 'run-started', runId: id, workingTree: settings.workingTree });
    const processes = await ProcessRegistry.open(folder.processes, id, settings.environment[RUN_MARKER]);
    // However this process ends short of SIGKILL, nothing that it started outlives it.
    const killAllNow = (): void => processes.killAllNow();
    process.once('exit', killAllNow);
    const builds = await openBuildsFolder(folder.state, settings.environment);
    if (builds.note) host.notify({ kind: 'note', message: builds.note });
    const folders = new Map<string, number>();
    const context: RunContext = {
      folder,
      workspace: (build) => join(builds.directory, String(build)),
      host,
      twin,
      source,
      processes,
      machine: await machineSettings(settings.environment),
      secrets: settings.secrets,
      approve: settings.approve,
      numberBuild: buildCounter(),
      buildSlot: slots(settings.concurrency),
      signal: settings.signal,
    };
    return {
      id,
      settings,
      context,
      journal,
      executionFolder: (pipelineName) => {
        const count = (folders.get(pipelineName) ?? 0) + 1;
        folders.set(pipelineName, count);
        return count === 1 ? pipelineName : `${pipelineName}.${count}`;
      },
      report: async (executions) => {
        const report: Report = {
          format: 'trunkline-report/1',
          tool: { name: 'trunkline', version: settings.version },
          runId: id,
          startedAt: startedAt.toISOString(),
          durationMs: Date.now() - startedAt.getTime(),
          source: source.origin,
          assumptions: twin.assumptions(),
          ...(settings.preflight === undefined ? {} : { preflight: settings.preflight }),
          executions,
          summary: summarize(executions),
        };
        await writeFileAtomic(folder.report, `${JSON.stringify(report, undefined, 2)}\n`);
        await journal.append({ kind: 'run-ended', runId: id });
        return report;
      },
      close: async () => {
        await processes.close();
        process.off('exit', killAllNow);
        // It stays while it holds the workspaces of failed builds.
        await rmdir(builds.directory).catch(() => undefined);
        await journal.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
