// The report as text: what a person has to see, and nothing that steers a terminal.
import { describe, expect, it } from 'vitest';
import type { ActionExecution } from '../../src/model/execution.js';
import type { Report } from '../../src/model/report.js';
import { summarize } from '../../src/rehearse/report-builder.js';
import { formatDuration } from '../../src/report/duration.js';
import { renderReport } from '../../src/report/text.js';

function action(given: Partial<ActionExecution>): ActionExecution {
  return {
    stageName: 'Tests',
    actionName: 'LambdaTests',
    actionType: 'Build/AWS/CodeBuild/1',
    runOrder: 1,
    status: 'Succeeded',
    ...given,
  };
}

function reportOf(...actions: ActionExecution[]): Report {
  const executions = [{ id: 'x', pipelineName: 'delivery', status: 'Failed' as const, durationMs: 65_000, actions }];
  return {
    format: 'trunkline-report/1',
    tool: { name: 'trunkline', version: '0' },
    runId: 'r',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 65_000,
    source: { commitId: 'c', branchName: 'b', workingTree: false },
    assumptions: [],
    executions,
    summary: summarize(executions),
  };
}

describe('a report as text', () => {
  it('names the failing command, its exit code, the log and the command that runs it again', () => {
    const text = renderReport(
      reportOf(
        action({
          status: 'Failed',
          performedBy: 'real',
          failure: {
            message: 'Command failed.',
            failedCommand: { phase: 'BUILD', command: 'npm run test:lambda', exitCode: 7 },
          },
          log: 'logs/x.log',
          rerun: 'npx trunkline retry r delivery Tests/LambdaTests',
        }),
        action({
          stageName: 'Dev',
          actionName: 'Deploy',
          status: 'NotRun',
          reason: 'stage Tests failed (LambdaTests)',
        }),
      ),
    );

    expect(text).toContain('npm run test:lambda');
    expect(text).toContain('exit code 7');
    expect(text).toContain('logs/x.log');
    expect(text).toContain('npx trunkline retry r delivery Tests/LambdaTests');
    expect(text).toMatch(/Dev +Deploy +NotRun +stage Tests failed/);
    expect(text).toContain('0 succeeded (0 real, 0 by the twin, 0 approved), 1 failed, 0 not rehearsed, 1 not run');
  });

  it('never counts what was not rehearsed as a success, and marks what came after it', () => {
    const text = renderReport(
      reportOf(
        action({ status: 'NotRehearsed', reason: 'needs a live API' }),
        action({ stageName: 'Qa', actionName: 'Deploy', performedBy: 'twin', restsOn: ['Tests/LambdaTests'] }),
      ),
    );

    expect(text).toContain('1 succeeded (0 real, 1 by the twin, 0 approved), 0 failed, 1 not rehearsed');
    expect(text).toContain('Tests/LambdaTests: needs a live API');
    expect(text).toMatch(/Deploy +Succeeded\* +twin/);
  });

  it('shows the actions of a skipped stage as skipped, and counts them', () => {
    const text = renderReport(reportOf(action({ status: 'Skipped', reason: 'the entry condition skips stage Tests' })));

    expect(text).toMatch(/LambdaTests +Skipped +the entry condition skips/);
    expect(text).toContain('0 not run, 1 skipped');
  });

  it('takes escape sequences out of names that come from a template', () => {
    const text = renderReport(reportOf(action({ actionName: 'Evil\u001b[2J\u0007' })));
    expect(text).toContain('Evil');

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });
});

describe('a duration', () => {
  it.each([
    [420, '0.4 s'],
    [12_300, '12 s'],
    [59_400, '59 s'],
    [185_000, '3 min 05 s'],
    [119_700, '2 min 00 s'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
