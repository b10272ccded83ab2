// Matching a text against a pattern with the wildcards of IAM, where both may have stretches that are not known.
import { NO, unknown, YES, type Match } from './match.js';
import { describe, hasHole, textParts, type Hole } from './unresolved.js';

/** A wildcard of a pattern: any characters, or exactly one. */
export interface Wildcard {
  readonly wildcard: '*' | '?';
}

/** A pattern in stretches: text that stands for itself, wildcards, and holes. */
export type Pattern = readonly (string | Wildcard | Hole)[];

type Unit = string | Wildcard | Hole;

/**
 * Reads a pattern.
 *
 * @param wildcards whether `*` and `?` are wildcards; they stand for themselves otherwise
 */
export function readPattern(text: string, wildcards: boolean): Pattern {
  return textParts(text).flatMap((part): Pattern => {
    if (typeof part !== 'string' || !wildcards) return [part];
    return part
      .split(/([*?])/)
      .filter((piece) => piece !== '')
      .map((piece) => (piece === '*' || piece === '?' ? { wildcard: piece } : piece));
  });
}

/**
 * Whether a value matches a pattern. A hole equals a hole of the same name and a `*` covers any hole; where the answer
 * hangs on what a hole turns out to be, it is unknown.
 *
 * @param never a character that the value's holes certainly do not hold @default they may hold any text
 */
export function matchPattern(pattern: Pattern, value: string, never?: ':'): Match {
  const wanted = pattern.flatMap((part): Unit[] => (typeof part === 'string' ? Array.from(part) : [part]));
  const actual = textParts(value).flatMap((part): Unit[] => (typeof part === 'string' ? Array.from(part) : [part]));
  if (certainlyMatches(wanted, actual)) return YES;
  if (!wanted.some(isHole) && !hasHole(value)) return NO;
  if (!possiblyMatches(wanted, actual, never)) return NO;
  const shown = describe(pattern.map(shownPart).join(''));
  return unknown(`whether ${describe(value)} matches ${shown} depends on a value that the template does not tell`);
}

function shownPart(part: Unit): string {
  if (typeof part === 'string') return part;
  return isHole(part) ? (part.marker ?? '...') : part.wildcard;
}

function isHole(unit: Unit): unit is Hole {
  return typeof unit !== 'string' && !('wildcard' in unit);
}

function isAny(unit: Unit | undefined): boolean {
  return typeof unit === 'object' && 'wildcard' in unit && unit.wildcard === '*';
}

/** Whether one unit of the pattern covers one unit of the value, whatever the holes turn out to be. */
function covers(wanted: Unit | undefined, actual: Unit): boolean {
  if (wanted === undefined) return false;
  if (typeof wanted === 'string') return wanted === actual;
  if (!isHole(wanted)) return wanted.wildcard === '?' && typeof actual === 'string';
  return isHole(actual) && wanted.marker !== undefined && wanted.marker === actual.marker;
}

/** Takes as little as possible for each `*` and gives it one unit more whenever the rest does not fit: no backtracking. */
function certainlyMatches(wanted: readonly Unit[], actual: readonly Unit[]): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  for (let index = 0; index < actual.length;) {
    const unit = actual[index];
    if (isAny(wanted[at])) {
      star = at++;
      taken = index;
    } else if (unit !== undefined && covers(wanted[at], unit)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++taken;
    } else {
      return false;
    }
  }
  while (isAny(wanted[at])) at++;
  return at === wanted.length;
}

/** Whether some content of the holes makes it match: a hole of either side stands for any text, row by row. */
function possiblyMatches(wanted: readonly Unit[], actual: readonly Unit[], never: string | undefined): boolean {
  const columns = [...actual.keys(), actual.length];
  let row = columns.map((column) => actual.slice(0, column).every(isHole));
  for (const unit of wanted) {
    const spans = isAny(unit) || isHole(unit);
    const next: boolean[] = [];
    for (const column of columns) {
      const above = row[column] ?? false;
      const left = next[column - 1] ?? false;
      const diagonal = row[column - 1] ?? false;
      const before = column === 0 ? undefined : actual[column - 1];
      const hole = before !== undefined && isHole(before);
      // A hole of the value takes in any units of the pattern (above) or none (left); so does a span of the pattern.
      next.push(
        (spans && (above || left)) ||
          (hole && (left || (above && unit !== never))) ||
          (before !== undefined && diagonal && fitsOne(unit, before, never)),
      );
    }
    row = next;
  }
  return row[actual.length] ?? false;
}

function fitsOne(wanted: Unit, actual: Unit, never: string | undefined): boolean {
  return isHole(actual) ? wanted !== never : covers(wanted, actual);
}
