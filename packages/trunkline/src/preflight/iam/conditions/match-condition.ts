// Whether one key of a statement's Condition holds for a request.
import { all, any, certain, NO, not, unknown, YES, type Match } from '../match.js';
import type { PolicyText } from '../policy-variables.js';
import type { KeyValue } from '../request-context.js';
import type { Condition } from '../statement.js';
import { describe } from '../unresolved.js';
import { readOperatorName, type OperatorName } from './operator-name.js';
import type { ConditionOperator } from './operator.js';
import { CONDITION_OPERATORS } from './table.js';

/**
 * Whether a condition holds. An operator or a key that is not known leaves it open, with the name.
 *
 * Sources: IAM User Guide, IAM JSON policy elements: Condition operators; Single-valued vs. multivalued context keys.
 */
export function matchCondition(condition: Condition, text: PolicyText): Match {
  if (condition.key === '') return unknown(...condition.unknown);
  const name = readOperatorName(condition.operator);
  const value = text.context.lookup(condition.key);
  if (name.base === 'Null' && name.quantifier === undefined && !name.ifExists) return matchNull(condition, value);
  const operator = CONDITION_OPERATORS.get(name.base);
  if (operator === undefined)
    return unknown(`the condition operator '${describe(condition.operator)}' is not known here`);
  if (value.kind === 'unknown') return unknown(notGiven(condition.key));
  if (value.kind === 'absent') return whenAbsent(name, operator, condition);
  if (value.kind === 'present') return matchValues(condition, value.values, name, operator, text);
  const matches = value.values.map((each) => matchValues(condition, [each], name, operator, text));
  const [first] = matches;
  if (first !== undefined && matches.every(({ kind }) => kind === first.kind)) return first;
  return unknown(`whether '${describe(condition.key)}' is ${value.values.join(' or ')} only the call tells`);
}

function notGiven(key: string): string {
  return `the condition key '${describe(key)}' of the request is not known`;
}

/** `"true"` wants the key to be absent, `"false"` to be there. */
function matchNull({ key, values, unknown: reasons }: Condition, value: KeyValue): Match {
  if (value.kind === 'unknown') return unknown(notGiven(key));
  const absent = value.kind === 'absent' || value.values.length === 0;
  return any([
    ...values.map((wanted) => {
      const word = wanted.toLowerCase();
      if (word !== 'true' && word !== 'false')
        return unknown(`'${describe(wanted)}' in a Null condition is not true or false`);
      return certain((word === 'true') === absent);
    }),
    ...reasons.map((why) => unknown(why)),
  ]);
}

function whenAbsent({ quantifier, ifExists }: OperatorName, { negated }: ConditionOperator, at: Condition): Match {
  if (quantifier === 'ForAllValues') return YES;
  if (quantifier === 'ForAnyValue') {
    // unsure: whether IfExists counts beside ForAnyValue.
    return ifExists
      ? unknown(`'${describe(at.operator)}' on a key that the request does not have is not documented`)
      : NO;
  }
  return certain(ifExists || negated);
}

function matchValues(
  condition: Condition,
  values: readonly string[],
  { quantifier }: OperatorName,
  operator: ConditionOperator,
  text: PolicyText,
): Match {
  const holds = (actual: string): Match => {
    const listed = any([
      ...condition.values.map((wanted) => operator.compare(wanted, actual, text)),
      ...condition.unknown.map((why) => unknown(why)),
    ]);
    return operator.negated ? not(listed) : listed;
  };
  if (quantifier !== undefined) {
    // An empty set of values, which an empty text counts as, holds for all and for none.
    const given = values.filter((value) => value !== '');
    return quantifier === 'ForAllValues' ? all(given.map(holds)) : any(given.map(holds));
  }
  const [only, ...others] = values;
  if (only === undefined || others.length > 0) {
    return unknown(`'${describe(condition.key)}' has ${values.length} values and needs ForAnyValue or ForAllValues`);
  }
  return holds(only);
}
