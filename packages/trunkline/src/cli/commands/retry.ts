// `trunkline retry`: runs one action of an earlier rehearsal again.
import { retry } from '../../rehearse/retry.js';
import { shellWord } from '../../report/shell-word.js';
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
  const { enableTransition: enabledTransitions = [] } = options;
  // The earlier run's journal knows those that its own start enabled, and not these.
  const flags = enabledTransitions.flatMap((stage) => ['--enable-transition', shellWord(stage)]);
  return withSession(options, ({ rehearsal, settings, host }) =>
    retry(
      {
        ...rehearsal,
        rerunCommand: (...names) => [rehearsal.rerunCommand(...names), ...flags].join(' '),
        approve: options.yes ?? false,
        notRehearsed: settings.notRehearsed,
        enabledTransitions,
        ...target,
      },
      host,
    ),
  );
}
