// Policies of what is called: trust policies, bucket policies, key policies and those of topics and the like.
import { parseArn } from '../../iam/arn.js';
import { describe, hasHole } from '../../iam/unresolved.js';
import type { Landscape, LandscapeBucket, LandscapeKey } from '../../landscape/landscape.js';
import { aliasInStores, type Blame } from './blame.js';
import {
  actionsAt,
  asPattern,
  calledBy,
  callersOf,
  callsOf,
  deniedOf,
  missedBy,
  nameOf,
  namesOf,
  placeOf,
  resourcesOf,
  type CauseFinding,
} from './finding.js';
import { grantedWith, oneOrMany, principals, throughService } from './statements.js';

/** A role's trust policy does not let other roles, or a service, assume it. */
export const roleTrust: CauseFinding = (blames, landscape) => {
  const [target = ''] = resourcesOf(blames);
  const callers = callersOf(blames);
  const role = landscape.role(target);
  const accounts = [...new Set(callers.flatMap((caller) => parseArn(caller)?.account ?? []))];
  // Roles by name and not as principals: such a statement outlives a role that is deleted and created anew.
  const who =
    accounts.length === 0
      ? { Principal: { Service: oneOrMany(callers) } }
      : {
          Principal: { AWS: oneOrMany(accounts) },
          Condition: { ArnLike: { 'aws:PrincipalArn': oneOrMany(callers.map(asPattern)) } },
        };
  const where = role?.origin.kind === 'template' ? '' : ', in the bootstrap template or wherever the role is made';
  return {
    severity: 'error',
    problem: `The trust policy of ${nameOf(target, landscape)} does not let ${namesOf(callers, landscape)} assume it${missedBy(blames)}.`,
    place: role === undefined ? {} : placeOf(role.trust.origin),
    consequence: `${actionsAt(blames)} would fail: not authorized to perform sts:AssumeRole.`,
    remedy: {
      text: `Add this statement to the trust policy of the role (AssumeRolePolicyDocument)${where}.`,
      statement: { Effect: 'Allow', ...who, Action: 'sts:AssumeRole' },
    },
  };
};

/** A bucket's policy does not let roles in. */
export const bucketPolicy: CauseFinding = (blames, landscape) => {
  const target = deniedOf(blames)[0]?.obligation.target;
  const name = target?.kind === 'bucket' ? target.name : '';
  const bucket = landscape.bucket(name);
  const partition = parseArn(bucket?.arn ?? '')?.partition ?? 'aws';
  const origin = bucket?.policy?.origin ?? bucket?.origin;
  const inside = landscape.organizationId === undefined && isInside(blames, bucket?.environment.account);
  return {
    severity: 'error',
    problem: `The policy of bucket ${calledBy(name, bucket?.origin)} does not allow ${namesOf(callersOf(blames), landscape)} ${callsOf(blames).join(', ')}${inside ? INSIDE : missedBy(blames)}.`,
    place: origin === undefined ? {} : placeOf(origin),
    consequence: `${actionsAt(blames)} would fail: access denied by S3.`,
    remedy: {
      text: `Add this statement to the policy of the bucket${elseTheOrganization(landscape)}.`,
      statement: {
        Effect: 'Allow',
        ...principals(blames, landscape),
        Action: grantedWith(callsOf(blames)),
        Resource: bucketArns(bucket, `arn:${partition}:s3:::${asPattern(name)}`),
      },
    },
  };
};

/** A bucket whose name CloudFormation makes up is named by its logical id, where its policy is in the same template. */
function bucketArns(bucket: LandscapeBucket | undefined, arn: string): unknown[] {
  const { logicalId = '', stackName } = bucket?.origin ?? {};
  if (bucket === undefined || !hasHole(bucket.name) || (bucket.policy?.origin.stackName ?? stackName) !== stackName) {
    return [arn, `${arn}/*`];
  }
  return [{ 'Fn::GetAtt': [logicalId, 'Arn'] }, { 'Fn::Sub': `\${${logicalId}.Arn}/*` }];
}

