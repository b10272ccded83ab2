// Whether a statement's Action or NotAction covers an action.
import { certain, type Match } from './match.js';
import type { ActionList } from './statement.js';
import { matchPattern } from './wildcard.js';

/**
 * Whether the element covers the action; names of actions are not case-sensitive.
 * Sources: IAM User Guide, IAM JSON policy elements: Action, and NotAction.
 */
export function matchAction({ names, patterns, negated, unknown: reasons }: ActionList, action: string): Match {
  const asked = action.toLowerCase();
  if (names.has(asked)) return certain(!negated);
  let open: string[] | undefined;
  for (const pattern of patterns) {
    const match = matchPattern(pattern, asked);
    if (match.kind === 'yes') return certain(!negated);
    if (match.kind === 'unknown') (open ??= []).push(...match.because);
  }
  if (open === undefined && reasons.length === 0) return certain(negated);
  return { kind: 'unknown', because: [...(open ?? []), ...reasons] };
}
