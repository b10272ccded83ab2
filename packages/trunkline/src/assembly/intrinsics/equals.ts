// Fn::Equals: whether two values are the same.
import { argumentList, scalarText, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::Equals": [a, b]}`; numbers and booleans compare by their text, as parameters are strings. */
export const equals: ConditionIntrinsic = (argument, context, path) => {
  const [left, right] = argumentList('Fn::Equals', argument, path, 'two values', 2, 2).map((item, key) => {
    const value = context.evaluate(item, { parent: path, key });
    return scalarText(value) ?? JSON.stringify(value);
  });
  return left === right;
};
