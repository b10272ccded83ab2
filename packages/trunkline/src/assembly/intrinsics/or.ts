// Fn::Or: whether any of two to ten conditions holds.
import { argumentList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::Or": [conditions]}`. */
export const or: ConditionIntrinsic = (argument, context, path) =>
  argumentList('Fn::Or', argument, path, 'two to ten conditions', 2, 10)
    .map((item, key) => context.evaluateCondition(item, { parent: path, key }))
    .some(Boolean);
