// ARN operators: part by part, each with wildcards.
import { matchArnByParts } from '../arn.js';
import { NO, unknown, type Match } from '../match.js';
import { expand, type PolicyText } from '../policy-variables.js';
import { withNegation, type ConditionOperator } from './operator.js';

/** `ArnEquals` and `ArnLike` are the same. Source: IAM User Guide, Condition operators, "ARN condition operators". */
export const ARN_OPERATORS: readonly [string, ConditionOperator][] = [
  ...withNegation('ArnEquals', 'ArnNotEquals', compareArn),
  ...withNegation('ArnLike', 'ArnNotLike', compareArn),
];

function compareArn(wanted: string, actual: string, text: PolicyText): Match {
  const expanded = expand(wanted, text, true);
  if (expanded.kind === 'unknown') return unknown(expanded.why);
  return expanded.kind === 'absent' ? NO : matchArnByParts(expanded.pattern, actual);
}
