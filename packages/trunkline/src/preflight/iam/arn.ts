// ARNs: their six parts, and matching them against patterns, part by part.
import { all, certain, NO, unknown, type Match } from './match.js';
import { describe, hasHole } from './unresolved.js';
import { beginDifferently, matchPattern, readPattern, type Pattern } from './wildcard.js';

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All after the fifth colon. */
  readonly resource: string;
}

/** Takes an ARN apart; `undefined` where the text has no six parts. */
export function parseArn(text: string): Arn | undefined {
  const [scheme, partition, service, region, account, ...resource] = text.split(':');
  if (scheme !== 'arn' || partition === undefined || service === undefined) return undefined;
  if (region === undefined || account === undefined || resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(':') };
}

/**
 * Whether an ARN matches a pattern, each of the six colon-delimited parts compared by itself, as the ARN operators do.
 * Source: IAM User Guide, Condition operators, "Amazon Resource Name (ARN) condition operators".
 */
export function matchArnByParts(pattern: Pattern, value: string): Match {
  const wanted = patternParts(pattern);
  const actual = valueParts(value);
  if (wanted.length === 6 && actual.length === 6) {
    return all(wanted.map((part, index) => matchPart(part, actual[index] ?? '', index)));
  }
  const plain = matchPattern(pattern, value);
  if (hasHole(value) || pattern.some((part) => typeof part === 'object' && !('wildcard' in part))) {
    // A hole may be the whole ARN: equal holes are equal ARNs, all else is open.
    return plain.kind === 'yes' && pattern.every((part) => typeof part === 'string' || !('wildcard' in part))
      ? plain
      : plain.kind === 'no'
        ? plain
        : unknown(`whether ${describe(value)} is such an ARN depends on a value that the template does not tell`);
  }
  // unsure: whether a pattern of fewer parts, such as '*', matches anything.
  return plain.kind === 'yes' ? unknown(`an ARN is compared with a pattern that has not six parts`) : NO;
}

function matchPart(pattern: Pattern, value: string, index: number): Match {
  const match = matchPattern(pattern, value);
  // A hole before the fifth colon might itself hold a colon; a wildcard covers it only as long as it does not.
  if (match.kind !== 'yes' || index === 5 || !hasHole(value)) return match;
  const literal = pattern.every((part) => typeof part === 'string' || !('wildcard' in part));
  return literal ? match : unknown(`${describe(value)}, a part of an ARN, is not told by the template`);
}

/** Splits at the first five colons of the known text. */
function patternParts(pattern: Pattern): Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const part of pattern) {
    if (typeof part !== 'string') {
      parts.at(-1)?.push(part);
      continue;
    }
    const pieces = part.split(':');
    pieces.forEach((piece, index) => {
      if (index > 0) {
        if (parts.length < 6) parts.push([]);
        else parts.at(-1)?.push(':');
      }
      if (piece !== '') parts.at(-1)?.push(piece);
    });
  }
  return parts;
}

function valueParts(value: string): string[] {
  const pieces = value.split(':');
  return pieces.length <= 6 ? pieces : [...pieces.slice(0, 5), pieces.slice(5).join(':')];
}

/** Whether two texts are certainly the same; unknown where a hole keeps it open. */
export function sameText(a: string, b: string): Match {
  if (!hasHole(a) && !hasHole(b)) return certain(a === b);
  if (beginDifferently(a, b)) return NO;
  return matchPattern(readPattern(a, false), b);
}
