// Condition: another condition of the template, by name.
import { intrinsicError, type ConditionIntrinsic } from './context.js';

/** Resolves `{"Condition": "Name"}` inside `Conditions`. */
export const condition: ConditionIntrinsic = (argument, { scope }, path) => {
  const holds = typeof argument === 'string' ? scope.condition(argument) : undefined;
  if (holds === undefined) {
    throw intrinsicError('Condition', path, `the template has no condition '${String(argument)}'`);
  }
  return holds;
};
