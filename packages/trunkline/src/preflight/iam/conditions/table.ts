// The condition operators that the evaluator knows: one line for each family.
import { ARN_OPERATORS } from './arn.js';
import { BINARY_OPERATORS } from './binary.js';
import { BOOL_OPERATORS } from './bool.js';
import { DATE_OPERATORS } from './date.js';
import { IP_ADDRESS_OPERATORS } from './ip-address.js';
import { NUMERIC_OPERATORS } from './numeric.js';
import type { ConditionOperator } from './operator.js';
import { STRING_OPERATORS } from './string.js';

/** Operators by name; `Null` is none of them, as it looks at the key and not at its values. */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map([
  ...STRING_OPERATORS,
  ...ARN_OPERATORS,
  ...BOOL_OPERATORS,
  ...NUMERIC_OPERATORS,
  ...DATE_OPERATORS,
  ...IP_ADDRESS_OPERATORS,
  ...BINARY_OPERATORS,
]);
