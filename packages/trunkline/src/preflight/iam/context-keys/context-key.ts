// What a table of condition keys says of one key.
import type { AccessRequest, ContextValue, OneOf } from '../request.js';

/** A condition key that AWS puts into requests. */
export interface ContextKey {
  /** In small letters, as names of keys are not case-sensitive. A family, such as tags, ends in `/` or `:`. */
  readonly key: string;
  /** Patterns of the actions, in small letters, whose requests may have it; others certainly do not. @default all actions */
  readonly actions?: readonly string[];
  /**
   * Its value, as far as the request tells it: `undefined` where that is unknown, `null` where the request certainly lacks
   * it. @default unknown
   *
   * @param rest what follows the name of the family, in small letters
   */
  readonly value?: (request: AccessRequest, rest: string) => ContextValue | OneOf | undefined;
}

/** The keys of one service. */
export interface ServiceKeys {
  /** The prefix of the keys. */
  readonly service: string;
  /** The services whose requests may have such keys. @default that of the prefix */
  readonly requestsOf?: readonly string[];
  readonly keys: readonly ContextKey[];
}

/** The value of one of some tags, whose keys are not case-sensitive here; `null` where there is none. */
export function tagged(tags: Readonly<Record<string, string>> | undefined, key: string): ContextValue | undefined {
  if (tags === undefined) return undefined;
  for (const [name, value] of Object.entries(tags)) if (name.toLowerCase() === key) return value;
  return null;
}
