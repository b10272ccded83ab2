// What cannot be a stage's access: permissions for everything, other accounts, two roles for one stage.
import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { StageAccessRole } from '../../src/accounts/stage-access-role';
import type { StageAccessPermissions } from '../../src/accounts/stage-access-role-props';
import { StageAccessStack } from '../../src/accounts/stage-access-stack';
import { CONFIG, quickApp } from '../pipeline/services-pipeline';

const config = PipelineConfig.fromObject(CONFIG);

function stackIn(account: string, app = quickApp()): Stack {
  return new Stack(app, `Account${account}`, { env: { account, region: 'eu-central-1' } });
}

function role(permissions: StageAccessPermissions, stack = stackIn('222222222222')): StageAccessRole {
  return new StageAccessRole(stack, 'Access', { config, stage: 'dev', ...permissions });
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ name: 'StageAccessError' });
    return (error as Error).message;
  }
  throw new Error('Nothing was wrong.');
}

function statement(props: ConstructorParameters<typeof PolicyStatement>[0]): StageAccessPermissions {
  return { policyStatements: [new PolicyStatement(props)] };
}

describe('an administrator', () => {
  const everything = { actions: ['*'], resources: ['*'] };

  test.each<[string, StageAccessPermissions]>([
    ['by its name', { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] }],
    [
      'by its ARN',
      {
        managedPolicies: [
          ManagedPolicy.fromManagedPolicyArn(
            stackIn('222222222222'),
            'Policy',
            'arn:aws-cn:iam::aws:policy/AdministratorAccess',
          ),
        ],
      },
    ],
    ['by a statement', statement(everything)],
    [
      'by a statement with a condition',
      statement({ ...everything, conditions: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
    ['by an ARN of everything', statement({ actions: ['s3:GetObject', '*'], resources: ['arn:aws:*:*:*:*'] })],
    ['by all actions but some', statement({ notActions: ['iam:CreateUser'], resources: ['*'] })],
    [
      'in IAM, which can make itself one',
      { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('IAMFullAccess')] },
    ],
    ['in all but IAM', { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess')] }],
    ['in IAM by a statement', statement({ actions: ['iam:*'], resources: ['*'] })],
    ['over every role', statement({ actions: ['iam:*'], resources: ['arn:aws:iam::222222222222:role/*'] })],
    ['by all resources but some', statement({ actions: ['*'], notResources: ['arn:aws:s3:::x'] })],
    [
      'by a managed policy of their own',
      {
        managedPolicies: [
          new ManagedPolicy(stackIn('222222222222'), 'Own', { statements: [new PolicyStatement(everything)] }),
        ],
      },
    ],
  ])('is refused %s', (_, permissions) => {
    expect(messageOf(() => role(permissions))).toMatch(
      /^StageAccessRole Account222222222222\/Access:\n {2}.*(?:Administrator|PowerUser|IAMFull)Access.*\nChange it, then run `npx cdk synth` again\.$/,
    );
  });

  test.each<[string, StageAccessPermissions]>([
    ['every action on one resource', statement({ actions: ['*'], resources: ['arn:aws:s3:::reports-of-dev'] })],
    ['all of IAM with one role', statement({ actions: ['iam:*'], resources: ['arn:aws:iam::222222222222:role/x'] })],
    ['one action on every resource', statement({ actions: ['sqs:*'], resources: ['*'] })],
    ['what is denied', statement({ effect: Effect.DENY, actions: ['*'], resources: ['*'] })],
    ['data', { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] }],
  ])('is none who may do %s', (_, permissions) => {
    expect(() => role(permissions)).not.toThrow();
  });
});

describe('the place', () => {
  test('has to be the account of the stage', () => {
    expect(messageOf(() => role({}, stackIn('333333333333')))).toContain(
      'it is in account 333333333333, but stage dev in 222222222222.',
    );
    const env = { account: '333333333333', region: 'eu-central-1' };
    expect(messageOf(() => new StageAccessStack(quickApp(), 'Access', { config, stage: 'dev', env }))).toContain(
      'its "env" names account 333333333333, but stage dev is in 222222222222.',
    );
  });

  test('is there once: in the bootstrap part of the first region, or in a stack of its own', () => {
    const app = quickApp();
    StageAccessStack.forConfig(app, config);
    expect(messageOf(() => role({}, stackIn('222222222222', app)))).toContain(
      'trunkline-access-services-dev/Role is the access role of the same stage.',
    );
    // Another app is another matter.
    expect(() => role({})).not.toThrow();
  });
});

describe('the stage', () => {
  test('has to be one that the configuration has', () => {
    expect(() => new StageAccessStack(quickApp(), 'Access', { config, stage: 'test' })).toThrow(
      /no account "test"; it has tooling, dev, qa, prod/,
    );
  });

  test('has to be one that a pipeline delivers: tests of nobody need no role', () => {
    const pipelines = { development: { branch: 'develop', stages: ['dev'] } };
    const some = PipelineConfig.fromObject({ ...CONFIG, pipelines });
    const create = (): unknown => new StageAccessStack(quickApp(), 'Access', { config: some, stage: 'prod' });
    expect(messageOf(create)).toContain('no pipeline of the configuration delivers stage prod');
    const forConfig = (): unknown => StageAccessStack.forConfig(quickApp(), some, { stages: { prod: {}, dev: {} } });
    expect(messageOf(forConfig)).toContain(
      '`stages` names "prod", but the pipelines of the configuration deliver dev.',
    );
  });

  test('every mistake is told at once', () => {
    const pipelines = { development: { branch: 'develop', stages: ['dev'] } };
    const some = PipelineConfig.fromObject({ ...CONFIG, pipelines });
    const managedPolicies = [ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')];
    const message = messageOf(
      () => new StageAccessRole(stackIn('333333333333'), 'Access', { config: some, stage: 'prod', managedPolicies }),
    );
    expect(message.split('\n')).toHaveLength(5);
    expect(message).toContain('Change them, then run');
  });
});
