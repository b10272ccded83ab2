// Holds a configuration against the table of keys, and collects what is wrong and what is unknown.
import { checkText } from './check-text';
import { didYouMean } from './did-you-mean';
import { kindOf, quoted, type Mistakes } from './mistakes';
import { isJsonObject, type Place } from './place';
import type { ConfigKey, IntegerShape, ListShape, MapShape, ObjectShape, Shape } from './shapes';

/** What checking finds. */
export interface Findings {
  readonly mistakes: Mistakes;
  /** Paths of keys that are in no table. */
  readonly unknown: string[];
}

/** Checks a value, which is there, and everything in it. */
export function checkShape(place: Place, shape: Shape, findings: Findings): void {
  const { value } = place;
  const { mistakes } = findings;
  if (value === null) {
    mistakes.add(place.path, 'is null, which is no value; give one, or leave it out.');
    return;
  }
  switch (shape.kind) {
    case 'text':
      checkText(place, shape, mistakes);
      return;
    case 'choice':
      if (typeof value === 'string' && shape.values.includes(value)) return;
      mistakes.add(place.path, notChosen(value, shape.values, shape.refuse));
      return;
    case 'flag':
      if (typeof value !== 'boolean') mistakes.add(place.path, `has to be true or false, but is ${kindOf(value)}.`);
      return;
    case 'integer':
      checkInteger(place, shape, mistakes);
      return;
    case 'list':
      checkList(place, shape, findings);
      return;
    case 'either':
      checkShape(place, Array.isArray(value) ? shape.list : shape.text, findings);
      return;
    case 'map':
      checkMap(place, shape, findings);
      return;
    case 'object':
      checkObject(place, shape, findings);
  }
}

function notChosen(
  value: unknown,
  values: readonly string[],
  refuse: ((text: string) => string | undefined) | undefined,
): string {
  if (typeof value !== 'string') return `has to be one of ${list(values)}, but is ${kindOf(value)}.`;
  const refusal = refuse?.(value);
  if (refusal !== undefined) return refusal;
  const near = didYouMean(value, values);
  return near === undefined
    ? `has to be one of ${list(values)}, but is ${quoted(value)}.`
    : `${quoted(value)} is none of ${list(values)}; did you mean ${quoted(near)}?`;
}

function list(values: readonly string[]): string {
  return values.map((value) => quoted(value)).join(', ');
}

function checkInteger(place: Place, { min, max }: IntegerShape, mistakes: Mistakes): void {
  const { value } = place;
  const range = `${String(min)} to ${String(max)}`;
  if (typeof value !== 'number') mistakes.add(place.path, `has to be a number, ${range}, but is ${kindOf(value)}.`);
  else if (!Number.isInteger(value)) mistakes.add(place.path, `${quoted(value)} is no whole number; use ${range}.`);
  else if (value < min || value > max) mistakes.add(place.path, `${quoted(value)} is out of range; use ${range}.`);
}

function checkList(place: Place, shape: ListShape, findings: Findings): void {
  const { mistakes } = findings;
  const { what, max = Infinity } = shape;
  if (!Array.isArray(place.value)) {
    mistakes.add(place.path, `has to be a list of ${what}s, but is ${kindOf(place.value)}.`);
    return;
  }
  const { elements } = place;
  if (elements.length === 0) mistakes.add(place.path, `is an empty list; it needs at least one ${what}.`);
  if (elements.length > max) {
    mistakes.add(place.path, `lists ${String(elements.length)} ${what}s; at most ${String(max)} are allowed.`);
  }
  const seen = new Set<unknown>();
  for (const each of elements) {
    if (each.value === undefined) {
      mistakes.add(each.path, `is undefined; give a ${what}.`);
    } else if (typeof each.value === 'string' && seen.has(each.value) && shape.repeats !== true) {
      mistakes.add(each.path, `lists ${what} ${quoted(each.value)} a second time.`);
    } else {
      seen.add(each.value);
      checkShape(each, shape.of, findings);
    }
  }
}

function checkMap(place: Place, shape: MapShape, findings: Findings): void {
  const { mistakes } = findings;
  if (!isJsonObject(place.value)) {
    mistakes.add(place.path, `has to be an object of ${shape.what}s by name, but is ${kindOf(place.value)}.`);
    return;
  }
  const fixed = shape.fixed ?? [];
  checkKeys(place, fixed, findings);
  for (const name of place.names.filter((each) => !fixed.some((key) => place.spelt(key.name) === each))) {
    const entry = place.entry(name);
    checkName(entry, name, shape, mistakes);
    checkShape(entry, shape.of, findings);
  }
  shape.also?.(place, mistakes);
}

function checkName(entry: Place, name: string, { names }: MapShape, mistakes: Mistakes): void {
  const refusal = names.refuse?.(name);
  if (refusal !== undefined) mistakes.add(entry.path, refusal);
  else if (!new RegExp(names.pattern ?? '', 'u').test(name) || name.length > (names.maxLength ?? Infinity)) {
    mistakes.add(entry.path, `is no ${names.what}; ${names.hint ?? ''}.`);
  }
}

function checkObject(place: Place, shape: ObjectShape, findings: Findings): void {
  const { mistakes, unknown } = findings;
  if (!isJsonObject(place.value)) {
    mistakes.add(place.path, `has to be an object with ${shape.holds}, but is ${kindOf(place.value)}.`);
    return;
  }
  checkKeys(place, shape.keys, findings);
  const known = shape.keys.map((key) => place.spelt(key.name));
  const misplaced = Object.entries(shape.misplaced ?? {}).map(([key, problem]) => [place.spelt(key), problem] as const);
  for (const name of place.names.filter((each) => !known.includes(each))) {
    const entry = place.entry(name);
    const problem = misplaced.find(([key]) => key === name)?.[1];
    const near = didYouMean(name, known);
    if (problem !== undefined) {
      mistakes.add(entry.path, problem);
    } else if (near !== undefined) {
      mistakes.add(entry.path, `is no key of the configuration; did you mean ${quoted(near)}?`);
    } else if (place.spelling === 'props') {
      mistakes.add(entry.path, 'is no prop; values of your own go into `values`.');
    } else {
      unknown.push(entry.path);
    }
  }
  shape.also?.(place, mistakes);
}

function checkKeys(place: Place, keys: readonly ConfigKey[], findings: Findings): void {
  for (const key of keys) {
    const at = place.key(key.name);
    const required = key.required === true || (typeof key.required === 'function' && key.required(place));
    if (at.isThere && !(at.value === '' && required)) checkShape(at, key.shape, findings);
    else if (required) findings.mistakes.add(at.path, `is missing; ${key.missing ?? ''}.`);
  }
}
