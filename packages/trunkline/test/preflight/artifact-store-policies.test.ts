// Who may do what with an artifact store: its synthesized policies, evaluated together with those of the roles that
// CDK's bootstrap template and a synthesized pipeline create.
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateAccess } from '../../src/preflight/iam/evaluate.js';
import { isPublic } from '../../src/preflight/iam/is-public.js';
import { managedPolicy } from '../../src/preflight/iam/managed-policies.js';
import type { Policy } from '../../src/preflight/iam/policy.js';
import type { AccessRequest, Organization, RolePrincipal } from '../../src/preflight/iam/request.js';
import { bootstrapped, MEMBER, REGION, synthesizedPipeline, synthesizedStore, TOOLCHAIN } from './synthesized.js';
import type { TemplateReader, TemplateRole } from './template-scope.js';

const OTHER_MEMBER = '333333333333';
const STRANGER = '999999999999';
const OWN: Organization = { id: 'o-a1b2c3d4e5', paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] };
const FOREIGN: Organization = { id: 'o-zzzzzzzzzz', paths: ['o-zzzzzzzzzz/r-zz99/'] };

const OWN_ARTIFACT = 'services-development/Synth/a1b2c3d';

/** What can be done: the actions of a pipeline, and some that nobody but an administrator should have. */
const CALLS = {
  get: { action: 's3:GetObject', on: OWN_ARTIFACT },
  put: { action: 's3:PutObject', on: OWN_ARTIFACT },
  putElsewhere: { action: 's3:PutObject', on: 'shop-development/Synth/a1b2c3d' },
  putCache: { action: 's3:PutObject', on: 'cache/services-development/0' },
  putCacheElsewhere: { action: 's3:PutObject', on: 'cache/shop-development/0' },
  list: { action: 's3:ListBucket', on: 'bucket' },
  delete: { action: 's3:DeleteObject', on: OWN_ARTIFACT },
  decrypt: { action: 'kms:Decrypt', on: 'key', viaS3: true },
  encrypt: { action: 'kms:GenerateDataKey', on: 'key', viaS3: true },
  decryptDirectly: { action: 'kms:Decrypt', on: 'key' },
  encryptDirectly: { action: 'kms:GenerateDataKey', on: 'key' },
  deleteKey: { action: 'kms:ScheduleKeyDeletion', on: 'key' },
  withoutTls: { action: 's3:GetObject', on: OWN_ARTIFACT, secureTransport: false },
  openPolicy: { action: 's3:PutBucketPolicy', on: 'bucket' },
} as const satisfies Record<string, { action: string; on: string; viaS3?: boolean; secureTransport?: boolean }>;

type Call = keyof typeof CALLS;

/** A role with its policies. */
interface Caller {
  readonly principal: RolePrincipal;
  readonly policies: readonly Policy[];
}

function caller({ arn, policies }: TemplateRole, organization: Organization | null): Caller {
  const account = arn.split(':')[4] ?? '';
  return { principal: { kind: 'role', arn, account, organization }, policies };
}

function administrator(account: string, organization: Organization | null, name = 'Administrator'): Caller {
  const policies = [managedPolicy('arn:aws:iam::aws:policy/AdministratorAccess')];
  return caller({ arn: `arn:aws:iam::${account}:role/${name}`, policies }, organization);
}

function deployRole(account: string, organization: Organization | null, region = REGION): Caller {
  return caller(bootstrapped(account, region).role('DeploymentActionRole'), organization);
}

const PIPELINE = synthesizedPipeline();

function pipelineRole(logicalIdPart: string): Caller {
  const [id] = PIPELINE.idsOf('AWS::IAM::Role').filter((each) => each.startsWith(logicalIdPart));
  if (id === undefined) throw new Error(`The pipeline has no role ${logicalIdPart}.`);
  return caller(PIPELINE.role(id), OWN);
}

const ANYWHERE: Call[] = ['get', 'put', 'putElsewhere', 'putCache', 'putCacheElsewhere', 'list', 'delete'];
const EVERYTHING = Object.keys(CALLS).filter((call) => call !== 'withoutTls') as Call[];
const READS: Call[] = ['get', 'list', 'decrypt'];

/** Every caller, and what it may do. What is not listed is denied for certain: nothing here may be unproven. */
type Row = readonly [who: string, caller: Caller, may: readonly Call[]];

/** The same in every variant of the store. */
const SAME_ROWS: readonly Row[] = [
  ["a member account's deploy role", deployRole(MEMBER, OWN), READS],
  ["another member account's deploy role", deployRole(OTHER_MEMBER, OWN), READS],
  ["a stranger's deploy role", deployRole(STRANGER, null), []],
  ["the deploy role of another organization's account", deployRole(STRANGER, FOREIGN), []],
  ['an administrator of a member account', administrator(MEMBER, OWN), []],
  ["a member account's execution role", caller(bootstrapped(MEMBER).role('CloudFormationExecutionRole'), OWN), []],
  ["a member account's publishing role", caller(bootstrapped(MEMBER).role('FilePublishingRole'), OWN), []],
  // The policies know deploy roles by their name alone: where an account may read, so may whoever may name roles there.
  [
    'a role of a member account that is called like a deploy role',
    administrator(MEMBER, OWN, 'cdk-hnb659fds-deploy-role-anything'),
    [...READS, 'decryptDirectly'],
  ],
  ['an administrator of a stranger', administrator(STRANGER, null), []],
  // A stranger can create a role of any name, with any policies.
  [
    'a stranger that calls itself a deploy role',
    administrator(STRANGER, FOREIGN, 'cdk-hnb659fds-deploy-role-999999999999-eu-central-1'),
    [],
  ],
  ["the pipeline's role", pipelineRole('PipelineRole'), [...ANYWHERE, 'decrypt', 'encrypt']],
  ["the builds' role", pipelineRole('BuildsRole'), [...READS, 'encrypt', 'putCache']],
  ["the self-update's role", pipelineRole('DeliveryUpdatePipeline'), [...READS, 'encrypt']],
  ["the synth step's role", pipelineRole('PipelineBuildSynth'), [...READS, 'encrypt', 'put', 'delete', 'putCache']],
  ['an administrator of the toolchain account', administrator(TOOLCHAIN, OWN), EVERYTHING],
  // Through S3 the key lets every role of its account in; the bucket does not.
  [
    'another role of the toolchain account',
    caller({ arn: `arn:aws:iam::${TOOLCHAIN}:role/Other`, policies: [] }, OWN),
    ['decrypt', 'encrypt'],
  ],
];

