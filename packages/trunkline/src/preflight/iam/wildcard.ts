// Matching a text against a pattern with the wildcards of IAM, where both may have stretches that are not known.
import { NO, unknown, YES, type Match } from './match.js';
import { matchHoles, type Unit } from './match-holes.js';
import { describe, hasHole, textParts, type Hole } from './unresolved.js';

/** A wildcard of a pattern: any characters, or exactly one. */
export interface Wildcard {
  readonly wildcard: '*' | '?';
}

/** A pattern in stretches: text that stands for itself, wildcards, and holes. */
export type Pattern = readonly (string | Wildcard | Hole)[];

const ANY: Wildcard = { wildcard: '*' };
const ONE: Wildcard = { wildcard: '?' };

/**
 * Reads a pattern.
 *
 * @param wildcards whether `*` and `?` are wildcards; they stand for themselves otherwise
 */
export function readPattern(text: string, wildcards: boolean): Pattern {
  if (!hasHole(text)) return wildcards ? readWildcards(text, []) : text === '' ? [] : [text];
  const pattern: Pattern[number][] = [];
  for (const part of textParts(text)) {
    if (typeof part === 'string' && wildcards) readWildcards(part, pattern);
    else pattern.push(part);
  }
  return pattern;
}

function readWildcards(text: string, into: Pattern[number][]): Pattern {
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character !== '*' && character !== '?') continue;
    if (index > start) into.push(text.slice(start, index));
    into.push(character === '*' ? ANY : ONE);
    start = index + 1;
  }
  if (start < text.length) into.push(text.slice(start));
  return into;
}

/** A pattern in small letters, for comparing without regard to case. Markers keep theirs, as it tells equal ones apart. */
export function lowerCasePattern(pattern: Pattern): Pattern {
  return pattern.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}

/** Whether a part of a pattern is a stretch that is not known. */
export function isHole(part: Pattern[number]): part is Hole {
  return typeof part !== 'string' && !('wildcard' in part);
}

/** Whether a part of a pattern is a wildcard. */
export function isWildcard(part: Pattern[number] | undefined): part is Wildcard {
  return typeof part === 'object' && 'wildcard' in part;
}

/** Whether the pattern is `*` alone. */
export function isEverything(pattern: Pattern): boolean {
  const [only] = pattern;
  return pattern.length === 1 && isWildcard(only) && only.wildcard === '*';
}

/**
 * Whether a value matches a pattern. A hole equals a hole of the same name and a `*` covers any hole; where the answer
 * hangs on what a hole turns out to be, it is unknown.
 *
 * @param never a character that the value's holes certainly do not hold @default they may hold any text
 */
export function matchPattern(pattern: Pattern, value: string, never?: ':'): Match {
  const [only] = pattern;
  if (pattern.length === 1 && only === value) return YES;
  if (!hasHole(value)) {
    // A text without wildcards is nothing but itself: nearly all actions and most resources of policies are such.
    if (pattern.length === 1 && typeof only === 'string') return NO;
    if (!pattern.some(isHole)) return matchesText(pattern, value) ? YES : NO;
  }
  if (typeof only === 'string' && beginDifferently(only, value)) return NO;
  const match = matchHoles(units(pattern), units(textParts(value)), never);
  if (match === 'yes') return YES;
  if (match === 'no') return NO;
  const shown = describe(pattern.map(shownPart).join(''));
  return unknown(
    match === 'too long'
      ? `${describe(value)} and ${shown} are too long to be compared`
      : `whether ${describe(value)} matches ${shown} depends on a value that the template does not tell`,
  );
}

/** Whether two texts differ before any hole: nearly all that do not match do, and this tells it at the least cost. */
export function beginDifferently(one: string, other: string): boolean {
  const known = Math.min(knownBeginning(one), knownBeginning(other));
  return one.slice(0, known) !== other.slice(0, known);
}

function knownBeginning(text: string): number {
  const [opening, closing] = [text.indexOf('{{'), text.indexOf('}}')];
  if (opening < 0 && closing < 0) return text.length;
  return opening < 0 || (closing >= 0 && closing < opening) ? closing : opening;
}

/** Characters as IAM's `?` counts them, wildcards and holes. */
function units(parts: Pattern): Unit[] {
  const found: Unit[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') found.push(part);
    else for (const character of part) found.push(character);
  }
  return found;
}

function shownPart(part: Pattern[number]): string {
  if (typeof part === 'string') return part;
  return isHole(part) ? (part.marker ?? '...') : part.wildcard;
}

/**
 * Without holes: takes as little as possible for each `*`, and gives it one character more whenever the rest up to the next
 * `*` does not fit. What was matched before a later `*` never has to be looked at again, so that there is no backtracking.
 */
function matchesText(pattern: Pattern, value: string): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let taken = 0;
  for (;;) {
    const next = pattern[part];
    if (isWildcard(next) && next.wildcard === '*') {
      star = part++;
      if (part === pattern.length) return true;
      taken = at;
      continue;
    }
    if (next === undefined && at === value.length) return true;
    const end = next === undefined ? -1 : fits(next, value, at);
    if (end >= 0) {
      part++;
      at = end;
    } else {
      if (star < 0 || taken >= value.length) return false;
      part = star + 1;
      at = taken += width(value, taken);
    }
  }
}

/** Where the part ends that fits at a position; -1 where none does. */
function fits(part: Pattern[number], value: string, at: number): number {
  if (typeof part === 'string') return value.startsWith(part, at) ? at + part.length : -1;
  return at < value.length ? at + width(value, at) : -1;
}

/** One character outside the basic plane takes two places of a JavaScript string. */
function width(value: string, at: number): number {
  return (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
