// The condition keys that are known here, by name: what a request says of each, and which requests certainly lack it.
import type { AccessRequest, ContextValue, OneOf } from '../request.js';
import { matchPattern, readPattern, type Pattern } from '../wildcard.js';
import type { ContextKey, ServiceKeys } from './context-key.js';
import { DELIVERY_KEYS } from './delivery-keys.js';
import { GLOBAL_KEYS } from './global-keys.js';
import { IAM_KEYS, STS_KEYS } from './identity-keys.js';
import { KMS_KEYS } from './kms-keys.js';
import { S3_KEYS } from './s3-keys.js';

/** The tables, one for each service. */
export const CONTEXT_KEYS: readonly ServiceKeys[] = [
  GLOBAL_KEYS,
  IAM_KEYS,
  STS_KEYS,
  KMS_KEYS,
  S3_KEYS,
  ...DELIVERY_KEYS,
];

interface KnownKey extends ContextKey {
  readonly patterns: readonly Pattern[];
}

const SERVICES: ReadonlyMap<string, ServiceKeys> = new Map(CONTEXT_KEYS.map((keys) => [keys.service, keys]));

const KEYS: ReadonlyMap<string, KnownKey> = new Map(
  CONTEXT_KEYS.flatMap(({ keys }) =>
    keys.map((each): [string, KnownKey] => [
      each.key,
      { ...each, patterns: (each.actions ?? []).map((action) => readPattern(action, true)) },
    ]),
  ),
);

const FAMILIES: readonly KnownKey[] = [...KEYS.values()].filter(({ key }) => /[/:.]$/.test(key));

/**
 * What a request says of a condition key beside what is given with it: its value, `null` where the request certainly does not
 * have it, `undefined` where nothing is known.
 *
 * @param key in small letters
 */
export function derivedValue(key: string, request: AccessRequest): ContextValue | OneOf | undefined {
  const known = KEYS.get(key) ?? FAMILIES.find((family) => key.startsWith(family.key));
  const action = request.action.toLowerCase();
  if (known !== undefined) {
    if (known.actions !== undefined && !known.patterns.some((each) => matchPattern(each, action).kind !== 'no'))
      return null;
    return known.value?.(request, key.slice(known.key.length));
  }
  return isOfAnotherService(key, action) ? null : undefined;
}

/** Keys of a service that is listed here are in requests to that service alone; those of others may be in any. */
function isOfAnotherService(key: string, action: string): boolean {
  const service = key.slice(0, Math.max(key.indexOf(':'), 0));
  const keys = SERVICES.get(service);
  if (keys === undefined || service === 'aws') return false;
  const asked = action.slice(0, Math.max(action.indexOf(':'), 0));
  return !(keys.requestsOf ?? [service]).includes(asked);
}
