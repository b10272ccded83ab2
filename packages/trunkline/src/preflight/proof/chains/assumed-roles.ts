// Roles that a build may assume by its own policies: the stage's access role, lookup roles. They have to let it in.
import type { PreflightInput } from '../../input.js';
import { assumptionsOf } from '../assumptions.js';
import type { ActionFacts } from '../action-facts.js';
import { bootstrapRoleOf } from '../bootstrap-role.js';
import type { Obligation } from '../obligation.js';
import { assumes } from './assume.js';

/**
 * One obligation for each role that the policies name in full, and for the lookup role of each environment where they are
 * for lookup roles by their tag: whoever grants that means it to work.
 */
export function assumedRoles({ landscape, place }: ActionFacts, role: string, input: PreflightInput): Obligation[] {
  const assuming = landscape.role(role);
  if (assuming === undefined) return [];
  const { arns, lookups } = assumptionsOf(assuming);
  const { lookupRoles, sent } = externalIds(input);
  // The CDK CLI sends none with roles of its bootstrapping of which no stack and no asset says one. What the build's own
  // commands send with other roles they alone tell.
  return [...new Set([...arns, ...(lookups ? lookupRoles.keys() : [])])].map((arn) =>
    assumes(
      place,
      `the project role assumes ${nameOf(arn)}`,
      role,
      arn,
      sent.get(arn) ?? (bootstrapRoleOf(arn) === undefined ? undefined : null),
    ),
  );
}

/** What the CDK's tools send when they assume roles. */
interface ExternalIds {
  /** By lookup role; `null` for none. */
  readonly lookupRoles: ReadonlyMap<string, string | null>;
  /** By any role of which an assembly says it. */
  readonly sent: ReadonlyMap<string, string | null>;
}

// Every build asks, and looking through all stacks for each would take the square of their number.
const known = new WeakMap<PreflightInput, ExternalIds>();

function externalIds(input: PreflightInput): ExternalIds {
  const found = known.get(input);
  if (found !== undefined) return found;
  const lookupRoles = new Map(
    input.assembly.stacks.flatMap(({ roles: { lookup, lookupExternalId = null } = {} }) =>
      lookup === undefined ? [] : [[lookup, lookupExternalId] as const],
    ),
  );
  const ids = { lookupRoles, sent: new Map([...lookupRoles, ...sentByTools(input)]) };
  known.set(input, ids);
  return ids;
}

/** External ids by role: those that stacks say for their deployment, and asset manifests for publishing. */
function sentByTools({ assembly, assets }: PreflightInput): (readonly [string, string])[] {
  const deployed = assembly.stacks.map(({ roles }) => [roles?.deploy, roles?.deployExternalId] as const);
  const published = [...assets.values()].flatMap((manifest) =>
    manifest.flatMap(({ destinations }) =>
      destinations.map(({ assumeRoleArn, assumeRoleExternalId }) => [assumeRoleArn, assumeRoleExternalId] as const),
    ),
  );
  return [...deployed, ...published].flatMap(([role, id]) =>
    role === undefined || id === undefined ? [] : [[role, id] as const],
  );
}

function nameOf(arn: string): string {
  return arn.slice(arn.indexOf('role/') + 'role/'.length);
}
