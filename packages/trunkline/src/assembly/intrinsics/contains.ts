// Fn::Contains: whether a list holds a value (Rules only).
import { argumentList, intrinsicError, scalarText, textList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::Contains": [list, value]}`. */
export const contains: ConditionIntrinsic = (argument, context, path) => {
  const [list, value] = argumentList('Fn::Contains', argument, path, 'a list and a value', 2, 2).map((item, key) =>
    context.evaluate(item, { parent: path, key }),
  );
  if (!Array.isArray(list)) throw intrinsicError('Fn::Contains', path, 'the first item must be a list');
  const text = scalarText(value);
  if (text === undefined) throw intrinsicError('Fn::Contains', path, 'the value must be a string');
  return textList('Fn::Contains', list, path).includes(text);
};
