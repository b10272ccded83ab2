// How deeply a template value may be nested: reading goes down by recursion, which hostile input must not exhaust.
import type { Template } from '../../model/template.js';

/** Deeper than any policy or pipeline. unsure: CloudFormation's own limit, which is not documented. */
export const DEEPEST = 100;

/** Whether a value is nested deeper than anything that is read. */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels < 0) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const part of parts) if (typeof part === 'object' && isTooDeep(part, levels - 1)) return true;
  return false;
}

const SHALLOW = new WeakMap<Template, boolean>();

/** Whether nothing in a template is nested too deeply; of nearly every template one look tells it for all its values. */
export function isShallow(template: Template): boolean {
  let shallow = SHALLOW.get(template);
  if (shallow === undefined) SHALLOW.set(template, (shallow = !isTooDeep(template)));
  return shallow;
}
