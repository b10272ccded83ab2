// The condition keys of a request: those that its caller gives, and those that follow from who calls what.
import { derivedValue } from './context-keys/table.js';
import type { AccessRequest, ContextValue, OneOf } from './request.js';

/** What is known about a condition key: its values, that the request does not have it, or nothing. */
export type KeyValue =
  | { readonly kind: 'present'; readonly values: readonly string[] }
  /** One value, which is one of these. */
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** The condition keys of one request. */
export interface RequestContext {
  /** Looks a key up; names of keys are not case-sensitive. */
  lookup(key: string): KeyValue;
}

/** The context of a request. What a caller gives goes before what is derived. */
export function contextOf(request: AccessRequest): RequestContext {
  let given: ReadonlyMap<string, ContextValue> | undefined;
  return {
    lookup(key) {
      const name = key.toLowerCase();
      // Most requests are told by statements without conditions.
      given ??= givenKeys(request.context);
      const value = given.get(name);
      return keyValue(value === undefined ? derivedValue(name, request) : value);
    },
  };
}

function givenKeys(context: AccessRequest['context'] = {}): ReadonlyMap<string, ContextValue> {
  return new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}

function keyValue(value: ContextValue | OneOf | undefined): KeyValue {
  if (value === undefined) return { kind: 'unknown' };
  if (value === null) return { kind: 'absent' };
  if (typeof value === 'object' && 'oneOf' in value) return { kind: 'one-of', values: value.oneOf };
  return { kind: 'present', values: typeof value === 'string' ? [value] : value };
}
