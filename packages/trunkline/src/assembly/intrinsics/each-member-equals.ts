// Fn::EachMemberEquals: whether every item of a list is one value (Rules only).
import { argumentList, intrinsicError, scalarText, textList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::EachMemberEquals": [list, value]}`. */
export const eachMemberEquals: ConditionIntrinsic = (argument, context, path) => {
  const [list, value] = argumentList('Fn::EachMemberEquals', argument, path, 'a list and a value', 2, 2).map(
    (item, key) => context.evaluate(item, { parent: path, key }),
  );
  if (!Array.isArray(list)) throw intrinsicError('Fn::EachMemberEquals', path, 'the first item must be a list');
  const text = scalarText(value);
  if (text === undefined) throw intrinsicError('Fn::EachMemberEquals', path, 'the value must be a string');
  return textList('Fn::EachMemberEquals', list, path).every((item) => item === text);
};
