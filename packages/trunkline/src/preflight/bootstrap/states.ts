// How every environment is bootstrapped: as it was read live, declared, or assumed.
import { DEFAULT_QUALIFIER } from '../../assembly/bootstrap-needs.js';
import { isKnown, parseEnvironment, partitionOf } from '../../assembly/environment.js';
import type { StackArtifact } from '../../model/assembly.js';
import { formatEnvironment, type Environment } from '../../model/environment.js';
import type { Pipeline } from '../../model/pipeline.js';
import type { BootstrapState } from '../landscape/landscape.js';
import type { BootstrapDeclaration, BootstrapDeclarations } from './declaration.js';
import { KNOWN_BOOTSTRAP_VERSION } from './template.js';

/** What the states follow from. */
export interface BootstrapGiven {
  readonly stacks: readonly StackArtifact[];
  readonly pipelines: readonly { readonly pipeline: Pipeline }[];
  readonly declared: BootstrapDeclarations;
  readonly live: readonly BootstrapState[];
}

/** The parts of a state that were assumed, by the declaration's keys. */
export type Assumed = ReadonlyMap<BootstrapState, readonly (keyof BootstrapDeclaration)[]>;

/** The states, sorted by environment. */
export function bootstrapStates(given: BootstrapGiven): { states: readonly BootstrapState[]; assumed: Assumed } {
  const states = new Map(given.live.map((state) => [keyOf(state), state]));
  const assumed = new Map<BootstrapState, readonly (keyof BootstrapDeclaration)[]>();
  const trusted = deployingAccounts(given.pipelines.map(({ pipeline }) => pipeline));
  const needed = neededVersions(given.stacks);
  for (const { environment, qualifiers } of environments(given)) {
    const declaration = declarationFor(environment, given.declared);
    const named = declaration === false ? undefined : declaration.qualifier;
    for (const qualifier of named === undefined ? qualifiers : [named]) {
      const [state, parts] = stateOf(environment, qualifier, declaration, {
        deploying: trusted.get(environment.account) ?? [],
        version: Math.max(KNOWN_BOOTSTRAP_VERSION, needed.get(keyOf({ environment, qualifier })) ?? 0),
      });
      if (states.has(keyOf(state))) continue;
      states.set(keyOf(state), state);
      assumed.set(state, parts);
    }
  }
  const sorted = [...states].sort(([left], [right]) => (left < right ? -1 : 1));
  return { states: sorted.map(([, state]) => state), assumed };
}

/** Every environment that a stack needs to be bootstrapped, or that is declared, with the qualifiers in use. */
function environments({ stacks, declared }: BootstrapGiven): { environment: Environment; qualifiers: Set<string> }[] {
  const found = new Map<string, { environment: Environment; qualifiers: Set<string> }>();
  const add = (environment: Environment): Set<string> => {
    const key = formatEnvironment(environment);
    const entry = found.get(key) ?? { environment, qualifiers: new Set() };
    found.set(key, entry);
    return entry.qualifiers;
  };
  for (const { environment, bootstrap } of stacks) {
    if (!isKnown(environment) || bootstrap?.requiredVersion === undefined) continue;
    add(environment).add(bootstrap.qualifier ?? DEFAULT_QUALIFIER);
  }
  for (const key of Object.keys(declared)) {
    const environment = parseEnvironment(key);
    if (environment === undefined || !isKnown(environment)) continue;
    const qualifiers = add(environment);
    if (qualifiers.size === 0) qualifiers.add(DEFAULT_QUALIFIER);
  }
  return [...found.values()];
}

function declarationFor(environment: Environment, declared: BootstrapDeclarations): false | BootstrapDeclaration {
  const own = declared[`aws://${formatEnvironment(environment)}`];
  const { default: general } = declared;
  if (own === false || (own === undefined && general === false)) return false;
  return { ...(general === false ? {} : general), ...own };
}

function stateOf(
  environment: Environment,
  qualifier: string,
  declaration: false | BootstrapDeclaration,
  { deploying, version }: { readonly deploying: readonly string[]; readonly version: number },
): [BootstrapState, (keyof BootstrapDeclaration)[]] {
  const said = declaration === false ? {} : declaration;
  const assumed: (keyof BootstrapDeclaration)[] = [];
  const value = <K extends keyof BootstrapDeclaration>(
    key: K,
    assumption: NonNullable<BootstrapDeclaration[K]>,
  ): NonNullable<BootstrapDeclaration[K]> => {
    const declaredValue = said[key];
    if (declaredValue === undefined && declaration !== false) assumed.push(key);
    return declaredValue ?? assumption;
  };
  const trust = value('trust', [...deploying]);
  const administrator = `arn:${partitionOf(environment.region)}:iam::aws:policy/AdministratorAccess`;
  const { permissions_boundary: boundary } = said;
  const state: BootstrapState = {
    environment,
    qualifier,
    how: Object.keys(said).length > 0 || declaration === false ? 'declared' : 'assumed',
    exists: declaration !== false,
    version: value('version', version),
    trust,
    trustForLookup: value('trust_for_lookup', trust),
    executionPolicies: value('cloudformation_execution_policies', [administrator]),
    kmsKey: value('kms_key_id', 'AWS_MANAGED_KEY'),
    ...(boundary === undefined ? {} : { customPermissionsBoundary: boundary }),
  };
  return [state, assumed];
}

/** By account, the other accounts whose pipelines have actions with roles in it. */
function deployingAccounts(pipelines: readonly Pipeline[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { stages, declaredAt } of pipelines) {
    const { account } = declaredAt.environment;
    for (const { roleArn, configuration } of stages.flatMap(({ actions }) => actions)) {
      for (const arn of [roleArn, configuration.RoleArn]) {
        const target = /^arn:[^:]*:iam::(\d{12}):role\//.exec(arn ?? '')?.[1];
        if (target === undefined || target === account || !/^\d{12}$/.test(account)) continue;
        found.set(target, (found.get(target) ?? new Set()).add(account));
      }
    }
  }
  return new Map([...found].map(([target, accounts]) => [target, [...accounts].sort()]));
}

/** By environment and qualifier, the version that its stacks ask for: an app may be newer than the template known here. */
function neededVersions(stacks: readonly StackArtifact[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { environment, bootstrap = {} } of stacks) {
    const { qualifier = DEFAULT_QUALIFIER, requiredVersion = 0, requiredVersionForLookups = 0 } = bootstrap;
    const key = keyOf({ environment, qualifier });
    found.set(key, Math.max(found.get(key) ?? 0, requiredVersion, requiredVersionForLookups));
  }
  return found;
}

function keyOf({ environment, qualifier }: Pick<BootstrapState, 'environment' | 'qualifier'>): string {
  return `${formatEnvironment(environment)}/${qualifier}`;
}
