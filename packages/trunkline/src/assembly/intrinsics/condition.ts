// Condition: another condition of the template, by name.
import { unknownCondition, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Condition": "Name"}` inside `Conditions`. */
export const condition: ConditionIntrinsic = (argument, { scope }, path) => {
  const holds = typeof argument === 'string' ? scope.condition(argument) : undefined;
  if (holds === undefined) throw unknownCondition('Condition', argument, path);
  return holds;
};
