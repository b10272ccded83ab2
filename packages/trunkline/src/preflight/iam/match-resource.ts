// Whether a statement's Resource or NotResource covers a resource.
import { matchArnByParts, parseArn } from './arn.js';
import { certain, unknown, YES, type Match } from './match.js';
import { expand, hasVariables, type PolicyText } from './policy-variables.js';
import type { TextList } from './statement.js';
import { describe, hasHole, textParts } from './unresolved.js';
import { isEverything, isWildcard, matchPattern, type Pattern } from './wildcard.js';

/**
 * Whether the element covers the resource; ARNs are case-sensitive, policy variables are replaced.
 * Sources: IAM User Guide, IAM JSON policy elements: Resource, and NotResource.
 */
export function matchResource(element: TextList, resource: string, text: PolicyText): Match {
  const matched = matchesOf(element);
  if (matched === undefined) return compare(element, resource, text);
  let match = matched.get(resource);
  if (match === undefined) matched.set(resource, (match = compare(element, resource, text)));
  return match;
}

// Many roles ask the same keys and buckets, and one role for many actions. What variables stand for differs with each request.
const MATCHED = new WeakMap<TextList, Map<string, Match> | null>();

function matchesOf(element: TextList): Map<string, Match> | undefined {
  let matched = MATCHED.get(element);
  if (matched === undefined) {
    matched = element.texts.some((each) => each.includes('${')) ? null : new Map();
    MATCHED.set(element, matched);
  }
  return matched ?? undefined;
}

function compare(element: TextList, resource: string, text: PolicyText): Match {
  const { texts, patterns, negated } = element;
  // In a list of many ARNs, the one that is meant is mostly written out: nothing else has to be compared then.
  if (texts.includes(resource) && isItself(resource)) return certain(!negated);
  let open: string[] | undefined;
  let listed = false;
  for (let index = 0; index < texts.length && !listed; index++) {
    const wanted = texts[index] ?? '';
    const pattern = hasVariables(wanted, text.version) ? undefined : patterns[index];
    const match = pattern === undefined ? matchExpanded(wanted, resource, text, negated) : matchArn(pattern, resource);
    if (match.kind === 'yes') listed = true;
    if (match.kind === 'unknown') (open ??= []).push(...match.because);
  }
  if (listed) return certain(!negated);
  if (open === undefined && element.unknown.length === 0) return certain(negated);
  return { kind: 'unknown', because: [...(open ?? []), ...element.unknown] };
}

/** Whether a text is equal to itself: half a marker, left over from splitting, may stand for two values. */
function isItself(text: string): boolean {
  return !hasHole(text) || textParts(text).every((part) => typeof part === 'string' || part.marker !== undefined);
}

function matchExpanded(wanted: string, resource: string, text: PolicyText, negated: boolean): Match {
  const expanded = expand(wanted, text, true);
  if (expanded.kind === 'unknown') return unknown(expanded.why);
  if (expanded.kind === 'absent') {
    // unsure: what becomes of a NotResource with a variable that has no value; a Resource with one matches nothing.
    return negated
      ? unknown(`the request has no ${describe(expanded.key)}, a variable of NotResource`)
      : { kind: 'no' };
  }
  return matchArn(expanded.pattern, resource);
}

/**
 * A wildcard stays within its part of the ARN, but for one that ends its part: "If the * wildcard is the last
 * character of a resource ARN segment, it can expand to match beyond the colon boundaries".
 */
function matchArn(pattern: Pattern, resource: string): Match {
  if (isEverything(pattern)) return YES;
  const holes = hasHole(resource);
  // What is not known of an ARN whose parts are told is within one of them: names and account numbers have no colon.
  const whole = matchPattern(pattern, resource, !holes || parseArn(resource) === undefined ? undefined : ':');
  if (whole.kind !== 'yes' || holes) return whole;
  if (!pattern.some((part, index) => isWildcard(part) && !endsItsPart(pattern, index))) return whole;
  if (parseArn(resource) === undefined || matchArnByParts(pattern, resource).kind === 'yes') return whole;
  return unknown(`${describe(resource)} matches only if a wildcard reaches over a colon, which AWS does not promise`);
}

function endsItsPart(pattern: Pattern, index: number): boolean {
  const next = pattern[index + 1];
  const part = pattern[index];
  if (!isWildcard(part) || part.wildcard !== '*') return false;
  return next === undefined || (typeof next === 'string' && next.startsWith(':'));
}
