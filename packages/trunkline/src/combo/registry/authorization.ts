// Answers a registry's challenge: a token of its token service, or name and password.
import type { Challenge } from './challenge.js';
import type { Credential } from './credentials.js';
import { type Exchange, jsonObject, readBody, send } from './exchange.js';
import { registryFailed, withoutSecrets } from './failures.js';

/** What to answer. */
export interface AuthorizationRequest {
  readonly registry: string;
  readonly challenges: readonly Challenge[];
  /** Such as `repository:library/python:pull`. */
  readonly scope: string;
  readonly credential?: Credential;
  /** Whether the registry itself is spoken to in plain HTTP: then its token service may be, too. */
  readonly plainHttp: boolean;
}

const CLIENT_ID = 'trunkline';
const MAX_TOKEN_BYTES = 1024 * 1024;

/**
 * The value for `Authorization`; undefined where nothing that we have answers the challenge. A token goes before name
 * and password, so that they do not travel with each request.
 * @throws TrunklineError RegistryFailed where the token service fails
 */
export async function authorize(request: AuthorizationRequest, exchange: Exchange): Promise<string | undefined> {
  const { challenges, credential } = request;
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.realm);
  if (bearer) {
    const token = await tokenFor(request, bearer, exchange);
    if (token !== undefined) return `Bearer ${token}`;
  }
  const basic = challenges.some(({ scheme }) => scheme === 'basic');
  return basic && credential?.kind === 'password' ? basicOf(credential) : undefined;
}

function basicOf({ username, password }: Extract<Credential, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function tokenFor(
  { registry, scope, credential, plainHttp }: AuthorizationRequest,
  { parameters }: Challenge,
  exchange: Exchange,
): Promise<string | undefined> {
  const what = `The token service of ${registry}`;
  const trusts = ({ protocol }: URL): boolean => protocol === 'https:' || (protocol === 'http:' && plainHttp);
  const url = realmOf(parameters.realm ?? '', what, trusts);
  const query: Record<string, string> = {
    ...(parameters.service === undefined ? {} : { service: parameters.service }),
    // The registry's own words for what is asked go before ours.
    scope: parameters.scope || scope,
  };
  const response =
    credential?.kind === 'identity-token'
      ? await send(exchange, url, trusts, {
          method: 'POST',
          body: new URLSearchParams({
            ...query,
            grant_type: 'refresh_token',
            client_id: CLIENT_ID,
            refresh_token: credential.token,
          }),
        })
      : await send(exchange, withQuery(url, query), trusts, {
          ...(credential ? { headers: { authorization: basicOf(credential) } } : {}),
        });
  if (response.status === 401 || response.status === 403) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) throw registryFailed(what, `it answers ${response.status}.`);
  const answer = jsonObject(await readBody(response, what, MAX_TOKEN_BYTES), what);
  const token = answer.token ?? answer.access_token;
  // A line break would make the token a second header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
    throw registryFailed(what, 'its answer has no token.');
  return token;
}

/** A login must not go out in clear because a registry says so: plain HTTP only where the registry speaks it itself. */
function realmOf(realm: string, what: string, trusts: (url: URL) => boolean): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (!url || !trusts(url)) {
    throw registryFailed(what, `its address ${JSON.stringify(withoutSecrets(realm))} is no HTTPS address.`);
  }
  return url;
}

function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  return whole;
}
