// Fn::EachMemberIn: whether every item of one list is in another (Rules only).
import { argumentList, intrinsicError, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Fn::EachMemberIn": [list, list]}`. */
export const eachMemberIn: ConditionIntrinsic = (argument, context, path) => {
  const [list, allowed] = argumentList('Fn::EachMemberIn', argument, path, 'two lists', 2, 2).map((item, key) =>
    context.evaluate(item, { parent: path, key }),
  );
  if (!Array.isArray(list) || !Array.isArray(allowed)) {
    throw intrinsicError('Fn::EachMemberIn', path, 'both items must be lists');
  }
  const texts = new Set(allowed.map(String));
  return list.every((item) => texts.has(String(item)));
};
