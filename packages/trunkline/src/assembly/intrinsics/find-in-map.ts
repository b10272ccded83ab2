// Fn::FindInMap: a value of the template's Mappings.
import { argumentList, intrinsicError, isObject, textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::FindInMap": [map, topLevelKey, secondLevelKey, {"DefaultValue": ...}]}`; the default needs LanguageExtensions on AWS. */
export const findInMap: Intrinsic = (argument, context, path) => {
  const items = argumentList('Fn::FindInMap', argument, path, "a map's name, two keys and an optional default", 3, 4);
  const [map, top, second] = [0, 1, 2].map((index) =>
    textItem('Fn::FindInMap', items[index], context, { parent: path, key: index }, `item ${index}`),
  ) as [string, string, string];
  const found = context.scope.mapping(map, top, second);
  if (found !== undefined) return found;
  const options = items[3];
  if (isObject(options) && options.DefaultValue !== undefined) {
    return context.evaluate(options.DefaultValue, { parent: { parent: path, key: 3 }, key: 'DefaultValue' });
  }
  throw intrinsicError('Fn::FindInMap', path, `Mappings has no '${map}.${top}.${second}'`);
};
