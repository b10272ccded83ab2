// The front door: what will exist once everything of some cloud assemblies is deployed.
import { bootstrapAssumptions } from '../bootstrap/assumptions.js';
import type { BootstrapDeclarations } from '../bootstrap/declaration.js';
import { bootstrapStates } from '../bootstrap/states.js';
import { bootstrapSource } from '../bootstrap/template.js';
import type { Assembly } from '../../model/assembly.js';
import { bucketsOf } from './buckets.js';
import { duplicatesOf } from './duplicates.js';
import { IdentityPolicies } from './identity-policies.js';
import { keysOf } from './keys.js';
import type { BootstrapState, Landscape } from './landscape.js';
import { withLookups } from './lookups.js';
import { pipelinesOf } from './pipelines.js';
import { projectsOf } from './projects.js';
import { ResourcePolicies } from './resource-policies.js';
import { resourcesOf } from './resources.js';
import { rolesOf } from './roles.js';
import { templateSources } from './template-source.js';
import { World } from './world.js';

/** What was read from the accounts themselves; it takes the place of what templates and assumptions say. */
export interface LiveLandscape {
  /** How environments are bootstrapped; in place of declared and assumed states. */
  readonly bootstraps?: readonly BootstrapState[];
  /** Each in place of the one with the same ARN. */
  readonly roles?: Landscape['roles'];
  readonly buckets?: Landscape['buckets'];
  readonly keys?: Landscape['keys'];
  readonly resources?: Landscape['resources'];
  /** ARNs of roles that are not there, although the bootstrap state has them. */
  readonly absent?: readonly string[];
  /** The organization of the accounts; what the user says goes before. */
  readonly organizationId?: string;
  /** What was read and what was not, in words, to be printed with every result. */
  readonly assumptions?: readonly string[];
}

/** What the templates do not tell. */
export interface LandscapeOptions {
  /** How environments are bootstrapped. @default assumed: as the pipelines need it, with the newest template */
  readonly bootstrap?: BootstrapDeclarations;
  /** The organization of the accounts. @default not known */
  readonly organizationId?: string;
  /** @default nothing was read from the accounts */
  readonly live?: LiveLandscape;
}

/**
 * Reads the landscape of assemblies, such as an app's and that of its artifact stores. It reads no file, and never
 * throws for what a template says: what cannot be read is listed under `unreadable`, and stands as a marker.
 */
export function readLandscape(assemblies: Assembly | readonly Assembly[], options: LandscapeOptions = {}): Landscape {
  const { live = {} } = options;
  const { organizationId = live.organizationId } = options;
  const world = new World();
  world.add([assemblies].flat().flatMap(templateSources));
  // Who is trusted by assumption depends on where the pipelines deploy.
  const pipelinesByTemplate = world.scopes.map((scope) => pipelinesOf(scope, world));
  const pipelines = pipelinesByTemplate.flatMap(({ read }) => read);
  const stacks = world.scopes.flatMap(({ source }) => source.stack ?? []);
  const { states, assumed } = bootstrapStates({
    stacks,
    pipelines,
    declared: options.bootstrap ?? {},
    live: live.bootstraps ?? [],
  });
  world.add(states.filter(({ exists }) => exists).map(bootstrapSource));

  const identityPolicies = new IdentityPolicies(world);
  const resourcePolicies = new ResourcePolicies(world);
  for (const scope of world.scopes) {
    identityPolicies.add(scope);
    resourcePolicies.add(scope);
  }
  identityPolicies.settle(world.scopes);
  resourcePolicies.settle(world.scopes);
  reportNestedStacks(world);
  const roles = world.scopes.flatMap((scope) => rolesOf(scope, identityPolicies));
  const absent = new Set(live.absent);
  return withLookups({
    pipelines,
    unreadPipelines: pipelinesByTemplate.flatMap(({ unread }) => unread),
    roles: replaced(roles, live.roles).filter(({ arn }) => !absent.has(arn)),
    buckets: replaced(
      world.scopes.flatMap((scope) => bucketsOf(scope, resourcePolicies)),
      live.buckets,
    ),
    keys: replaced(keysOf(world.scopes), live.keys),
    projects: world.scopes.flatMap((scope) => projectsOf(scope, world)),
    resources: replaced(
      world.scopes.flatMap((scope) => resourcesOf(scope, resourcePolicies)),
      live.resources,
    ),
    bootstraps: states,
    ...(organizationId === undefined ? {} : { organizationId }),
    assumptions: [...bootstrapAssumptions(states, assumed), ...(live.assumptions ?? [])],
    duplicates: duplicatesOf(world.scopes),
    unreadable: world.unreadable,
  });
}

/** An assembly has the templates of nested stacks as files of assets, and says of none which it is. */
function reportNestedStacks(world: World): void {
  for (const scope of world.scopes) {
    for (const id of scope.idsOf('AWS::CloudFormation::Stack')) {
      const problem = 'the template of a nested stack is not read, so what it makes, allows or denies is not known';
      world.reportAt(scope.source, id, problem);
    }
  }
}

/** What was read live in place of what is the same by its ARN, and besides it. */
function replaced<T extends { readonly arn: string }>(read: readonly T[], live: readonly T[] = []): readonly T[] {
  if (live.length === 0) return read;
  const known = new Set(live.map(({ arn }) => arn));
  return [...read.filter(({ arn }) => !known.has(arn)), ...live];
}
