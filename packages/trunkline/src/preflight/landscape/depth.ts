// How deeply a template value may be nested: reading goes down by recursion, which hostile input must not exhaust.

/** Deeper than any policy or pipeline. unsure: CloudFormation's own limit, which is not documented. */
export const DEEPEST = 100;

/** Whether a value is nested deeper than anything that is read. */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels < 0) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => typeof part === 'object' && isTooDeep(part, levels - 1));
}
