// Fn::ToJsonString: an object or list as JSON text (LanguageExtensions).
import { intrinsicError, type Intrinsic } from './context.js';

/** Resolves `{"Fn::ToJsonString": value}`. */
export const toJsonString: Intrinsic = (argument, context, path) => {
  const value = context.evaluate(argument, path);
  if (typeof value !== 'object' || value === null) {
    throw intrinsicError('Fn::ToJsonString', path, 'takes an object or a list');
  }
  return JSON.stringify(value);
};
