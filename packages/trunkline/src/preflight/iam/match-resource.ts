// Whether a statement's Resource or NotResource covers a resource.
import { matchArnByParts, parseArn } from './arn.js';
import { any, not, unknown, type Match } from './match.js';
import { expand, type PolicyText } from './policy-variables.js';
import type { TextList } from './statement.js';
import { describe, hasHole } from './unresolved.js';
import { matchPattern, type Pattern } from './wildcard.js';

/**
 * Whether the element covers the resource; ARNs are case-sensitive, policy variables are replaced.
 * Sources: IAM User Guide, IAM JSON policy elements: Resource, and NotResource.
 */
export function matchResource(element: TextList, resource: string, text: PolicyText): Match {
  const listed = any([
    ...element.texts.map((wanted) => matchOne(wanted, resource, text, element.negated)),
    ...element.unknown.map((why) => unknown(why)),
  ]);
  return element.negated ? not(listed) : listed;
}

function matchOne(wanted: string, resource: string, text: PolicyText, negated: boolean): Match {
  const expanded = expand(wanted, text, true);
  if (expanded.kind === 'unknown') return unknown(expanded.why);
  if (expanded.kind === 'absent') {
    // unsure: what becomes of a NotResource with a variable that has no value; a Resource with one matches nothing.
    return negated ? unknown(`the request has no ${expanded.key}, a variable of NotResource`) : { kind: 'no' };
  }
  return matchArn(expanded.pattern, resource);
}

/**
 * A wildcard stays within its part of the ARN, but for one that ends its part: "If the * wildcard is the last
 * character of a resource ARN segment, it can expand to match beyond the colon boundaries".
 */
function matchArn(pattern: Pattern, resource: string): Match {
  // What is not known of an ARN whose parts are told is within one of them: names and account numbers have no colon.
  const whole = matchPattern(pattern, resource, parseArn(resource) === undefined ? undefined : ':');
  if (whole.kind !== 'yes' || hasHole(resource) || pattern.every((part) => typeof part === 'string')) return whole;
  const [only, ...others] = pattern;
  if (others.length === 0 && typeof only === 'object' && 'wildcard' in only && only.wildcard === '*') return whole;
  if (parseArn(resource) === undefined || matchArnByParts(pattern, resource).kind === 'yes') return whole;
  const inside = pattern.some(
    (part, index) => typeof part === 'object' && 'wildcard' in part && !endsItsPart(pattern, index),
  );
  if (!inside) return whole;
  return unknown(`${describe(resource)} matches only if a wildcard reaches over a colon, which AWS does not promise`);
}

function endsItsPart(pattern: Pattern, index: number): boolean {
  const next = pattern[index + 1];
  const part = pattern[index];
  if (typeof part !== 'object' || !('wildcard' in part) || part.wildcard !== '*') return false;
  return next === undefined || (typeof next === 'string' && next.startsWith(':'));
}
