// What the execution role may do: all that a stack may take is proved where nothing limits the role, and not else.
import { describe, expect, test } from 'vitest';
import { oneStage, type OneStageOptions } from './one-stage.js';
import { MEMBER, type Proven } from './proven.js';

const STEP = 'the execution role deploys the stack';
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const DENY_USERS = { Effect: 'Deny', Action: ['iam:CreateUser', 'ec2:*'], Resource: '*' };

const documentOf = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

function deployments({ obligations }: Proven): string[] {
  return obligations.filter(({ step }) => step === STEP).map(({ verdict }) => verdict.kind);
}

function controlledBy(...levels: object[][]): OneStageOptions {
  return { organization: { service_control_policies: { [MEMBER]: levels.map((level) => [documentOf(...level)]) } } };
}

const executionPolicies = (...names: string[]): OneStageOptions => ({
  bootstrap: { default: { cloudformation_execution_policies: names.map((name) => `arn:aws:iam::aws:policy/${name}`) } },
});

describe('that the execution role deploys the stack', () => {
  test.each<[string, OneStageOptions]>([
    ['with AdministratorAccess', {}],
    ['with AdministratorAccess beside another policy', executionPolicies('AdministratorAccess', 'AmazonS3FullAccess')],
    ['with levels of the organization that allow everything', controlledBy([ALL], [ALL])],
    [
      'with a control policy that denies something to another account',
      controlledBy([ALL, { ...DENY_USERS, Condition: { StringNotEquals: { 'aws:PrincipalAccount': MEMBER } } }]),
    ],
  ])('is proved %s', async (_, options) => {
    expect(new Set(deployments(await oneStage(options)))).toEqual(new Set(['proved']));
  });

  test.each<[string, OneStageOptions]>([
    ['with NotAction, as PowerUserAccess has it', executionPolicies('PowerUserAccess')],
    ['with the actions of one service', executionPolicies('AmazonS3FullAccess')],
    [
      'with a policy of the company beside it, which nobody knows',
      {
        bootstrap: {
          default: {
            cloudformation_execution_policies: [
              'arn:aws:iam::aws:policy/AdministratorAccess',
              `arn:aws:iam::${MEMBER}:policy/Company`,
            ],
          },
        },
      },
    ],
    ['under a boundary that is not known', { bootstrap: { default: { permissions_boundary: 'Company' } } }],
    ['with a control policy that denies something', controlledBy([ALL, DENY_USERS])],
    [
      'with a control policy that denies some resources',
      controlledBy([ALL, { ...ALL, Effect: 'Deny', Resource: 'arn:aws:iam::*:role/x' }]),
    ],
    [
      'with a control policy that denies all but some resources',
      controlledBy([ALL, { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::x' }]),
    ],
    [
      'with a control policy that allows all but something',
      controlledBy([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]),
    ],
    [
      'with a level that allows under a condition',
      controlledBy([ALL], [{ ...ALL, Condition: { StringEquals: { 'aws:PrincipalAccount': MEMBER } } }]),
    ],
    [
      'with a control policy that denies by what only a call tells',
      controlledBy([ALL, { ...DENY_USERS, Condition: { StringEquals: { 's3:x-amz-acl': 'public-read' } } }]),
    ],
    [
      'with a resource control policy that denies something',
      {
        organization: {
          resource_control_policies: {
            [MEMBER]: [documentOf({ Effect: 'Deny', Principal: '*', Action: 'kms:CreateKey', Resource: '*' })],
          },
        },
      },
    ],
  ])('is not proved %s', async (_, options) => {
    const proven = await oneStage(options);
    expect(deployments(proven)).toContain('unproven');
    const open = proven.obligations.filter(({ step, principal }) => step === STEP && principal.includes(MEMBER));
    expect(open.length).toBeGreaterThan(0);
    for (const { verdict } of open) {
      expect(verdict).toEqual({ kind: 'unproven', why: expect.stringContaining('do not allow everything') });
    }
  });
});
