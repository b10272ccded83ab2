// What an update changes of one resource, and whether it replaces it.
import { isDeepStrictEqual } from 'node:util';
import type { TemplateValue } from '../../model/template.js';
import type { ResourceSpec } from '../spec/resource-index.js';

/** The top-level properties that differ, and those whose difference has consequences. */
export interface Comparison {
  readonly changed: readonly string[];
  /** Changed ones that can only be set at creation: the resource is replaced. */
  readonly replacing: readonly string[];
  /** Changed ones for which the service decides; CloudFormation's change set says `Conditional`. */
  readonly conditional: readonly string[];
}

type Properties = Readonly<Record<string, TemplateValue>>;

/** Compares resolved properties; keys may stand in any order. */
export function compareProperties(before: Properties, after: Properties, spec: ResourceSpec | undefined): Comparison {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const among = (paths: readonly string[]): string[] =>
    changed.filter((key) =>
      paths.some((path) => {
        const steps = path.split('/');
        return steps[0] === key && !isDeepStrictEqual(valuesAt(before, steps), valuesAt(after, steps));
      }),
    );
  return {
    changed,
    replacing: spec && changed.length > 0 ? among(spec.createOnly) : [],
    conditional: spec && changed.length > 0 ? among(spec.conditionalCreateOnly) : [],
  };
}

/** The value at a path; a list of values where the path has a `*`. */
function valuesAt(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === undefined) return value;
  if (step === '*') return Array.isArray(value) ? value.map((item) => valuesAt(item, rest)) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return valuesAt((value as Record<string, unknown>)[step], rest);
}
