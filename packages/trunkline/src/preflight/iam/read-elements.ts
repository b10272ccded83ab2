// Reads the elements of a statement: lists of texts, principals, conditions.
import type { TemplateValue } from '../../model/template.js';
import { listOf, type Condition, type PrincipalElement, type PrincipalType, type TextList } from './statement.js';
import { describe, isUnresolved } from './unresolved.js';

const PRINCIPAL_TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** Reads `Action`, `Resource` and their `Not...` forms. */
export function readTexts(value: TemplateValue, negated: boolean): TextList {
  const texts: string[] = [];
  const unknown: string[] = [];
  for (const item of listOf(value)) {
    if (typeof item === 'string') texts.push(item);
    else unknown.push(`${describe(item)} is not told by the template`);
  }
  return { negated, texts, unknown };
}

/** Reads `Principal` and `NotPrincipal`; `"*"` is read as `{"AWS": "*"}`, which means the same. */
export function readPrincipal(value: TemplateValue, negated: boolean): PrincipalElement {
  if (value === '*') return { negated, entries: [{ type: 'AWS', text: '*' }], unknown: [] };
  const entries: { type: PrincipalType; text: string }[] = [];
  const unknown: string[] = [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) {
    return { negated, entries, unknown: [`the principal ${describe(value)} is not told by the template`] };
  }
  for (const [type, named] of Object.entries(value)) {
    for (const item of listOf(named)) {
      const text = typeof item === 'number' ? String(item) : item;
      if (!isPrincipalType(type)) unknown.push(`AWS does not know principals of type '${type}'`);
      else if (typeof text !== 'string') unknown.push(`the principal ${describe(item)} is not told by the template`);
      else entries.push({ type, text });
    }
  }
  return { negated, entries, unknown };
}

function isPrincipalType(type: string): type is PrincipalType {
  return PRINCIPAL_TYPES.has(type);
}

/** Reads `Condition`: one entry for each key of each operator. All of them have to hold. */
export function readConditions(value: TemplateValue): readonly Condition[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) {
    return [unreadable('Condition', value)];
  }
  return Object.entries(value).flatMap(([operator, keys]): Condition[] => {
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys) || isUnresolved(keys)) {
      return [unreadable(operator, keys)];
    }
    return Object.entries(keys).map(([key, wanted]) => readCondition(operator, key, wanted));
  });
}

function readCondition(operator: string, key: string, wanted: TemplateValue): Condition {
  const values: string[] = [];
  const unknown: string[] = [];
  for (const item of listOf(wanted)) {
    if (typeof item === 'object') unknown.push(`${describe(item)} is not told by the template`);
    else values.push(String(item));
  }
  return { operator, key, values, unknown };
}

function unreadable(operator: string, value: TemplateValue): Condition {
  const why = `the condition ${describe(value)} is not told by the template`;
  return { operator, key: '', values: [], unknown: [why] };
}