/** The toolchain account's deploy role: in its own account, what the store's policies grant needs no policy of the role. */
const VARIANTS: readonly [name: string, props: Record<string, unknown>, rows: readonly Row[]][] = [
  [
    'for an organization',
    { organizationId: OWN.id },
    [
      ["the toolchain account's deploy role", deployRole(TOOLCHAIN, OWN), [...READS, 'encrypt', 'decryptDirectly']],
      [
        "the toolchain account's deploy role of another region",
        deployRole(TOOLCHAIN, OWN, 'us-east-1'),
        [...READS, 'encrypt', 'decryptDirectly'],
      ],
    ],
  ],
  [
    'for a unit of an organization',
    { organizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] },
    [
      [
        "a deploy role of another unit's account",
        deployRole('444444444444', { id: OWN.id, paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'] }),
        [],
      ],
      [
        "the toolchain account's deploy role, outside of the unit",
        deployRole(TOOLCHAIN, { id: OWN.id, paths: ['o-a1b2c3d4e5/r-ab12/'] }),
        [...READS, 'encrypt'],
      ],
    ],
  ],
  [
    'for a list of accounts',
    { stageAccounts: [TOOLCHAIN, MEMBER, OTHER_MEMBER] },
    [
      ["the toolchain account's deploy role", deployRole(TOOLCHAIN, null), [...READS, 'encrypt']],
      [
        "the toolchain account's deploy role of another region",
        deployRole(TOOLCHAIN, null, 'us-east-1'),
        ['decrypt', 'encrypt'],
      ],
      ['a deploy role of an account that is not listed', deployRole('444444444444', OWN), []],
    ],
  ],
];

describe.each(VARIANTS)('an artifact store %s', (_, props, ownRows) => {
  let store: TemplateReader;
  let bucket: string;
  let key: string;
  let bucketPolicy: Policy;
  let keyPolicy: Policy;

  beforeAll(() => {
    store = synthesizedStore(props);
    const only = (type: string): string => {
      const [id, ...others] = store.idsOf(type);
      if (id === undefined || others.length > 0) throw new Error(`The store has ${others.length + 1} of ${type}.`);
      return id;
    };
    bucket = store.value({ 'Fn::GetAtt': [only('AWS::S3::Bucket'), 'Arn'] }) as string;
    key = store.value({ 'Fn::GetAtt': [only('AWS::KMS::Key'), 'Arn'] }) as string;
    bucketPolicy = { name: 'bucket', document: store.property(only('AWS::S3::BucketPolicy'), 'PolicyDocument') };
    keyPolicy = { name: 'key', document: store.property(only('AWS::KMS::Key'), 'KeyPolicy') };
  });

  function answers({ principal, policies }: Caller): Record<string, string> {
    return Object.fromEntries(
      Object.entries(CALLS).map(([call, given]) => {
        const {
          action,
          on,
          viaS3,
          secureTransport,
        }: { action: string; on: string; viaS3?: boolean; secureTransport?: boolean } = given;
        const request: AccessRequest = {
          principal,
          action,
          resource: { key, bucket }[on] ?? `${bucket}/${on}`,
          resourceAccount: TOOLCHAIN,
          ...(viaS3 === true ? { via: `s3.${REGION}.amazonaws.com` } : {}),
          ...(secureTransport === undefined ? {} : { secureTransport }),
        };
        const access = evaluateAccess(request, {
          identity: policies,
          resource: on === 'key' ? keyPolicy : bucketPolicy,
        });
        if (access.kind === 'unproven') return [call, access.because.map(({ why }) => why).join('; ')];
        return [call, access.kind];
      }),
    );
  }

  test.each([...SAME_ROWS, ...ownRows])('%s', (_who, who, may) => {
    const expected = Object.keys(CALLS).map((call) => [call, may.includes(call as Call) ? 'allowed' : 'denied']);
    expect(answers(who)).toEqual(Object.fromEntries(expected));
  });

  test('is not public, which Block Public Access would refuse', () => {
    expect(isPublic(bucketPolicy)).toEqual({ kind: 'not-public' });
  });

  test('denies calls without TLS to everybody, by a statement', () => {
    const request: AccessRequest = {
      principal: administrator(TOOLCHAIN, OWN).principal,
      action: 's3:GetObject',
      resource: `${bucket}/x`,
      resourceAccount: TOOLCHAIN,
      secureTransport: false,
    };
    const policies = { identity: administrator(TOOLCHAIN, OWN).policies, resource: bucketPolicy };
    expect(evaluateAccess(request, policies)).toMatchObject({ kind: 'denied', how: 'explicit' });
  });
});
