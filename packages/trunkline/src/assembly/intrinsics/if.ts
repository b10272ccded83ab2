// Fn::If: one of two values by a condition; the other one is never looked at.
import { argumentList, unknownCondition, type Intrinsic } from './context.js';

/** Resolves `{"Fn::If": [condition, then, else]}`. */
export const ifIntrinsic: Intrinsic = (argument, context, path) => {
  const [name, then, otherwise] = argumentList('Fn::If', argument, path, "a condition's name and two values", 3, 3);
  const holds = typeof name === 'string' ? context.scope.condition(name) : undefined;
  if (holds === undefined) throw unknownCondition('Fn::If', name, path);
  return context.evaluate((holds ? then : otherwise) ?? null, { parent: path, key: holds ? 1 : 2 });
};
