// One request to a registry: patience with limits and failures of the moment, and a bound on what is read.
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, registryFailed, withoutSecrets } from './failures.js';
import { stopIfInterrupted } from './interruption.js';

/** How the outside is reached; tests hand in their own. */
export interface Exchange {
  readonly fetch: typeof fetch;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Aborting it ends requests and waits. */
  readonly signal?: AbortSignal;
  /** Told when a wait is long, so that nobody thinks that it hangs. */
  readonly note?: (message: string) => void;
}

/** The real outside. */
export function realExchange(options: Pick<Exchange, 'signal' | 'note'> = {}): Exchange {
  return {
    ...options,
    fetch: (input, init) => fetch(input, init),
    pause: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, signal ? { signal } : {});
    },
  };
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
/** Docker Hub's limits last hours: nobody waits so long, and the message then says what it is. */
const LONGEST_PAUSE_MS = 60_000;
const TIMEOUT_MS = 30_000;
const TOO_MANY_REQUESTS = 429;
const LONGEST_WAY = 5;
const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What the network does now and then; a certificate or a port that is refused stays refused. */
const PASSING_FAILURES: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/**
 * Sends a request, and follows where the answer points, each time only to an address that is trusted, and never from
 * HTTPS to plain HTTP. `Authorization` stays with the host that it is for; a body, which may be a login, is sent nowhere
 * else: the redirection is then the answer.
 * @param trusts whether an address may be asked; the first one is the caller's own
 * @throws TrunklineError RegistryFailed where there is no answer, or none that can be trusted
 */
export async function send(
  exchange: Exchange,
  url: URL,
  trusts: (url: URL) => boolean,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  let [at, ways] = [url, 0];
  for (;;) {
    const response = await sendPatiently(exchange, at, { ...init, headers, redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null || !REDIRECTIONS.has(response.status) || init.body) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, at.href) ? new URL(location, at) : undefined;
    const what = withoutSecrets(url.href);
    if (!next || !trusts(next) || (at.protocol === 'https:' && next.protocol !== 'https:')) {
      throw registryFailed(what, `it points to ${withoutSecrets(next?.href ?? location)}, which is no HTTPS address.`);
    }
    if (++ways > LONGEST_WAY) throw registryFailed(what, `it points on and on, more than ${LONGEST_WAY} times.`);
    if (next.origin !== at.origin) headers.delete('authorization');
    at = next;
  }
}

/** Sends until the answer is something else than "later": 429 and 5xx are tried again, and failures of the moment. */
async function sendPatiently(exchange: Exchange, url: URL, init: RequestInit): Promise<Response> {
  const { signal, pause, note } = exchange;
  for (let attempt = 1; ; attempt++) {
    stopIfInterrupted(signal);
    const outcome = await attemptOf(exchange, url, init);
    const isLast = attempt === ATTEMPTS;
    if (outcome instanceof Response && !isForLater(outcome.status)) return outcome;
    stopIfInterrupted(signal);
    const wait = outcome instanceof Response ? waitOf(outcome, attempt) : FIRST_PAUSE_MS * 2 ** (attempt - 1);
    const isFinal = !(outcome instanceof Response) && !isPassing(outcome);
    if (outcome instanceof Response) await outcome.body?.cancel();
    if (isLast || isFinal || wait > LONGEST_PAUSE_MS) throw registryFailed(url.host, whyNot(outcome));
    if (wait > FIRST_PAUSE_MS) note?.(`${url.host} ${howIt(outcome)}; the next try is in ${Math.ceil(wait / 1000)} s.`);
    await pause(wait, signal).catch(() => stopIfInterrupted(signal));
  }
}

async function attemptOf(exchange: Exchange, url: URL, init: RequestInit): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await exchange.fetch(url, {
      ...init,
      signal: exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout,
    });
  } catch (error) {
    return error;
  }
}

function isPassing(error: unknown): boolean {
  const { name, cause } = error as Error;
  return name === 'TimeoutError' || PASSING_FAILURES.has((cause as NodeJS.ErrnoException | undefined)?.code);
}

function isForLater(status: number): boolean {
  return status === TOO_MANY_REQUESTS || status >= 500;
}

function waitOf({ headers }: Response, attempt: number): number {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : FIRST_PAUSE_MS * 2 ** (attempt - 1);
}

function howIt(outcome: unknown): string {
  return outcome instanceof Response ? `answers ${outcome.status}` : `cannot be reached (${reasonOf(outcome)})`;
}

function whyNot(outcome: unknown): string {
  if (!(outcome instanceof Response))
    return `it cannot be reached (${reasonOf(outcome)}). Check its name and your network.`;
  if (outcome.status === TOO_MANY_REQUESTS) {
    return 'it answers 429: too many requests. Log in for a higher limit, or name a mirror with --registry.';
  }
  return `it answers ${outcome.status}. Try again later.`;
}

/**
 * Reads a body that must not be larger than that.
 * @throws TrunklineError RegistryFailed where it is, or ends early
 */
export async function readBody(response: Response, what: string, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw registryFailed(what, `the answer broke off (${reasonOf(error)}).`);
  }
  if (size > maxBytes) throw registryFailed(what, `the answer is larger than ${maxBytes} bytes.`);
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON object.
 * @throws TrunklineError RegistryFailed where it is none
 */
export function jsonObject(body: Buffer, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw registryFailed(what, 'the answer is not a JSON object. Is this a registry?');
}
