// Fn::Contains: whether a list holds a value (Rules only).
import { argumentList, intrinsicError, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::Contains": [list, value]}`. */
export const contains: ConditionIntrinsic = (argument, context, path) => {
  const [list, value] = argumentList('Fn::Contains', argument, path, 'a list and a value', 2, 2).map((item, key) =>
    context.evaluate(item, { parent: path, key }),
  );
  if (!Array.isArray(list)) throw intrinsicError('Fn::Contains', path, 'the first item must be a list');
  return list.some((item) => String(item) === String(value));
};
