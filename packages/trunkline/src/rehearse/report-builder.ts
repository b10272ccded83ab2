// Puts a run's executions into the report that every face renders.
import type { ActionExecution, PipelineExecution } from '../model/execution.js';
import type { Report, ReportSummary } from '../model/report.js';

/** Counts every action of every execution. */
export function summarize(executions: readonly PipelineExecution[]): ReportSummary {
  const actions = executions.flatMap((execution) => execution.actions);
  const count = (test: (action: ActionExecution) => boolean): number => actions.filter(test).length;
  const by = (performedBy: string): number =>
    count((action) => action.status === 'Succeeded' && action.performedBy === performedBy);
  return {
    succeeded: count((action) => action.status === 'Succeeded'),
    real: by('real'),
    twin: by('twin'),
    answered: by('answer'),
    failed: count((action) => action.status === 'Failed'),
    notRehearsed: count((action) => action.status === 'NotRehearsed'),
    notRun: count((action) => action.status === 'NotRun'),
    skipped: count((action) => action.status === 'Skipped'),
    abandoned: count((action) => action.status === 'Abandoned'),
  };
}

/**
 * Whether every pipeline ran to its end, or without a failure to a disabled transition; an execution that its own
 * update replaced does not count against it.
 */
export function isClean(report: Report): boolean {
  return report.executions.every(
    (execution) =>
      execution.status === 'Succeeded' || execution.continuedBy !== undefined || execution.waitsBefore !== undefined,
  );
}

/** Whether the engine itself failed somewhere. */
export function hasBug(report: Report): boolean {
  return report.executions.some((execution) => execution.actions.some((action) => action.failure?.bug));
}
