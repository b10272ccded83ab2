// Makes a stage's conditions of what the configuration says about it.
import type { ConditionSettings, StageConditionSettings } from '../../config/condition-props';
import type { StageCondition, StageConditions, StageFailure } from './stage-conditions';
import { StageRule } from './stage-rule';

/** The conditions of a stage, or `undefined` where the configuration has none for it. */
export function configuredConditions(settings: StageConditionSettings): StageConditions | undefined {
  const beforeEntry = only(settings.beforeEntry?.conditions);
  const onSuccess = only(settings.onSuccess?.conditions);
  const onFailure = failureOf(settings.onFailure);
  if (beforeEntry === undefined && onSuccess === undefined && onFailure === undefined) return undefined;
  return {
    ...(beforeEntry === undefined ? {} : { beforeEntry }),
    ...(onSuccess === undefined ? {} : { onSuccess }),
    ...(onFailure === undefined ? {} : { onFailure }),
  };
}

/** The configuration's lists are AWS's, which have one element. */
function only(conditions: readonly ConditionSettings[] = []): StageCondition | undefined {
  const [condition] = conditions;
  if (condition === undefined) return undefined;
  return { result: condition.result, rules: condition.rules.map((rule) => StageRule._of(rule)) };
}

function failureOf(failure: StageConditionSettings['onFailure']): StageFailure | undefined {
  if (failure === undefined) return undefined;
  const condition = only(failure.conditions);
  return {
    ...(failure.result === undefined ? {} : { result: failure.result }),
    ...(failure.retryMode === undefined ? {} : { retryMode: failure.retryMode }),
    ...(condition === undefined ? {} : { condition }),
  };
}
