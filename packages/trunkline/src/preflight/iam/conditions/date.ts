// Date operators.
import { comparison } from './literal.js';
import { withNegation, type ConditionOperator } from './operator.js';

/** Dates in ISO 8601 or in seconds since 1970. Source: IAM User Guide, Condition operators, "Date condition operators". */
export const DATE_OPERATORS: readonly [string, ConditionOperator][] = [
  ...withNegation(
    'DateEquals',
    'DateNotEquals',
    compare((actual, wanted) => actual === wanted),
  ),
  ['DateLessThan', { negated: false, compare: compare((actual, wanted) => actual < wanted) }],
  ['DateLessThanEquals', { negated: false, compare: compare((actual, wanted) => actual <= wanted) }],
  ['DateGreaterThan', { negated: false, compare: compare((actual, wanted) => actual > wanted) }],
  ['DateGreaterThanEquals', { negated: false, compare: compare((actual, wanted) => actual >= wanted) }],
];

// A date alone, or with a time and its zone: a time without a zone would be that of the machine that evaluates.
const ISO_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

function compare(holds: (actual: number, wanted: number) => boolean): ConditionOperator['compare'] {
  return comparison('a date', milliseconds, holds);
}

function milliseconds(text: string): number | undefined {
  // Four digits are a year of ISO 8601; more are seconds.
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parsed = ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
