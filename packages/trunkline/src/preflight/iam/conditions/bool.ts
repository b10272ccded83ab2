// The operator Bool.
import { comparison } from './literal.js';
import type { ConditionOperator } from './operator.js';

/**
 * Source: IAM User Guide, Condition operators, "Boolean condition operators".
 * unsure: whether `Bool` takes a policy variable; two pages differ. A variable is open here.
 */
export const BOOL_OPERATORS: readonly [string, ConditionOperator][] = [
  ['Bool', { negated: false, compare: comparison('true or false', truth, (actual, wanted) => actual === wanted) }],
];

function truth(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}
