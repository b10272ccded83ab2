// What has to hold before policies matter: a new enough bootstrap stack, a key that is enabled, a bucket policy that S3 takes.
import { DEFAULT_QUALIFIER } from '../../assembly/bootstrap-needs.js';
import type { Assembly } from '../../model/assembly.js';
import { formatEnvironment, type Environment } from '../../model/environment.js';
import type { Publicity } from '../iam/is-public.js';
import { isPublic } from '../iam/is-public.js';
import { parseArn } from '../iam/arn.js';
import { describe } from '../iam/unresolved.js';
import type { PreflightInput } from '../input.js';
import type { Landscape, LandscapeBucket } from '../landscape/landscape.js';
import { bootstrapRoleOf } from './bootstrap-role.js';
import { isForegone, type Duty, type Obligation, type Precondition } from './obligation.js';

/**
 * The duties, with those foregone whose precondition fails, and in doubt where nothing tells. Each stays in its place:
 * none is added, none is dropped.
 */
export function withPreconditions(duties: readonly Duty[], landscape: Landscape, { assembly }: PreflightInput): Duty[] {
  return duties.map((duty): Duty => {
    if (isForegone(duty)) return duty;
    const because = preconditionOf(duty, landscape, assembly);
    if (because === undefined) return duty;
    if (because.kind === 'unproven') return { ...duty, doubt: because.why };
    const { place, step, caller, calls, anyOf, resource } = duty;
    const principal = caller.kind === 'role' ? caller.arn : caller.name;
    return { place, step, principal, call: calls.join(anyOf ? ' or ' : ', '), resource, because };
  });
}

function preconditionOf(obligation: Obligation, landscape: Landscape, assembly: Assembly): Precondition | undefined {
  const { target } = obligation;
  switch (target.kind) {
    case 'bucket':
      return ofBucket(landscape.bucket(target.name));
    case 'key': {
      const { id, account, region } = target;
      const key = landscape.key(id, { account, region });
      if (key?.enabled === 'unknown') {
        return { kind: 'unproven', why: `whether key ${describe(id)} is enabled is not told by the template` };
      }
      return key?.enabled === false ? { kind: 'key-disabled', key: key.arn } : undefined;
    }
    case 'role':
      return ofLookup(target.arn, landscape, needsOf(assembly));
    case 'other':
      return ofDeployment(obligation, landscape, needsOf(assembly));
  }
}

const publicity = new WeakMap<LandscapeBucket, Publicity>();

/**
 * With Block Public Access on, S3 refuses a public policy when it is put, and the stack fails with it. What was read from
 * an account stands already. Source: S3 User Guide, Blocking public access to your Amazon S3 storage, BlockPublicPolicy.
 */
function ofBucket(bucket: LandscapeBucket | undefined): Precondition | undefined {
  if (bucket?.policy === undefined || !bucket.blocksPublicPolicy || bucket.origin.kind === 'live') return undefined;
  const known = publicity.get(bucket) ?? isPublic(bucket.policy);
  publicity.set(bucket, known);
  switch (known.kind) {
    case 'not-public':
      return undefined;
    case 'public':
      return { kind: 'public-bucket-policy', bucket: bucket.name, statement: known.by[0]?.statement ?? '' };
    case 'unproven': {
      const why = [...new Set(known.because.map((doubt) => doubt.why))].join('; ');
      return {
        kind: 'unproven',
        why: `whether Block Public Access refuses the policy of bucket ${describe(bucket.name)} is not known: ${why}`,
      };
    }
  }
}

/** The least versions that stacks ask of the bootstrap stack, by what asks. */
interface Needs {
  /** By environment and stack. */
  readonly deployments: ReadonlyMap<string, Need>;
  /** By environment and qualifier; of several stacks the one that asks most. */
  readonly lookups: ReadonlyMap<string, Need>;
}

interface Need {
  readonly environment: Environment;
  readonly qualifier: string;
  readonly version: number;
  readonly stackName: string;
}

const found = new WeakMap<Assembly, Needs>();

function needsOf(assembly: Assembly): Needs {
  const known = found.get(assembly);
  if (known !== undefined) return known;
  const deployments = new Map<string, Need>();
  const lookups = new Map<string, Need>();
  const add = (needs: Map<string, Need>, key: string, need: Need): void => {
    if ((needs.get(key)?.version ?? 0) < need.version) needs.set(key, need);
  };
  for (const { environment, stackName, bootstrap = {} } of assembly.stacks) {
    const { qualifier = DEFAULT_QUALIFIER, requiredVersion, requiredVersionForLookups } = bootstrap;
    const common = { environment, qualifier, stackName };
    const place = formatEnvironment(environment);
    if (requiredVersion !== undefined) {
      add(deployments, `${place}/${stackName}`, { ...common, version: requiredVersion });
    }
    if (requiredVersionForLookups !== undefined) {
      add(lookups, `${place}/${qualifier}`, { ...common, version: requiredVersionForLookups });
    }
  }
  const needs = { deployments, lookups };
  found.set(assembly, needs);
  return needs;
}

// The calls that CloudFormation refuses where the rule CheckBootstrapVersion of CDK's templates does not hold.
// Source: aws-cdk-lib, DefaultStackSynthesizer; CloudFormation User Guide, Rules.
const DEPLOYS = new Set(['cloudformation:CreateChangeSet', 'cloudformation:CreateStack', 'cloudformation:UpdateStack']);

function ofDeployment({ calls, resource }: Obligation, landscape: Landscape, needs: Needs): Precondition | undefined {
  if (!calls.some((call) => DEPLOYS.has(call))) return undefined;
  const { account = '', region = '', resource: path = '' } = parseArn(resource) ?? {};
  const stackName = /^stack\/([^/]+)/.exec(path)?.[1] ?? '';
  return tooOld(
    needs.deployments.get(`${formatEnvironment({ account, region })}/${stackName}`),
    landscape,
    'deployment',
  );
}

/** Source: aws-cdk-cli, which asks for the version once it has assumed the lookup role. */
function ofLookup(arn: string, landscape: Landscape, needs: Needs): Precondition | undefined {
  const role = bootstrapRoleOf(arn);
  if (role?.purpose !== 'lookup') return undefined;
  return tooOld(needs.lookups.get(`${formatEnvironment(role)}/${role.qualifier}`), landscape, 'lookup');
}

function tooOld(need: Need | undefined, landscape: Landscape, what: 'deployment' | 'lookup'): Precondition | undefined {
  if (need === undefined) return undefined;
  const { environment, qualifier, version: needed, stackName } = need;
  const state = landscape.bootstrapOf(`cdk-${qualifier}-deploy-role-${environment.account}-${environment.region}`);
  if (state === undefined || !state.exists || state.version >= needed) return undefined;
  return { kind: 'bootstrap-version', environment, qualifier, needed, version: state.version, stackName, what };
}
