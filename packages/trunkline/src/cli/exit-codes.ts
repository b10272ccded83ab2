// How the process ends: 0 clean, 1 findings or a failed action, 2 wrong use, 3 our bug, 128 + n on signal n.
import { constants } from 'node:os';
import { TrunklineError, type ErrorCode } from '../model/errors.js';

/** Codes that scripts rely on. */
export const EXIT = { clean: 0, failed: 1, usage: 2, bug: 3 } as const;

/** Every mistake of the user's ends with 2; these are the exceptions. */
const OTHER_CODES: Partial<Record<ErrorCode, number>> = { PipelineInvalid: EXIT.failed };

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof TrunklineError)) return EXIT.bug;
  return OTHER_CODES[error.code] ?? EXIT.usage;
}

/** The exit code of a process that a signal ended, as a shell gives it: 130 for SIGINT, 143 for SIGTERM. */
export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
