// What a failed duty is blamed on. Duties that fail for one cause have one key, and become one finding.
import { formatEnvironment } from '../../../model/environment.js';
import type { Side } from '../../iam/policy.js';
import { parseArn } from '../../iam/arn.js';
import type { Landscape, LandscapeKey } from '../../landscape/landscape.js';
import { bootstrapRoleOf } from '../bootstrap-role.js';
import type { Denial } from '../judge.js';
import type { Foregone, Obligation } from '../obligation.js';

/** The findings of the proof, by their ids. */
export type CauseId =
  | 'bootstrap-missing'
  | 'bootstrap-trust'
  | 'bootstrap-execution-policies'
  | 'bootstrap-version'
  | 'store-missing'
  | 'store-elsewhere'
  | 'store-without-key'
  | 'action-configuration'
  | 'role-trust'
  | 'role-of-another-account'
  | 'identity-policy'
  | 'bucket-policy'
  | 'public-bucket-policy'
  | 'key-disabled'
  | 'key-policy'
  | 'key-alias'
  | 'resource-policy'
  | 'permissions-boundary'
  | 'organization-policy'
  | 'explicit-deny'
  | 'event-target-role';

/** One reason why one duty fails. */
export interface Blame {
  readonly id: CauseId;
  /** Equal for all duties that fail for the same cause. */
  readonly key: string;
  /** Where the proof failed: an obligation with what denied it, or what failed before any policy. */
  readonly failed: { readonly obligation: Obligation; readonly denial: Denial } | { readonly foregone: Foregone };
  /** The side that refuses; absent where policies are no part of it. */
  readonly side?: Side;
}

type Implicit = Extract<Denial, { readonly how: 'implicit' }>;

/** What to blame where policies refuse. */
export function blamesOf(obligation: Obligation, denials: readonly Denial[], landscape: Landscape): Blame[] {
  return denials.flatMap((denial): Blame[] => {
    const failed = { obligation, denial };
    if (denial.kind === 'missing-role') {
      const role = bootstrapRoleOf(denial.arn);
      const key = `${role?.account ?? ''}/${role?.region ?? ''}/${role?.qualifier ?? denial.arn}`;
      return [{ id: 'bootstrap-missing', key, failed }];
    }
    if (denial.kind === 'foreign-role') {
      const caller = obligation.caller.kind === 'role' ? obligation.caller.arn : obligation.caller.name;
      return [{ id: 'role-of-another-account', key: `${caller} ${denial.arn}`, failed }];
    }
    if (denial.how === 'explicit') {
      const [{ policy, statement, side } = { policy: '', statement: '', side: undefined }] = denial.by;
      const key = `${policy} ${statement}`;
      return [{ id: 'explicit-deny', key, failed, ...(side === undefined ? {} : { side }) }];
    }
    return sidesToMend(obligation, denial).map((side) => ({
      ...causeOf(side, obligation, denial, landscape),
      failed,
      side,
    }));
  });
}

/** What to blame where no policy was looked at. */
export function blameOf(foregone: Foregone): Blame | undefined {
  const { because, place } = foregone;
  const failed = { foregone };
  switch (because.kind) {
    case 'no-store':
      return { id: 'store-missing', key: `${place.pipelineArn}/${because.region}`, failed };
    case 'store-elsewhere':
      return { id: 'store-elsewhere', key: `${place.pipelineArn}/${because.region}/${because.what}`, failed };
    case 'store-without-key':
      return { id: 'store-without-key', key: `${place.pipelineArn}/${because.region}`, failed };
    case 'no-execution-policies': {
      const role = bootstrapRoleOf(because.role);
      const key = `${role?.account ?? ''}/${role?.region ?? ''}/${because.role}`;
      return { id: 'bootstrap-execution-policies', key, failed };
    }
    case 'bootstrap-version':
      return { id: because.kind, key: `${formatEnvironment(because.environment)}/${because.qualifier}`, failed };
    case 'public-bucket-policy':
      return { id: because.kind, key: because.bucket, failed };
    case 'key-disabled':
      return { id: because.kind, key: because.key, failed };
    case 'configuration':
      return { id: 'action-configuration', key: `${place.pipelineArn} ${because.type} ${because.key}`, failed };
    case 'event-target-role': {
      const { stackName, environment, logicalId } = because.rule;
      return { id: because.kind, key: `${formatEnvironment(environment)}/${stackName}/${logicalId}`, failed };
    }
    case 'unproven':
      return undefined;
  }
}

