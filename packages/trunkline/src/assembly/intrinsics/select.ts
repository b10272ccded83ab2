// Fn::Select: one item of a list.
import { argumentList, intrinsicError, scalarText, type Intrinsic } from './context.js';

/** Resolves `{"Fn::Select": [index, list]}`. */
export const select: Intrinsic = (argument, context, path) => {
  const [first, second] = argumentList('Fn::Select', argument, path, 'an index and a list', 2, 2);
  const text = scalarText(context.evaluate(first ?? null, { parent: path, key: 0 })) ?? '';
  if (!/^\d+$/.test(text)) throw intrinsicError('Fn::Select', path, 'the index must be a whole number from 0 on');
  const list = context.evaluate(second ?? null, { parent: path, key: 1 });
  if (!Array.isArray(list)) throw intrinsicError('Fn::Select', path, 'the second item must be a list');
  const value = (list as readonly (typeof list)[number][])[Number(text)];
  if (value === undefined || value === null) {
    throw intrinsicError('Fn::Select', path, `cannot select index ${text} of a list of ${list.length}`);
  }
  return value;
};
