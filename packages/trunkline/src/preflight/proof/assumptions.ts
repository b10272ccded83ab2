// The roles that a role's own policies say it means to assume: those that they name, and CDK's by their tags.
import type { LandscapeRole } from '../landscape/landscape.js';
import { field, items, texts } from '../landscape/values.js';

/** What the policies say. */
export interface Assumptions {
  /** ARNs in Allow statements of `sts:AssumeRole` that hold no wildcard, each once. */
  readonly arns: readonly string[];
  /** Whether a statement is for the lookup roles of CDK's bootstrapping, by their tag. */
  readonly lookups: boolean;
}

// Source: aws-cdk, the bootstrap template; the tag is how its documentation lets builds look values up.
const TAG = 'iam:resourcetag/aws-cdk:bootstrap-role';

const found = new WeakMap<LandscapeRole, Assumptions>();

/** Of all policies of a role. */
export function assumptionsOf(role: LandscapeRole): Assumptions {
  const known = found.get(role);
  if (known !== undefined) return known;
  const arns = new Set<string>();
  let lookups = false;
  for (const { document } of role.identity) {
    for (const statement of items(field(document, 'Statement'))) {
      if (field(statement, 'Effect') !== 'Allow') continue;
      if (!texts(field(statement, 'Action')).some((action) => /^sts:AssumeRole$/i.test(action))) continue;
      for (const arn of texts(field(statement, 'Resource'))) if (/^arn:[^*?]+$/.test(arn)) arns.add(arn);
      lookups ||= tagValues(field(statement, 'Condition')).includes('lookup');
    }
  }
  const result = { arns: [...arns], lookups };
  found.set(role, result);
  return result;
}

function tagValues(condition: ReturnType<typeof field>): string[] {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return [];
  return Object.values(condition).flatMap((keys) =>
    typeof keys !== 'object' || keys === null || Array.isArray(keys)
      ? []
      : Object.entries(keys).flatMap(([key, value]) => (key.toLowerCase() === TAG ? texts(value) : [])),
  );
}
