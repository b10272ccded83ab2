// Credentials for each account: a profile that was named, the caller's own, or a role that these assume for reading.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Environment } from '../model/environment.js';
import { parseArn } from '../preflight/iam/arn.js';
import { READ_ACTIONS } from './calls.js';
import { isExpected, summaryOf } from './failures.js';
import type { LiveAccess } from './settings.js';

/** What the SDK's clients take. */
export type CredentialsProvider = ReturnType<typeof fromNodeProviderChain>;

/** Credentials, or why there are none. */
export type AccountCredentials =
  { readonly kind: 'found'; readonly provider: CredentialsProvider } | { readonly kind: 'none'; readonly why: string };

type Identity = { readonly account: string; readonly partition: string } | { readonly why: string };

/** Whatever the role may do, the session that is assumed may only read. Source: STS API Reference, AssumeRole, Policy. */
const SESSION_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [...new Set(Object.values(READ_ACTIONS))], Resource: '*' }],
});

/** Finds credentials for accounts, each once. */
export class Credentials {
  readonly #accounts = new Map<string, Promise<AccountCredentials>>();
  #own: Promise<Identity> | undefined;
  readonly #chain: CredentialsProvider;

  public constructor(private readonly access: LiveAccess) {
    this.#chain = fromNodeProviderChain();
  }

  /** The credentials of a place's account. */
  public of(place: Environment): Promise<AccountCredentials> {
    let found = this.#accounts.get(place.account);
    if (found === undefined) this.#accounts.set(place.account, (found = this.#find(place)));
    return found;
  }

  async #find(place: Environment): Promise<AccountCredentials> {
    const { account, region } = place;
    const profile = this.access.profiles?.[account];
    if (profile !== undefined) {
      const provider = fromIni({ profile });
      return this.#checked(provider, place, `profile ${profile}`);
    }
    const own = await (this.#own ??= this.#identityOf(this.#chain, region));
    if ('account' in own && own.account === account) return { kind: 'found', provider: this.#chain };
    const { role } = this.access;
    const advice = `name a profile with --live-profile ${account}=PROFILE`;
    if ('why' in own) return { kind: 'none', why: `no credentials: ${own.why}; ${advice}` };
    if (role === undefined) {
      return { kind: 'none', why: `no credentials for it; ${advice}, or a role with "live" in .trunklinerc.json` };
    }
    const name = role.replaceAll('{account}', account).replaceAll('{region}', region);
    const provider = fromTemporaryCredentials({
      masterCredentials: this.#chain,
      params: {
        RoleArn: `arn:${own.partition}:iam::${account}:role/${name}`,
        RoleSessionName: 'trunkline-preflight',
        Policy: SESSION_POLICY,
      },
      clientConfig: this.#client(region),
    });
    return this.#checked(provider, place, `role ${name}`);
  }

  /** A profile of another account would be believed otherwise. */
  async #checked(provider: CredentialsProvider, place: Environment, what: string): Promise<AccountCredentials> {
    const identity = await this.#identityOf(provider, place.region);
    if ('why' in identity) return { kind: 'none', why: `${what} gives no credentials: ${identity.why}` };
    if (identity.account === place.account) return { kind: 'found', provider };
    return { kind: 'none', why: `${what} is of account ${identity.account}` };
  }

  async #identityOf(credentials: CredentialsProvider, region: string): Promise<Identity> {
    const client = new STSClient({ ...this.#client(region), credentials });
    try {
      const { signal } = this.access;
      const { Account = '', Arn = '' } = await client.send(
        new GetCallerIdentityCommand({}),
        signal === undefined ? {} : { abortSignal: AbortSignal.any([signal]) },
      );
      return { account: Account, partition: parseArn(Arn)?.partition ?? 'aws' };
    } catch (error) {
      if (!isExpected(error)) throw error;
      return { why: summaryOf(error) };
    } finally {
      client.destroy();
    }
  }

  #client(region: string): { readonly region: string; readonly endpoint?: string } {
    const { endpoint } = this.access;
    return { region, ...(endpoint === undefined ? {} : { endpoint }) };
  }
}
