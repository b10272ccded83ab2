// Takes resolved property values apart; what has another form than expected is as if it were absent.
import { isObject, scalarText, type Resolved } from '../../assembly/intrinsics/context.js';
import type { TemplateValue } from '../../model/template.js';

/** The items of a list; a single value is a list of one, as CloudFormation takes it. */
export function items(value: Resolved): readonly TemplateValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly TemplateValue[]) : [value];
}

/** The items of a list that are texts. */
export function texts(value: Resolved): readonly string[] {
  return items(value).flatMap((item) => scalarText(item) ?? []);
}

/** A value inside objects and lists. */
export function field(value: Resolved, ...keys: readonly string[]): Resolved {
  return keys.reduce<Resolved>((at, key) => {
    if (!isObject(at)) return undefined;
    return Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}

/** A field as text. */
export function textField(value: Resolved, ...keys: readonly string[]): string | undefined {
  return scalarText(field(value, ...keys));
}

/** A key of a record that may be none, and never one that every object has. */
export function own<V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return typeof record === 'object' && record !== null && Object.hasOwn(record, key) ? record[key] : undefined;
}
