// String operators: exact, without regard to case, and with wildcards.
import { NO, unknown, type Match } from '../match.js';
import { expand } from '../policy-variables.js';
import { lowerCasePattern, matchPattern } from '../wildcard.js';
import { withNegation, type ConditionOperator } from './operator.js';

/** Source: IAM User Guide, Condition operators, "String condition operators". */
export const STRING_OPERATORS: readonly [string, ConditionOperator][] = [
  ...withNegation('StringEquals', 'StringNotEquals', compareText(false, false)),
  ...withNegation('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', compareText(false, true)),
  ...withNegation('StringLike', 'StringNotLike', compareText(true, false)),
];

function compareText(wildcards: boolean, ignoreCase: boolean): ConditionOperator['compare'] {
  return (wanted, actual, text): Match => {
    const expanded = expand(wanted, text, wildcards);
    if (expanded.kind === 'unknown') return unknown(expanded.why);
    // "any attempt to match it fails": Variables and tags, "Principal key values".
    if (expanded.kind === 'absent') return NO;
    return ignoreCase
      ? matchPattern(lowerCasePattern(expanded.pattern), lowerCaseText(actual))
      : matchPattern(expanded.pattern, actual);
  };
}

/** Small letters outside of markers. */
function lowerCaseText(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}|[^{]+|\{/g, (part) => (part.startsWith('{{') ? part : part.toLowerCase()));
}
