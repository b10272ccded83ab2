// Ends work on a combo that the user has interrupted.
import { TrunklineError } from '../../model/errors.js';

/** @throws TrunklineError Interrupted once the signal is aborted */
export function stopIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TrunklineError('Interrupted', 'Interrupted.');
}
