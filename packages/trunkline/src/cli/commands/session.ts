// What every command that runs a pipeline sets up: the terminal, the rehearsal's settings, and the report's way out.
import { basename, dirname, relative } from 'node:path';
import { availableParallelism } from 'node:os';
import type { Report } from '../../model/report.js';
import { hasBug, isClean } from '../../rehearse/report-builder.js';
import type { RehearsalSettings } from '../../rehearse/run.js';
import { RunFolder } from '../../rehearse/run-folder.js';
import { shellWord } from '../../report/shell-word.js';
import { renderReport } from '../../report/text.js';
import { EXIT } from '../exit-codes.js';
import type { GlobalOptions } from '../options.js';
import { readSecrets } from '../settings.js';
import { VERSION } from '../version.js';
import { type CommandTerminal, wantsColours, withTerminal } from './terminal.js';

/** A command at work on pipelines. */
export interface Session extends CommandTerminal {
  readonly rehearsal: Omit<RehearsalSettings, 'workingTree' | 'approve'>;
}

/** Runs a command's work in a session and prints its report; resolves with the exit code. */
export async function withSession(
  options: GlobalOptions & { readonly json?: boolean },
  work: (session: Session) => Promise<Report>,
): Promise<number> {
  return withTerminal(options, async (terminal) => {
    const { project, host, interruption } = terminal;
    const report = await work({
      ...terminal,
      rehearsal: {
        project,
        environment: process.env,
        secrets: await readSecrets(project),
        concurrency: availableParallelism(),
        signal: interruption.signal,
        version: VERSION,
        rerunCommand: (runId, ...names) => rerunCommand(options, runId, ...names),
      },
    });
    host.close();
    print(report, relative(process.cwd(), new RunFolder(project, report.runId).report), options);
    if (hasBug(report)) return EXIT.bug;
    return isClean(report) ? EXIT.clean : EXIT.failed;
  });
}

function print(
  report: Report,
  reportPath: string,
  { directory, json }: GlobalOptions & { readonly json?: boolean },
): void {
  const colours = wantsColours(process.stdout);
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else process.stdout.write(`\n${renderReport(report, { colours, project: directory, reportPath })}`);
}

function rerunCommand(options: GlobalOptions, runId: string, pipeline: string, stage: string, action: string): string {
  const target = [runId, shellWord(pipeline), shellWord(`${stage}/${action}`)];
  return [launchCommand(), ...directoryFlag(options), 'retry', ...target].join(' ');
}

/** How a shell starts this program again: through npx where npm linked it, else by its file. */
function launchCommand(): string {
  const [, file = ''] = process.argv;
  return basename(dirname(file)) === '.bin' ? 'npx --no-install trunkline' : `node ${shellWord(file)}`;
}

function directoryFlag(options: GlobalOptions): string[] {
  return options.directory === '.' ? [] : ['--directory', shellWord(options.directory)];
}
