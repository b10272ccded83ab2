// Whether a statement's Action or NotAction covers an action.
import { any, not, unknown, type Match } from './match.js';
import type { TextList } from './statement.js';
import { matchPattern, readPattern } from './wildcard.js';

/**
 * Whether the element covers the action; names of actions are not case-sensitive.
 * Sources: IAM User Guide, IAM JSON policy elements: Action, and NotAction.
 */
export function matchAction({ negated, texts, unknown: reasons }: TextList, action: string): Match {
  const listed = any([
    ...texts.map((text) => matchPattern(caseless(text), action.toLowerCase())),
    ...reasons.map((why) => unknown(why)),
  ]);
  return negated ? not(listed) : listed;
}

function caseless(text: string): ReturnType<typeof readPattern> {
  return readPattern(text, true).map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}
