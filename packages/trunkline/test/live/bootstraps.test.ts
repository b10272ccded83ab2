// How environments are bootstrapped, as the accounts tell it.
import { describe, expect, test } from 'vitest';
import { readBootstrap } from '../../src/live/bootstraps.js';
import { Roles } from '../../src/live/roles.js';
import type { BootstrapState } from '../../src/preflight/landscape/landscape.js';
import { ABSENT, answered, MemoryReader } from './memory-reader.js';

const ASSUMED: BootstrapState = {
  environment: { account: '222222222222', region: 'eu-central-1' },
  qualifier: 'hnb659fds',
  how: 'assumed',
  exists: true,
  version: 33,
  trust: ['111111111111'],
  trustForLookup: ['111111111111'],
  executionPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  kmsKey: 'AWS_MANAGED_KEY',
};

function stack(parameters: Readonly<Record<string, string>>): ReturnType<typeof answered> {
  return answered({
    Stacks: [
      {
        StackName: 'CDKToolkit',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '21' }],
      },
    ],
  });
}

const read = async (reader: MemoryReader): Promise<readonly BootstrapState[]> => {
  const reading = await readBootstrap(reader, new Roles(reader), ASSUMED, 'aws');
  if (reading.kind !== 'read') throw new Error(reading.why);
  return reading.states;
};

describe('the bootstrapping of an environment', () => {
  test('is told by the version parameter and the parameters of the stack', async () => {
    const states = await read(
      new MemoryReader({
        'ssm:GetParameter': ({ Name }) =>
          Name === '/cdk-bootstrap/hnb659fds/version' ? answered({ Parameter: { Value: '20' } }) : ABSENT,
        'cloudformation:DescribeStacks': () =>
          stack({
            Qualifier: 'hnb659fds',
            TrustedAccounts: '333333333333,444444444444',
            TrustedAccountsForLookup: '',
            CloudFormationExecutionPolicies:
              'arn:aws:iam::aws:policy/PowerUserAccess,arn:aws:iam::222222222222:policy/more',
            FileAssetsBucketKmsKeyId: '',
            InputPermissionsBoundary: 'limit',
          }),
      }),
    );
    expect(states).toEqual([
      {
        ...ASSUMED,
        how: 'live',
        version: 20,
        trust: ['333333333333', '444444444444'],
        trustForLookup: [],
        executionPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::222222222222:policy/more'],
        kmsKey: '',
        customPermissionsBoundary: 'limit',
      },
    ]);
  });

  test('is none where the version parameter is absent; another qualifier is told', async () => {
    const states = await read(
      new MemoryReader({
        'ssm:GetParameter': () => ABSENT,
        'cloudformation:DescribeStacks': () =>
          stack({ Qualifier: 'other', TrustedAccounts: '', FileAssetsBucketKmsKeyId: '' }),
      }),
    );
    expect(states.map(({ qualifier, exists, version }) => [qualifier, exists, version])).toEqual([
      ['other', true, 21],
      ['hnb659fds', false, 33],
    ]);
  });

  test('is told by the roles where the stack has another name', async () => {
    const trust = {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::555555555555:root'] }, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', Principal: { AWS: '666666666666' }, Action: 'sts:AssumeRole' },
      ],
    };
    const [state] = await read(
      new MemoryReader({
        'ssm:GetParameter': () => answered({ Parameter: { Value: '33' } }),
        'cloudformation:DescribeStacks': () => ABSENT,
        'iam:GetRole': ({ RoleName = '' }) =>
          answered({
            Role: {
              Arn: `arn:aws:iam::222222222222:role/${RoleName}`,
              RoleName,
              RoleId: 'AROA',
              Path: '/',
              CreateDate: new Date(0),
              AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
            },
          }),
        'iam:ListRolePolicies': () => answered({ PolicyNames: [] }),
        'iam:ListAttachedRolePolicies': () =>
          answered({ AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }] }),
      }),
    );
    expect(state).toMatchObject({
      how: 'live',
      trust: ['555555555555'],
      trustForLookup: ['555555555555'],
      executionPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
    });
  });

  test('is unknown where neither parameter nor stack may be read', async () => {
    const reader = new MemoryReader({});
    expect(await readBootstrap(reader, new Roles(reader), ASSUMED, 'aws')).toEqual({
      kind: 'unread',
      why: 'ssm:GetParameter is not allowed',
    });
  });
});
