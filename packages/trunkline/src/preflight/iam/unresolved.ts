// Values that a template does not tell: how they are written into resolved policies, and how they are found there.
import type { TemplateValue } from '../../model/template.js';

const MARKER = /\{\{(?:unresolved |resolve:)[^{}]*\}\}/g;
const ONE_MARKER = /^\{\{(?:unresolved |resolve:)[^{}]*\}\}$/;

/**
 * The text that stands for a value which only a deployment knows: what a scope of the assembly room's intrinsics
 * returns in its place. It survives `Fn::Join` and `Fn::Sub`, so that the known rest of an ARN still decides.
 *
 * @param what names the value; **the same name means the same value**, so include the stack, as in
 * `Services-Dev.Bucket.Arn`
 */
export function unresolved(what: string): string {
  // No colon and no slash stay, so that splitting an ARN never splits the marker.
  return `{{unresolved ${encodeURIComponent(what)}}}`;
}

/** A stretch of a text that is not known. */
export interface Hole {
  /** The marker, equal for equal values; absent where only a half of a marker is left, after `Fn::Split` for example. */
  readonly marker?: string;
}

/** A text in stretches: known ones, and holes. */
export function textParts(text: string): readonly (string | Hole)[] {
  if (!text.includes('{{') && !text.includes('}}')) return text === '' ? [] : [text];
  const parts: (string | Hole)[] = [];
  let end = 0;
  for (const found of text.matchAll(MARKER)) {
    pushKnown(text.slice(end, found.index), parts);
    parts.push({ marker: found[0] });
    end = found.index + found[0].length;
  }
  pushKnown(text.slice(end), parts);
  return parts;
}

function pushKnown(text: string, parts: (string | Hole)[]): void {
  if (text.includes('{{') || text.includes('}}')) parts.push({});
  else if (text !== '') parts.push(text);
}

/** Whether a text has a hole. */
export function hasHole(text: string): boolean {
  return text.includes('{{') || text.includes('}}');
}

/**
 * Whether a whole value is unknown: a marker, a `{{resolve:...}}` that stays until the deployment, or an intrinsic
 * function that nobody resolved.
 */
export function isUnresolved(value: TemplateValue | undefined): boolean {
  if (typeof value === 'string') return ONE_MARKER.test(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

// Longer values are cut in messages: a reason has to fit a line or two, whatever a policy holds.
const LONGEST_SHOWN = 200;

/** A value as messages show it: markers by the name that they were given, and not more than a line or two of it. */
export function describe(value: TemplateValue | undefined): string {
  const text = named(typeof value === 'string' ? value : asJson(value));
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}...`;
}

/** A text as results have it: markers by the name that they were given, as `<Services-Dev.Bucket.Arn>`; nothing is cut. */
export function named(text: string): string {
  if (!hasHole(text)) return text;
  return text.replace(/\{\{unresolved ([^{}]*)\}\}/g, (_, name: string) => `<${decoded(name)}>`);
}

/** A value that refers to itself, or is nested deeper than the stack, has no JSON. */
function asJson(value: TemplateValue | undefined): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return Array.isArray(value) ? 'a list that cannot be shown' : 'an object that cannot be shown';
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
