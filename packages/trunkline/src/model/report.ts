// The report: what `report.json` holds and every face renders.
import type { PipelineExecution } from './execution.js';
import type { PreflightResult } from './finding.js';

/** Counts of the actions of all executions. */
export interface ReportSummary {
  readonly succeeded: number;
  /** Of the succeeded: by real commands, by the twin, by an approval's answer. */
  readonly real: number;
  readonly twin: number;
  readonly answered: number;
  readonly failed: number;
  readonly notRehearsed: number;
  readonly notRun: number;
  /** Of stages that their entry condition skipped. */
  readonly skipped: number;
  readonly abandoned: number;
}

/** What the preflight before a rehearsal came to; the obligations themselves are left out, as there are hundreds. */
export type PreflightOfReport = Pick<PreflightResult, 'assumptions' | 'findings' | 'summary'>;

/** What a rehearsal came to. */
export interface Report {
  readonly format: 'trunkline-report/1';
  readonly tool: { readonly name: 'trunkline'; readonly version: string };
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly source: { readonly commitId: string; readonly branchName: string; readonly workingTree: boolean };
  /** What the rehearsal assumed, such as the bootstrap version of the twin's environments. */
  readonly assumptions: readonly string[];
  /** Absent where it was left out. */
  readonly preflight?: PreflightOfReport;
  readonly executions: readonly PipelineExecution[];
  readonly summary: ReportSummary;
}
