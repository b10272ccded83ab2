// Fn::And: whether all of two to ten conditions hold.
import { argumentList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::And": [conditions]}`. */
export const and: ConditionIntrinsic = (argument, context, path) =>
  argumentList('Fn::And', argument, path, 'two to ten conditions', 2, 10)
    .map((item, key) => context.evaluateCondition(item, { parent: path, key }))
    .every(Boolean);
