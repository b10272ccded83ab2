// Policy variables: `${aws:PrincipalAccount}` in a resource or condition value, replaced by the request's own value.
import type { KeyValue, RequestContext } from './request-context.js';
import { describe, hasHole, textParts } from './unresolved.js';
import { readPattern, type Pattern } from './wildcard.js';

/** A text of a policy with its variables replaced. */
export type Expansion =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** A variable whose key the request does not have: such a value matches nothing. */
  | { readonly kind: 'absent'; readonly key: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What a text of a policy is read with. */
export interface PolicyText {
  /** The policy's `Version`: variables are text in those before 2012-10-17, which is also what no `Version` means. */
  readonly version: string;
  readonly context: RequestContext;
}

const VARIABLE = /\$\{([^{}]*)\}/g;
const IN_QUOTES = /^'([^']*)'$/;

/** Whether a text of a policy of this version has variables. */
export function hasVariables(text: string, version: string): boolean {
  return version === '2012-10-17' && text.includes('${');
}

/**
 * Replaces the variables of a text; what replaces them stands for itself, wildcards included, and so do `${*}`, `${?}`
 * and `${$}`.
 *
 * Source: IAM User Guide, IAM policy elements: Variables and tags.
 *
 * @param wildcards whether `*` and `?` in the text itself are wildcards
 */
export function expand(text: string, { version, context }: PolicyText, wildcards: boolean): Expansion {
  if (!hasVariables(text, version)) return { kind: 'pattern', pattern: readPattern(text, wildcards) };
  if (hasHole(text) && hasHoleInVariable(text)) {
    return { kind: 'unknown', why: `a policy variable in ${describe(text)} is not told by the template` };
  }
  const pattern: Pattern[number][] = [];
  let end = 0;
  const append = (parts: Pattern): void => {
    for (const part of parts) pattern.push(part);
  };
  for (const found of text.matchAll(VARIABLE)) {
    append(readPattern(text.slice(end, found.index), wildcards));
    end = found.index + found[0].length;
    const replaced = replacement((found[1] ?? '').trim(), context);
    if (replaced.kind !== 'pattern') return replaced;
    append(replaced.pattern);
  }
  append(readPattern(text.slice(end), wildcards));
  return { kind: 'pattern', pattern };
}

/** Whether a variable's own name has a stretch that is not known. */
function hasHoleInVariable(text: string): boolean {
  let inside = false;
  for (let index = 0; index < text.length; index++) {
    if (text.startsWith('{{', index) && inside) return true;
    if (text.startsWith('${', index)) {
      inside = true;
      index++;
    } else if (text[index] === '}') {
      inside = false;
    }
  }
  return false;
}

function replacement(content: string, context: RequestContext): Expansion {
  if (content === '*' || content === '?' || content === '$') return { kind: 'pattern', pattern: [content] };
  const comma = content.indexOf(',');
  const fallback = comma < 0 ? undefined : IN_QUOTES.exec(content.slice(comma + 1).trim())?.[1];
  if (comma >= 0 && fallback === undefined) {
    return { kind: 'unknown', why: `the default of the policy variable ${describe(content)} is not in single quotes` };
  }
  const key = (comma < 0 ? content : content.slice(0, comma)).trim();
  const value: KeyValue = context.lookup(key);
  if (value.kind === 'unknown') return { kind: 'unknown', why: `the value of ${describe(key)} is not known` };
  if (value.kind === 'absent') {
    return fallback === undefined ? { kind: 'absent', key } : { kind: 'pattern', pattern: textParts(fallback) };
  }
  const [only, ...others] = value.values;
  if (only === undefined || others.length > 0) {
    return {
      kind: 'unknown',
      why: `${describe(key)} has ${value.values.length} values and stands in a policy variable`,
    };
  }
  // unsure: whether a wildcard in the request's own value would count as one.
  if (/[*?]/.test(only)) return { kind: 'unknown', why: `${describe(key)}, a policy variable, holds a wildcard` };
  return { kind: 'pattern', pattern: textParts(only) };
}