/** A key's policy does not let roles use it. */
export const keyPolicy: CauseFinding = (blames, landscape) => {
  const key = keyOf(blames, landscape);
  return {
    severity: 'error',
    problem: `The policy of key ${calledBy(key?.arn ?? '', key?.origin)} does not allow ${namesOf(callersOf(blames), landscape)} ${callsOf(blames).join(', ')}${missedBy(blames)}.`,
    place: key === undefined ? {} : placeOf(key.policy.origin),
    consequence: `${actionsAt(blames)} would fail: access denied by KMS, whatever the bucket allows.`,
    remedy: {
      text: `Add this statement to the policy of the key${elseTheOrganization(landscape)}.`,
      statement: keyStatement(blames, landscape, key),
    },
  };
};

/** Roles name a key by its alias, which grants nothing, and the key's policy leaves it to them. */
export const keyAlias: CauseFinding = (blames, landscape) => {
  const key = keyOf(blames, landscape);
  const alias = key === undefined ? undefined : aliasInStores(key, landscape);
  return {
    severity: 'error',
    problem:
      `The policies of ${namesOf(callersOf(blames), landscape)} allow ${callsOf(blames).join(', ')} on the ARN of ${describe(alias ?? '')}, which ` +
      `grants nothing: only the ARN of the key counts, and the policy of key ${calledBy(key?.arn ?? '', key?.origin)} ` +
      'does not let the roles in by itself.',
    place: key === undefined ? {} : placeOf(key.policy.origin),
    consequence: `${actionsAt(blames)} would fail: access denied by KMS.`,
    remedy: {
      text:
        "Add this statement to the policy of the key; or name the key by its ARN in the pipeline's stores, so that the " +
        "roles' own policies name it too.",
      statement: keyStatement(blames, landscape, key),
    },
  };
};

/** The policy of a topic, repository or the like does not allow a call. */
export const resourcePolicy: CauseFinding = (blames, landscape) => {
  const [target = ''] = resourcesOf(blames);
  const resource = landscape.resource(target);
  const callers = callersOf(blames);
  const isService = callers.every((caller) => parseArn(caller) === undefined);
  const origin = resource?.policy?.origin ?? resource?.origin;
  return {
    severity: 'error',
    problem: `The policy of ${describe(target)} does not allow ${namesOf(callers, landscape)} ${callsOf(blames).join(', ')}${missedBy(blames)}.`,
    place: origin === undefined ? {} : placeOf(origin),
    consequence: `${actionsAt(blames)} would fail: access denied.`,
    remedy: {
      text: 'Add this statement to the policy of the resource.',
      statement: {
        Effect: 'Allow',
        ...(isService ? { Principal: { Service: oneOrMany(callers) } } : principals(blames, landscape)),
        Action: callsOf(blames),
        Resource: asPattern(target),
      },
    },
  };
};

// Why the grant that is there is none. Source: CDK's bootstrap template, PipelineCrossAccountArtifactsBucket.
const INSIDE =
  ": in its own account it has to be named, as the role's own policies allow buckets of other accounts alone, and a grant to " +
  'the account leaves it to them';

function isInside(blames: readonly Blame[], owner: string | undefined): boolean {
  return callersOf(blames).every((caller) => parseArn(caller)?.account === owner);
}

/** A policy for another organization than the declared one is either wrong, or right and the declaration is wrong. */
function elseTheOrganization({ organizationId }: Landscape): string {
  if (organizationId === undefined) return '';
  return `; or correct organization_id in .trunklinerc.json, where the accounts are not in ${organizationId}`;
}

function keyOf(blames: readonly Blame[], landscape: Landscape): LandscapeKey | undefined {
  const target = deniedOf(blames)[0]?.obligation.target;
  if (target?.kind !== 'key') return undefined;
  return landscape.key(target.id, { account: target.account, region: target.region });
}

/** Roles of the key's own account all at once, where they come through a service; others by who they are. */
function keyStatement(
  blames: readonly Blame[],
  landscape: Landscape,
  key: LandscapeKey | undefined,
): Readonly<Record<string, unknown>> {
  const account = key?.environment.account ?? '';
  const via = deniedOf(blames)[0]?.obligation.via;
  const who =
    isInside(blames, account) && via !== undefined ? throughService(account, via) : principals(blames, landscape);
  return { Effect: 'Allow', ...who, Action: grantedWith(callsOf(blames)), Resource: '*' };
}
