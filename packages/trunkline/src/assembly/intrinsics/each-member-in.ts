// Fn::EachMemberIn: whether every item of one list is in another (Rules only).
import { argumentList, intrinsicError, textList, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::EachMemberIn": [list, list]}`. */
export const eachMemberIn: ConditionIntrinsic = (argument, context, path) => {
  const [list, allowed] = argumentList('Fn::EachMemberIn', argument, path, 'two lists', 2, 2).map((item, key) =>
    context.evaluate(item, { parent: path, key }),
  );
  if (!Array.isArray(list) || !Array.isArray(allowed)) {
    throw intrinsicError('Fn::EachMemberIn', path, 'both items must be lists');
  }
  const texts = new Set(textList('Fn::EachMemberIn', allowed, path, 'the second list'));
  return textList('Fn::EachMemberIn', list, path, 'the first list').every((item) => texts.has(item));
};
