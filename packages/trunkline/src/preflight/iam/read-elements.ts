// Reads the elements of a statement: lists of texts, principals, conditions.
import type { TemplateValue } from '../../model/template.js';
import { parseArn } from './arn.js';
import {
  listOf,
  type ActionList,
  type Condition,
  type PrincipalElement,
  type PrincipalEntry,
  type PrincipalType,
  type TextList,
} from './statement.js';
import { describe, isUnresolved } from './unresolved.js';
import { lowerCasePattern, readPattern, type Pattern } from './wildcard.js';

const PRINCIPAL_TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** Reads `Resource` and `NotResource`. */
export function readTexts(value: TemplateValue, negated: boolean): TextList {
  const { texts, unknown } = readList(value, negated);
  return new ReadTexts(negated, texts, unknown);
}

// The roles of CDK's bootstrapping have the same lists of actions in every environment: each is read once.
const READ = new WeakMap<object, ActionList>();

/** Reads `Action` and `NotAction`: names of actions are not case-sensitive. */
export function readActions(value: TemplateValue, negated: boolean): ActionList {
  if (negated || typeof value !== 'object' || value === null) return readActionList(value, negated);
  const known = READ.get(value) ?? readActionList(value, negated);
  READ.set(value, known);
  return known;
}

function readActionList(value: TemplateValue, negated: boolean): ActionList {
  const { texts, unknown } = readList(value, negated);
  const names = new Set<string>();
  const patterns: Pattern[] = [];
  for (const text of texts) {
    const pattern = lowerCasePattern(readPattern(text, true));
    const [only] = pattern;
    if (pattern.length === 1 && typeof only === 'string') names.add(only);
    else patterns.push(pattern);
  }
  return { negated, names, patterns, unknown };
}

function readList(value: TemplateValue, negated: boolean): { readonly texts: string[]; readonly unknown: string[] } {
  const texts: string[] = [];
  const unknown: string[] = [];
  for (const item of listOf(value)) {
    if (typeof item === 'string') texts.push(item);
    else unknown.push(`${describe(item)} is not told by the template`);
  }
  // A list of nothing covers nothing; of its Not form no page tells.
  if (negated && texts.length + unknown.length === 0) unknown.push('a Not element lists nothing');
  return { texts, unknown };
}

/** A list whose patterns are read when they are first asked for: of most statements they never are. */
class ReadTexts implements TextList {
  #patterns: readonly Pattern[] | undefined;

  public constructor(
    public readonly negated: boolean,
    public readonly texts: readonly string[],
    public readonly unknown: readonly string[],
  ) {}

  public get patterns(): readonly Pattern[] {
    return (this.#patterns ??= this.texts.map((text) => readPattern(text, true)));
  }
}

/** Reads `Principal` and `NotPrincipal`; `"*"` is read as `{"AWS": "*"}`, which means the same. */
export function readPrincipal(value: TemplateValue, negated: boolean): PrincipalElement {
  if (value === '*') return { negated, entries: [{ type: 'AWS', text: '*' }], unknown: [] };
  const entries: PrincipalEntry[] = [];
  const unknown: string[] = [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) {
    return { negated, entries, unknown: [`the principal ${describe(value)} is not told by the template`] };
  }
  for (const [type, named] of Object.entries(value)) {
    for (const item of listOf(named)) {
      const text = typeof item === 'number' ? String(item) : item;
      if (!isPrincipalType(type)) unknown.push(`AWS does not know principals of type '${describe(type)}'`);
      else if (typeof text !== 'string') unknown.push(`the principal ${describe(item)} is not told by the template`);
      else entries.push(readEntry(type, text));
    }
  }
  if (negated && entries.length + unknown.length === 0) unknown.push('NotPrincipal lists nothing');
  return { negated, entries, unknown };
}

function readEntry(type: PrincipalType, text: string): PrincipalEntry {
  const arn = type === 'AWS' ? parseArn(text) : undefined;
  return arn === undefined ? { type, text } : { type, text, arn };
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
  // unsure: whether a key with no values never holds or does not count at all.
  if (values.length + unknown.length === 0) unknown.push(`the condition on '${describe(key)}' lists no values`);
  return { operator, key, values, unknown };
}

function unreadable(operator: string, value: TemplateValue): Condition {
  const why = `the condition ${describe(value)} is not told by the template`;
  return { operator, key: '', values: [], unknown: [why] };
}
