// Checks of single values, for readers of other contexts than the pipelines' configuration.
import { checkShape } from './check-shape';
import type { Mistakes } from './mistakes';
import { ACCOUNT, REGION } from './patterns';
import { Place, type JsonObject } from './place';

export { kindOf } from './mistakes';
export { isJsonObject, type JsonObject } from './place';

/** A member of an object, its own and not inherited: `constructor` is no value of `{}`. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A list of texts with at least one element and no element twice; `what` names an element, such as `region`. */
export function readTexts(value: unknown, path: string, what: string, mistakes: Mistakes): string[] {
  const place = Place.at(path, value);
  const text = { kind: 'text', what, free: true } as const;
  checkShape(place, { kind: 'list', what, of: text }, { mistakes, unknown: [] });
  return [...new Set(place.elements.flatMap(({ text }) => (text === undefined ? [] : [text])))];
}

/** An account number, which has to be there. */
export function readAccountNumber(object: JsonObject, path: string, mistakes: Mistakes): string {
  const place = Place.at(path, object).key('account');
  if (!place.isThere) mistakes.add(place.path, 'is missing; give the number of the account, 12 digits in quotes.');
  else checkShape(place, ACCOUNT, { mistakes, unknown: [] });
  return place.text ?? '';
}

/** Checks that a region exists. */
export function checkRegion(region: string, path: string, mistakes: Mistakes): void {
  checkShape(Place.at(path, region), REGION, { mistakes, unknown: [] });
}
