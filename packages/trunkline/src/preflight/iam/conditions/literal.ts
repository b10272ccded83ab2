// Values of the operators that know neither variables nor wildcards: numbers, dates, addresses, truth values.
import { certain, unknown, type Match } from '../match.js';
import { describe, hasHole } from '../unresolved.js';
import type { ConditionOperator } from './operator.js';

/**
 * A comparison of two parsed values. A value of the policy that is none is open, as AWS may reject it; one of the
 * request that is none does not match.
 */
export function comparison<T>(
  what: string,
  parse: (text: string) => T | undefined,
  holds: (actual: T, wanted: T) => boolean,
): ConditionOperator['compare'] {
  return (wantedText, actualText): Match => {
    if (hasHole(wantedText) || hasHole(actualText)) {
      return unknown(`${describe(wantedText)} or ${describe(actualText)} is not told by the template`);
    }
    const wanted = parse(wantedText);
    if (wanted === undefined) return unknown(`'${describe(wantedText)}' in a condition is not ${what}`);
    const actual = parse(actualText);
    return certain(actual !== undefined && holds(actual, wanted));
  };
}
