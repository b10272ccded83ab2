// What a condition operator is: a comparison of one value of the policy with one value of the request.
import type { Match } from '../match.js';
import type { PolicyText } from '../policy-variables.js';

/** A condition operator without its prefix (`ForAnyValue:`) and suffix (`IfExists`). */
export interface ConditionOperator {
  /** Whether it is the negated form, which holds where none of the policy's values matches, and where the key is absent. */
  readonly negated: boolean;
  /** Compares one value of the policy, variables and all, with one value of the request, as the form without `Not`. */
  readonly compare: (wanted: string, actual: string, text: PolicyText) => Match;
}

/** The two forms of an operator. */
export function withNegation(
  name: string,
  negatedName: string,
  compare: ConditionOperator['compare'],
): [string, ConditionOperator][] {
  return [
    [name, { negated: false, compare }],
    [negatedName, { negated: true, compare }],
  ];
}
