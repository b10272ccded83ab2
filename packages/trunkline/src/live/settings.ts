// How accounts are reached for `--live`: the key `live` of `.trunklinerc.json`. Loads nothing of the AWS SDK.
import { z } from 'zod';

/** The key `live`. */
export const liveSchema = z.strictObject({
  /**
   * The name of a role, with its path, that the caller's own credentials assume in every account that no profile is named
   * for. `{account}` and `{region}` stand for those of the account: `cdk-hnb659fds-lookup-role-{account}-{region}` is the
   * role that CDK's bootstrapping makes for reading. @default none: only the caller's own account is read
   */
  role: z
    .string()
    .regex(/^[\w+=,.@/{}-]{1,512}$/, 'a role is given by its name, with its path where it has one')
    .optional(),
});

/** What `.trunklinerc.json` says of live reading. */
export type LiveSettings = z.infer<typeof liveSchema>;

/** How the accounts are reached. */
export interface LiveAccess extends LiveSettings {
  /** Names of profiles of the shared AWS configuration, by account. @default none */
  readonly profiles?: Readonly<Record<string, string>>;
  /** The URL of an endpoint that answers for every service, such as moto's, for tests. @default AWS's own */
  readonly endpoint?: string;
  /** Ends the reading. @default nothing does */
  readonly signal?: AbortSignal;
}
