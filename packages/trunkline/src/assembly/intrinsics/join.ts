// Fn::Join: the items of a list with a delimiter between them.
import { argumentList, intrinsicError, scalarText, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Join": [delimiter, list]}`. */
export const join: Intrinsic = (argument, context, path) => {
  const [delimiter, list] = argumentList('Fn::Join', argument, path, 'a delimiter and a list', 2, 2);
  if (typeof delimiter !== 'string') throw intrinsicError('Fn::Join', path, 'the delimiter must be a literal string');
  const items = context.evaluate(list ?? null, { parent: path, key: 1 });
  if (!Array.isArray(items)) throw intrinsicError('Fn::Join', path, 'the second item must be a list');
  const texts = items.map((item, index) => {
    const text = scalarText(item);
    if (text === undefined) throw intrinsicError('Fn::Join', path, `item ${index} of the list is not a string`);
    return text;
  });
  return texts.join(delimiter);
};
