// Fn::Length: how many items a list has (LanguageExtensions).
import { intrinsicError, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Length": list}`. */
export const length: Intrinsic = (argument, context, path) => {
  const list = context.evaluate(argument, path);
  if (!Array.isArray(list)) throw intrinsicError('Fn::Length', path, 'takes a list');
  return list.length;
};
