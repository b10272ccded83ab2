// Fn::Not: whether a condition does not hold.
import { argumentList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::Not": [condition]}`. */
export const not: ConditionIntrinsic = (argument, context, path) => {
  const [item] = argumentList('Fn::Not', argument, path, 'one condition', 1, 1);
  return !context.evaluateCondition(item ?? null, { parent: path, key: 0 });
};
