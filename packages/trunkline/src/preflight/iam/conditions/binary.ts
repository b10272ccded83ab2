// The operator BinaryEquals.
import { Buffer } from 'node:buffer';
import { comparison } from './literal.js';
import type { ConditionOperator } from './operator.js';

/** Compares bytes, base64 on both sides here. Source: IAM User Guide, Condition operators, "Binary condition operators". */
export const BINARY_OPERATORS: readonly [string, ConditionOperator][] = [
  ['BinaryEquals', { negated: false, compare: comparison('base64', bytes, (actual, wanted) => actual === wanted) }],
];

/** The one way to write these bytes. */
function bytes(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('base64') : undefined;
}
