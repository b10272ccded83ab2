// `trunkline retry`: runs one action of an earlier rehearsal again.
import { retry } from '../../rehearse/retry.js';
import type { RetryOptions } from '../options.js';
import { withSession } from './session.js';

/** Which action of which run. */
export interface RetryTarget {
  readonly run: string;
  readonly pipeline: string;
  /** `Stage/Action`. */
  readonly action: string;
}

/** Resolves with the exit code. */
export async function retryCommand(target: RetryTarget, options: RetryOptions): Promise<number> {
  return withSession(options, ({ rehearsal, settings, host }) =>
    retry({ ...rehearsal, approve: options.yes ?? false, notRehearsed: settings.notRehearsed, ...target }, host),
  );
}
