// Matching where the pattern, the value or both have stretches that are not known: certainly, possibly, or not at all.
import type { Hole } from './unresolved.js';

/** One character, a wildcard, or a hole. */
export type Unit = string | { readonly wildcard: '*' | '?' } | Hole;

// Steps of one comparison. An ARN is at most 2,048 characters long; what needs more than this is no honest policy.
const MOST_STEPS = 4_000_000;

/**
 * Whether the units of a pattern match those of a value, whatever the holes turn out to be (`yes`), whatever they do not
 * (`no`), or depending on them (`unknown`).
 *
 * @param never a character that the value's holes certainly do not hold
 */
export function matchHoles(
  wanted: readonly Unit[],
  actual: readonly Unit[],
  never: string | undefined,
): 'yes' | 'no' | 'unknown' | 'too long' {
  const start = sameBeginning(wanted, actual);
  const pattern = start === 0 ? wanted : wanted.slice(start);
  const value = start === 0 ? actual : actual.slice(start);
  const [one, other] = [pattern[0], value[0]];
  if (typeof one === 'string' && typeof other === 'string') return 'no';
  if (one === undefined && value.some((unit) => typeof unit === 'string')) return 'no';
  if (pattern.length * value.length > MOST_STEPS) return 'too long';
  if (certainlyMatches(pattern, value)) return 'yes';
  return possiblyMatches(pattern, value, never) ? 'unknown' : 'no';
}

/**
 * How many units are the same at the beginning of both, before any wildcard: most ARNs that do not match differ right
 * there, and what is the same need not be compared again. Equal markers are equal values.
 */
function sameBeginning(wanted: readonly Unit[], actual: readonly Unit[]): number {
  let index = 0;
  for (; index < wanted.length && index < actual.length; index++) {
    const [one, other] = [wanted[index], actual[index]];
    if (typeof one === 'string' ? one === other : isHole(one) && isHole(other) && sameHole(one, other)) continue;
    break;
  }
  return index;
}

function sameHole(one: Hole, other: Hole): boolean {
  return one.marker !== undefined && one.marker === other.marker;
}

function isHole(unit: Unit | undefined): unit is Hole {
  return typeof unit === 'object' && !('wildcard' in unit);
}

function isAny(unit: Unit | undefined): boolean {
  return typeof unit === 'object' && 'wildcard' in unit && unit.wildcard === '*';
}

/** Whether one unit of the pattern covers one unit of the value, whatever the holes turn out to be. */
function covers(wanted: Unit | undefined, actual: Unit): boolean {
  if (wanted === undefined) return false;
  if (typeof wanted === 'string') return wanted === actual;
  if (!isHole(wanted)) return wanted.wildcard === '?' && typeof actual === 'string';
  return isHole(actual) && sameHole(wanted, actual);
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
  const width = actual.length + 1;
  let row = new Uint8Array(width);
  row[0] = 1;
  for (let column = 1; column < width && isHole(actual[column - 1]); column++) row[column] = 1;
  let next = new Uint8Array(width);
  for (const unit of wanted) {
    const spans = isAny(unit) || isHole(unit);
    for (let column = 0; column < width; column++) {
      const above = row[column] === 1;
      const left = column > 0 && next[column - 1] === 1;
      const diagonal = column > 0 && row[column - 1] === 1;
      const before = column === 0 ? undefined : actual[column - 1];
      const hole = isHole(before);
      // A hole of the value takes in any units of the pattern (above) or none (left); so does a span of the pattern.
      const possible =
        (spans && (above || left)) ||
        (hole && (left || (above && unit !== never))) ||
        (before !== undefined && diagonal && fitsOne(unit, before, never));
      next[column] = possible ? 1 : 0;
    }
    [row, next] = [next, row];
  }
  return row[actual.length] === 1;
}

function fitsOne(wanted: Unit, actual: Unit, never: string | undefined): boolean {
  return isHole(actual) ? wanted !== never : covers(wanted, actual);
}
