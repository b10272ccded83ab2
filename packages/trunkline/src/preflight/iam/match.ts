// Three-valued logic: whether something matches, does not, or cannot be told, and why not.

/** Whether something matches. Unknown carries its reasons, so that they reach the user whole. */
export type Match<Reason = string> =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly because: readonly Reason[] };

/** It certainly matches. */
export const YES: Match<never> = { kind: 'yes' };

/** It certainly does not match. */
export const NO: Match<never> = { kind: 'no' };

/** It cannot be told, for these reasons. */
export function unknown<Reason>(...because: Reason[]): Match<Reason> {
  return { kind: 'unknown', because };
}

/** A known answer as a match. */
export function certain(answer: boolean): Match<never> {
  return answer ? YES : NO;
}

/** Whether all parts match: one that certainly does not decides, whatever is unknown beside it. */
export function all<Reason>(parts: readonly Match<Reason>[]): Match<Reason> {
  return decided(parts, 'no', NO, YES);
}

/** Whether any part matches: one that certainly does decides; of none, none matches. */
export function any<Reason>(parts: readonly Match<Reason>[]): Match<Reason> {
  return decided(parts, 'yes', YES, NO);
}

function decided<Reason>(
  parts: readonly Match<Reason>[],
  decides: 'yes' | 'no',
  decision: Match<never>,
  otherwise: Match<never>,
): Match<Reason> {
  let because: Set<Reason> | undefined;
  for (const part of parts) {
    if (part.kind === decides) return decision;
    if (part.kind === 'unknown') {
      because ??= new Set();
      for (const reason of part.because) because.add(reason);
    }
  }
  return because === undefined ? otherwise : { kind: 'unknown', because: [...because] };
}

/** The opposite; the opposite of unknown is unknown. */
export function not<Reason>(match: Match<Reason>): Match<Reason> {
  if (match.kind === 'unknown') return match;
  return match.kind === 'yes' ? NO : YES;
}
