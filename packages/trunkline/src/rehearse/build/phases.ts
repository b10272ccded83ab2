// Goes through a buildspec's phases: which commands run, and which phases follow a failure.
import type { Buildspec, BuildspecPhase, BuildspecPhaseName } from '../../model/buildspec.js';
import type { FailedCommand } from '../../model/execution.js';
import type { CommandEnd } from '../../process/user-shell.js';
import type { BuildLog } from './build-log.js';
import type { BuildPhaseType, BuildStatus } from './request.js';

/** What runs commands; `UserShell` is one. */
export interface CommandRunner {
  run(command: string): Promise<CommandEnd>;
  evaluate(line: string): Promise<CommandEnd>;
}

/** What the phases came to. */
export interface PhasesEnd {
  /** The first command that failed. */
  readonly failedCommand?: FailedCommand;
  /** Whether BUILD was entered: artifacts are uploaded then, even when it failed. */
  readonly built: boolean;
}

const PHASES: readonly (readonly [BuildspecPhaseName, BuildPhaseType])[] = [
  ['install', 'INSTALL'],
  ['pre_build', 'PRE_BUILD'],
  ['build', 'BUILD'],
  ['post_build', 'POST_BUILD'],
];

/**
 * Runs the phases. The first command that fails ends its phase's commands; `finally` runs all the same. After a failed
 * INSTALL or PRE_BUILD nothing follows, after a failed BUILD POST_BUILD does, with `CODEBUILD_BUILD_SUCCEEDING=0`;
 * `on-failure` says otherwise. Source: CodeBuild User Guide, build phase transitions and build specification reference.
 * @param endedEarly the status when the build was ended from outside, by a timeout or a stop
 */
export async function runPhases(
  buildspec: Buildspec,
  runner: CommandRunner,
  log: BuildLog,
  endedEarly: () => BuildStatus | undefined,
): Promise<PhasesEnd> {
  let failedCommand: FailedCommand | undefined;
  let built = false;
  let told = false;
  for (const [name, type] of PHASES) {
    if (endedEarly() !== undefined) break;
    if (type === 'BUILD') built = true;
    if (failedCommand !== undefined && !told) {
      await runner.evaluate('CODEBUILD_BUILD_SUCCEEDING=0; export CODEBUILD_BUILD_SUCCEEDING');
      told = true;
    }
    log.phaseEntered(type);
    const phase = buildspec.phases[name];
    const failed = phase === undefined ? undefined : await runPhase(phase, type, runner, log, endedEarly);
    log.phaseEnded(type, endedEarly() ?? (failed === undefined ? 'SUCCEEDED' : 'FAILED'));
    failedCommand ??= failed;
    if (failed !== undefined && !goesOn(type, phase?.onFailure)) break;
  }
  return { built, ...(failedCommand === undefined ? {} : { failedCommand }) };
}

function goesOn(type: BuildPhaseType, onFailure: BuildspecPhase['onFailure']): boolean {
  if (onFailure === 'CONTINUE') return true;
  if (onFailure === 'ABORT') return false;
  return type === 'BUILD';
}

async function runPhase(
  phase: BuildspecPhase,
  type: BuildPhaseType,
  runner: CommandRunner,
  log: BuildLog,
  endedEarly: () => BuildStatus | undefined,
): Promise<FailedCommand | undefined> {
  let failed: FailedCommand | undefined;
  for (const commands of [phase.commands, phase.finally]) {
    for (const command of commands) {
      if (endedEarly() !== undefined) return failed;
      log.commandStarted(command);
      const end = await runner.run(command);
      if (end.exitCode === 0) continue;
      log.commandFailed(command, end);
      failed ??= {
        phase: type,
        command,
        ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
        ...(end.signal === undefined ? {} : { signal: end.signal }),
      };
      break;
    }
  }
  return failed;
}
