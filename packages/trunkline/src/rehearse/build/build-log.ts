// The lines of a build's log that are not a command's output, worded so that readers of CodeBuild's logs are at home.
import type { CommandEnd } from '../../process/user-shell.js';
import type { LogFile } from '../../process/log-file.js';
import type { BuildPhaseType, BuildStatus } from './request.js';

/** Writes a build's own lines. */
export class BuildLog {
  readonly #file: LogFile;

  public constructor(file: LogFile) {
    this.#file = file;
  }

  public write(chunk: Buffer): void {
    this.#file.write(chunk);
  }

  public note(text: string): void {
    this.#line(text);
  }

  public phaseEntered(phase: BuildPhaseType): void {
    this.#line(`Entering phase ${phase}`);
  }

  public phaseEnded(phase: BuildPhaseType, status: BuildStatus, message = ''): void {
    this.#line(`Phase complete: ${phase} State: ${status}`);
    if (message !== '') this.#line(`Phase context message: ${message}`);
  }

  public commandStarted(command: string): void {
    this.#line(`Running command ${command.trimEnd()}`);
  }

  public commandFailed(command: string, end: CommandEnd): void {
    this.#line(`Command did not exit successfully: ${command.trimEnd()}: ${describeEnd(end)}`);
  }

  #line(text: string): void {
    this.#file.line(`[trunkline] ${new Date().toISOString()} ${text}`);
  }
}

/** `exit status 3`, `ended by SIGKILL`. */
export function describeEnd({ exitCode, signal, problem }: CommandEnd): string {
  if (exitCode !== undefined) return `exit status ${String(exitCode)}`;
  if (signal !== undefined) return `ended by ${signal}`;
  return problem ?? 'it could not be run';
}
