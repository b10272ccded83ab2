// A report as text for a terminal or a log: every action, then what failed and what was not rehearsed.
import { join } from 'node:path';
import type { ActionExecution, ActionExecutionStatus, PipelineExecution } from '../model/execution.js';
import type { Report } from '../model/report.js';
import { formatDuration } from './duration.js';
import { type Colour, type Paint, painter, plain } from './paint.js';
import { type Cell, renderTable } from './table.js';

const COLOURS: Readonly<Record<ActionExecutionStatus, Colour>> = {
  InProgress: 'cyan',
  Succeeded: 'green',
  Failed: 'red',
  Abandoned: 'yellow',
  NotRehearsed: 'yellow',
  NotRun: 'dim',
  Skipped: 'yellow',
};

/** How {@link renderReport} writes. */
export interface TextOptions {
  /** @default false */
  readonly colours?: boolean;
  /** The project's folder as the reader would name it, before the paths of logs. @default '' */
  readonly project?: string;
  /** Where the report was saved, for the last line. */
  readonly reportPath?: string;
}

/** Renders the whole report; ends with a line break. */
export function renderReport(report: Report, options: TextOptions = {}): string {
  const paint = painter(options.colours ?? false);
  const lines = report.executions.flatMap((execution) => renderExecution(execution, paint));
  lines.push(
    ...renderFailures(report, paint, options.project ?? ''),
    ...renderNotRehearsed(report, paint),
    ...renderAssumptions(report, paint),
  );
  lines.push(renderSummary(report));
  if (options.reportPath) lines.push(paint('dim', `Report: ${options.reportPath}`));
  return `${lines.join('\n')}\n`;
}

function renderExecution(execution: PipelineExecution, paint: Paint): string[] {
  const clean = execution.status === 'Succeeded';
  const status = paint(clean ? 'green' : execution.status === 'Failed' ? 'red' : 'yellow', execution.status);
  const why = execution.statusSummary ? `: ${plain(execution.statusSummary)}` : '';
  const head = `${paint('bold', plain(execution.pipelineName))}  ${status} after ${formatDuration(execution.durationMs)}${why}`;
  const rows = execution.actions.map((action, index) => actionRow(action, execution.actions[index - 1]));
  return [head, ...renderTable(rows, paint), ''];
}

function actionRow(action: ActionExecution, previous: ActionExecution | undefined): Cell[] {
  const marked = action.status === 'Succeeded' && action.restsOn !== undefined;
  return [
    { text: previous?.stageName === action.stageName ? '' : plain(action.stageName) },
    { text: plain(action.actionName) },
    { text: `${action.status}${marked ? '*' : ''}`, colour: COLOURS[action.status] },
    { text: action.status === 'Succeeded' ? (action.performedBy ?? '') : '' },
    { text: action.durationMs === undefined ? '' : formatDuration(action.durationMs) },
    { text: oneLine(action.summary ?? action.reason ?? action.failure?.message ?? ''), colour: 'dim' },
  ];
}

function oneLine(text: string): string {
  const [first = ''] = text.split('\n');
  return plain(first);
}

function renderFailures(report: Report, paint: Paint, project: string): string[] {
  const failed = report.executions.flatMap((execution) =>
    execution.actions.filter((action) => action.failure).map((action) => ({ execution, action })),
  );
  return failed.flatMap(({ execution, action }) => {
    const name = `${plain(execution.pipelineName)}: ${plain(action.stageName)}/${plain(action.actionName)}`;
    const lines = [
      paint('red', `Failed  ${name}`),
      ...plain(action.failure?.message ?? '')
        .split('\n')
        .map(indented),
    ];
    const command = action.failure?.failedCommand;
    if (command) {
      const end = command.signal ? `ended by ${command.signal}` : `exit code ${command.exitCode ?? 'unknown'}`;
      lines.push(`  command    ${plain(command.command).split('\n').join('\n             ')}`);
      lines.push(`  ended      ${end}, in phase ${command.phase}`);
    }
    if (action.failure?.workspace) lines.push(`  workspace  ${plain(action.failure.workspace)}`);
    if (action.log) lines.push(`  log        ${plain(join(project, action.log))}`);
    if (action.rerun) lines.push(`  run again  ${plain(action.rerun)}`);
    return [...lines, ''];
  });
}

function indented(line: string): string {
  return `  ${line}`;
}

function renderNotRehearsed(report: Report, paint: Paint): string[] {
  const actions = report.executions.flatMap((execution) => execution.actions);
  const left = actions.filter((action) => action.status === 'NotRehearsed');
  if (left.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const action of left) {
    const names = byReason.get(action.reason ?? '') ?? [];
    byReason.set(action.reason ?? '', [...names, `${action.stageName}/${action.actionName}`]);
  }
  const lines = [...byReason].map(([reason, names]) => `  ${plain(names.join(', '))}: ${plain(reason)}`);
  const rests = actions.some((action) => action.restsOn && action.status === 'Succeeded');
  const mark = rests ? ['  * came after one of these, and assumes that it would have succeeded.'] : [];
  return [paint('yellow', 'Not rehearsed'), ...lines, ...mark, ''];
}

function renderAssumptions(report: Report, paint: Paint): string[] {
  if (report.assumptions.length === 0) return [];
  return [paint('dim', 'Assumed'), ...report.assumptions.map((text) => paint('dim', `  ${plain(text)}`)), ''];
}

function renderSummary(report: Report): string {
  const { summary } = report;
  const by = `${summary.real} real, ${summary.twin} by the twin, ${summary.answered} approved`;
  const parts = [
    `${summary.succeeded} succeeded (${by})`,
    `${summary.failed} failed`,
    `${summary.notRehearsed} not rehearsed`,
    `${summary.notRun} not run`,
  ];
  if (summary.skipped > 0) parts.push(`${summary.skipped} skipped`);
  if (summary.abandoned > 0) parts.push(`${summary.abandoned} abandoned`);
  return `${parts.join(', ')}; ${formatDuration(report.durationMs)}`;
}
