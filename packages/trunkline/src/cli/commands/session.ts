// What every command that runs a pipeline sets up: host, interruption, settings, and the report's way out.
import { basename, dirname, relative, resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import { TrunklineError } from '../../model/errors.js';
import type { Report } from '../../model/report.js';
import { hasBug, isClean } from '../../rehearse/report-builder.js';
import type { RehearsalSettings } from '../../rehearse/run.js';
import { quote } from '../../process/user-shell.js';
import { RunFolder } from '../../rehearse/run-folder.js';
import { renderReport } from '../../report/text.js';
import { EXIT, exitCodeOfSignal } from '../exit-codes.js';
import { type Interruption, watchInterruption } from '../interruption.js';
import type { GlobalOptions } from '../options.js';
import { readSecrets, readSettings, type Settings } from '../settings.js';
import { TerminalHost } from '../terminal-host.js';
import { VERSION } from '../version.js';

/** A command at work. */
export interface Session {
  readonly project: string;
  readonly settings: Settings;
  readonly host: TerminalHost;
  readonly interruption: Interruption;
  readonly rehearsal: Omit<RehearsalSettings, 'workingTree' | 'approve'>;
}

/** Runs a command's work in a session and prints its report; resolves with the exit code. */
export async function withSession(
  options: GlobalOptions & { readonly json?: boolean },
  work: (session: Session) => Promise<Report>,
): Promise<number> {
  const project = resolve(options.directory);
  const settings = await readSettings(project);
  const secrets = await readSecrets(project);
  const interruption = await watchInterruption(process.env);
  const host = new TerminalHost({
    output: process.stderr,
    input: process.stdin,
    colours: wantsColours(process.stderr),
    interactive: process.stderr.isTTY && process.stdin.isTTY && !process.env.CI,
    signal: interruption.signal,
    interrupt: () => process.kill(process.pid, 'SIGINT'),
  });
  try {
    const report = await work({
      project,
      settings,
      host,
      interruption,
      rehearsal: {
        project,
        environment: process.env,
        secrets,
        concurrency: availableParallelism(),
        signal: interruption.signal,
        version: VERSION,
        rerunCommand: (runId, pipeline, stage, action) =>
          [launchCommand(), ...directoryFlag(options), 'retry', runId, word(pipeline), word(`${stage}/${action}`)].join(
            ' ',
          ),
      },
    });
    host.close();
    print(report, relative(process.cwd(), new RunFolder(project, report.runId).report), options);
    const received = interruption.received();
    if (received) return exitCodeOfSignal(received);
    if (hasBug(report)) return EXIT.bug;
    return isClean(report) ? EXIT.clean : EXIT.failed;
  } catch (error) {
    const received = interruption.received();
    if (!received) throw error;
    host.close();
    process.stderr.write(`trunkline: ${error instanceof TrunklineError ? error.message : 'Interrupted.'}\n`);
    return exitCodeOfSignal(received);
  } finally {
    host.close();
    interruption.dispose();
  }
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

function wantsColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** How a shell starts this program again: through npx where npm linked it, else by its file. */
function launchCommand(): string {
  const [, file = ''] = process.argv;
  return basename(dirname(file)) === '.bin' ? 'npx --no-install trunkline' : `node ${word(file)}`;
}

function directoryFlag(options: GlobalOptions): string[] {
  return options.directory === '.' ? [] : ['--directory', word(options.directory)];
}

/** A word for a POSIX shell, quoted where it needs it. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text);
}
