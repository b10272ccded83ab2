// Checks one text of the configuration.
import { Token } from 'aws-cdk-lib';
import { kindOf, quoted, type Mistakes } from './mistakes';
import type { Place } from './place';
import type { TextShape } from './shapes';

/** Checks a value that has to be text; one mistake at most. */
export function checkText(place: Place, shape: TextShape, mistakes: Mistakes): void {
  const { value } = place;
  if (typeof value === 'number' && shape.number !== undefined) {
    mistakes.add(place.path, `${quoted(value)} is a number; ${shape.number}.`);
  } else if (typeof value !== 'string') {
    mistakes.add(place.path, `has to be text, but is ${kindOf(value)}.`);
  } else {
    const problem = shape.free === true ? undefined : wrong(value, shape);
    if (problem !== undefined) mistakes.add(place.path, problem);
  }
}

function wrong(text: string, shape: TextShape): string | undefined {
  if (text === '') return 'is empty; leave it out where it has no value.';
  if (text.trim() !== text) return `${quoted(text)} begins or ends with white space.`;
  if (Token.isUnresolved(text)) {
    return 'is a token, whose value is known no earlier than at deployment; give the value itself.';
  }
  const matches = new RegExp(shape.pattern ?? '', 'u').test(text);
  if (isPlaceholder(text, matches)) return `${quoted(text)} is a placeholder; put the real ${shape.what} in its place.`;
  const refusal = shape.refuse?.(text);
  if (refusal !== undefined) return refusal;
  if (!matches) return `${quoted(text)} is no ${shape.what}; ${shape.hint ?? ''}.`;
  if (text.length > (shape.maxLength ?? Infinity)) {
    return `${quoted(text)} is longer than ${String(shape.maxLength)} characters.`;
  }
  return undefined;
}

/** Whether a text was left as a sample had it; where it might be meant, as in a branch `fix-xxx`, the benefit of doubt. */
function isPlaceholder(text: string, matches: boolean): boolean {
  if (/<[^<>]*>/.test(text) || /^(?:x{3,}|todo|tbd|change-?me|replace-?me)$/i.test(text)) return true;
  return !matches && /(?<![a-z0-9])x{3,}(?![a-z0-9])/i.test(text);
}
