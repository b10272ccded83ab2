// Fn::Split: a list out of a string.
import { argumentList, intrinsicError, textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Split": [delimiter, string]}`. */
export const split: Intrinsic = (argument, context, path) => {
  const [delimiter, source] = argumentList('Fn::Split', argument, path, 'a delimiter and a string', 2, 2);
  if (typeof delimiter !== 'string' || delimiter === '') {
    throw intrinsicError('Fn::Split', path, 'the delimiter must be a literal string that is not empty');
  }
  return textItem('Fn::Split', source, context, { parent: path, key: 1 }, 'the source').split(delimiter);
};