/** The sides that have to allow and do not; where one of two is enough, the one that can be mended. */
function sidesToMend({ caller, target }: Obligation, { sides, oneIsEnough }: Implicit): readonly Side[] {
  if (!oneIsEnough || !sides.includes('identity-based')) return sides;
  // The deploy roles' own policies are CDK's, and leave buckets of their own account to the buckets. Everything else
  // grants by identity.
  const isDeployRole = caller.kind === 'role' && bootstrapRoleOf(caller.arn)?.purpose === 'deploy';
  const spared: Side = isDeployRole && target.kind === 'bucket' ? 'identity-based' : 'resource-based';
  return sides.filter((side) => side !== spared);
}

type Cause = Pick<Blame, 'id' | 'key'>;

function causeOf(side: Side, obligation: Obligation, denial: Implicit, landscape: Landscape): Cause {
  const { caller: principal } = obligation;
  const caller = principal.kind === 'role' ? principal.arn : principal.name;
  switch (side) {
    case 'identity-based':
      return identityCause(caller, obligation, denial, landscape);
    case 'resource-based':
      return resourceCause(caller, obligation, landscape);
    case 'permissions-boundary':
    case 'session':
      // Many roles may have one boundary, as where the app sets it for all.
      return { id: 'permissions-boundary', key: landscape.role(caller)?.boundary?.name ?? caller };
    default:
      // One list of policies may be that of many accounts.
      return { id: 'organization-policy', key: levelOf(denial) ?? `${side} ${parseArn(caller)?.account ?? caller}` };
  }
}

/** The level that refuses, as the settings name it: `service_control_policies.default[0]`; absent where it has no policies. */
export function levelOf({ refusingLevels }: Implicit): string | undefined {
  const [policy] = refusingLevels.flat();
  return policy?.replace(/\[\d+\]$/, '');
}

function identityCause(caller: string, { target }: Obligation, denial: Implicit, landscape: Landscape): Cause {
  const key = target.kind === 'key' ? landscape.key(target.id, environmentOf(target)) : undefined;
  const named = denial.nearMisses.some(({ side, element }) => side === 'identity-based' && element === 'Resource');
  if (key !== undefined && named && aliasInStores(key, landscape) !== undefined) {
    return { id: 'key-alias', key: key.arn };
  }
  // All that a role lacks is one finding: it is one role's policies that are mended.
  return { id: 'identity-policy', key: caller };
}

/** The alias by which some pipeline's stores name a key, and CDK its roles' policies with them. */
export function aliasInStores(key: LandscapeKey, landscape: Landscape): string | undefined {
  for (const { pipeline } of landscape.pipelines) {
    for (const { encryptionKey = '' } of Object.values(pipeline.artifactStores)) {
      const alias = encryptionKey.indexOf('alias/');
      if (alias !== -1 && landscape.key(encryptionKey, pipeline.declaredAt.environment)?.arn === key.arn) {
        return encryptionKey.slice(alias);
      }
    }
  }
  return undefined;
}

function resourceCause(caller: string, { target, caller: { kind } }: Obligation, landscape: Landscape): Cause {
  switch (target.kind) {
    case 'role':
      return trustCause(caller, target.arn, landscape);
    case 'bucket':
      return { id: 'bucket-policy', key: `${target.name} ${relation(caller, target.account, landscape)}` };
    case 'key': {
      const arn = landscape.key(target.id, environmentOf(target))?.arn ?? target.id;
      return { id: 'key-policy', key: `${arn} ${relation(caller, target.account, landscape)}` };
    }
    case 'other':
      return { id: 'resource-policy', key: `${target.arn} ${kind === 'role' ? 'roles' : caller}` };
  }
}

/** The trust of a bootstrap role that does not let a whole account in is mended by bootstrapping, for all roles at once. */
function trustCause(caller: string, target: string, landscape: Landscape): Cause {
  const account = parseArn(caller)?.account;
  const role = bootstrapRoleOf(target);
  const state = landscape.bootstrapOf(target);
  const ownTemplate = landscape.role(target)?.origin.kind === 'template';
  if (account !== undefined && role !== undefined && state?.exists === true && !ownTemplate) {
    const trusted = role.purpose === 'lookup' ? [...state.trust, ...state.trustForLookup] : state.trust;
    if (!trusted.includes(account) && account !== role.account) {
      return { id: 'bootstrap-trust', key: `${role.account}/${role.region}/${role.qualifier}/${account}` };
    }
  }
  return { id: 'role-trust', key: `${target} ${account === undefined ? caller : 'roles'}` };
}

/** Roles of the owner's account and those of others need statements of different forms, unless one is for the organization. */
function relation(caller: string, owner: string, { organizationId }: Landscape): string {
  const account = parseArn(caller)?.account;
  if (account === undefined) return caller;
  if (organizationId !== undefined) return 'organization';
  return account === owner ? 'inside' : 'across';
}

function environmentOf({ account, region }: Extract<Obligation['target'], { readonly kind: 'key' }>): {
  readonly account: string;
  readonly region: string;
} {
  return { account, region };
}
