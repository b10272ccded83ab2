// The front door of live reading: what the accounts have, in the landscape's terms. Loads the AWS SDK: import it late.
import type { PreflightInput } from '../preflight/input.js';
import type { LandscapeOptions, LiveLandscape } from '../preflight/landscape/read-landscape.js';
import { TrunklineError } from '../model/errors.js';
import { readAccounts } from './read-accounts.js';
import { SdkReader } from './sdk.js';
import type { LiveAccess } from './settings.js';

/**
 * Reads what the pipelines of an app come upon, with calls that only read. What the pipelines deploy themselves is not read.
 * It never rejects for what an account refuses: such things are unknown then, and `assumptions` says which and why.
 *
 * @param options what is declared, as preflight takes it
 * @throws TrunklineError `Interrupted`
 */
export async function readLive(
  input: PreflightInput,
  options: LandscapeOptions,
  access: LiveAccess = {},
): Promise<LiveLandscape> {
  const reader = new SdkReader(access);
  try {
    const live = await readAccounts(input, options, reader);
    if (access.signal?.aborted === true) {
      throw new TrunklineError('Interrupted', 'The reading of the accounts was interrupted.');
    }
    return live;
  } finally {
    reader.close();
  }
}
