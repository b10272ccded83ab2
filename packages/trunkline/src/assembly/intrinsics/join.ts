// Fn::Join: the items of a list with a delimiter between them.
import { argumentList, intrinsicError, textList, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Join": [delimiter, list]}`. */
export const join: Intrinsic = (argument, context, path) => {
  const [delimiter, list] = argumentList('Fn::Join', argument, path, 'a delimiter and a list', 2, 2);
  if (typeof delimiter !== 'string') throw intrinsicError('Fn::Join', path, 'the delimiter must be a literal string');
  const items = context.evaluate(list ?? null, { parent: path, key: 1 });
  if (!Array.isArray(items)) throw intrinsicError('Fn::Join', path, 'the second item must be a list');
  return textList('Fn::Join', items, path).join(delimiter);
};
