// Numeric operators.
import { comparison } from './literal.js';
import { withNegation, type ConditionOperator } from './operator.js';

/** Source: IAM User Guide, Condition operators, "Numeric condition operators". */
export const NUMERIC_OPERATORS: readonly [string, ConditionOperator][] = [
  ...withNegation(
    'NumericEquals',
    'NumericNotEquals',
    compare((actual, wanted) => actual === wanted),
  ),
  ['NumericLessThan', { negated: false, compare: compare((actual, wanted) => actual < wanted) }],
  ['NumericLessThanEquals', { negated: false, compare: compare((actual, wanted) => actual <= wanted) }],
  ['NumericGreaterThan', { negated: false, compare: compare((actual, wanted) => actual > wanted) }],
  ['NumericGreaterThanEquals', { negated: false, compare: compare((actual, wanted) => actual >= wanted) }],
];

function compare(holds: (actual: number, wanted: number) => boolean): ConditionOperator['compare'] {
  return comparison('a number', number, holds);
}

function number(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
