// The stack with a stage's access role: where it is, whom it trusts, what it allows.
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { StageAccessRole } from '../../src/accounts/stage-access-role';
import { StageAccessStack } from '../../src/accounts/stage-access-stack';
import { CONFIG, quickApp } from '../pipeline/services-pipeline';
import { accessStacks, roleOf, trustedBy } from './access-stacks';

const VIEW_ONLY = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/job-function/ViewOnlyAccess']],
};

function testRole(name: string, account = '111111111111'): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

describe('the stacks of a configuration', () => {
  test('are one for each stage, in its account and first region', () => {
    const stacks = Object.values(accessStacks());
    expect(stacks.map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
      ['trunkline-access-services-dev', '222222222222', 'eu-central-1'],
      ['trunkline-access-services-qa', '333333333333', 'eu-central-1'],
      ['trunkline-access-services-prod', '444444444444', 'eu-central-1'],
    ]);
  });

  test('trust exactly the role of the tests of their stage, in the toolchain account', () => {
    const { dev, prod } = accessStacks();
    expect(roleOf(dev)).toMatchObject({ RoleName: 'trunkline-services-dev' });
    expect(roleOf(dev).AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } },
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': testRole('trunkline-services-development-dev-tests') },
        },
      },
    ]);
    expect(trustedBy(prod)).toBe(testRole('trunkline-services-production-prod-tests'));
  });

  test('trust the tests of the pipeline that delivers the stage', () => {
    const pipelines = { everything: { branch: 'main', stages: ['dev', ['qa', 'prod']] } };
    const { qa, prod } = accessStacks({ pipelines });
    expect(trustedBy(qa)).toBe(testRole('trunkline-services-everything-qa-tests'));
    expect(trustedBy(prod)).toBe(testRole('trunkline-services-everything-prod-tests'));
  });

  test('leave out a stage that no pipeline delivers, whose role would have nobody to trust', () => {
    const pipelines = { everything: { branch: 'main', stages: ['dev', 'qa'] } };
    expect(Object.keys(accessStacks({ pipelines }))).toEqual(['dev', 'qa']);
  });

  test('do not collide where two stages, and the toolchain, share an account', () => {
    const tooling = CONFIG.accounts.tooling;
    const stacks = accessStacks({ accounts: { tooling, dev: tooling, qa: tooling, prod: tooling } });
    const places = Object.values(stacks).map(({ stackName, account }) => `${account}/${stackName}`);
    expect(new Set(places).size).toBe(3);
    const names = Object.values(stacks).map((stack) => roleOf(stack).RoleName);
    expect(new Set(names).size).toBe(3);
    expect(trustedBy(stacks['qa'])).toBe(testRole('trunkline-services-development-qa-tests'));
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('are right in %s', (region, partition) => {
    const accounts = { tooling: { account: '111111111111', region }, dev: { account: '222222222222', region } };
    const config = {
      accounts,
      pipelines: { development: { branch: 'develop', stages: ['dev'] } },
      source: { type: 's3', bucket: 'example-org-sources', object_key: 'services/{branch}.zip' },
      connection_arn: undefined,
      development_branch: undefined,
      production_branch: undefined,
    };
    const { dev } = accessStacks(config);
    expect(trustedBy(dev)).toBe(`arn:${partition}:iam::111111111111:role/trunkline-services-development-dev-tests`);
    const read = PipelineConfig.fromObject({ ...CONFIG, ...config });
    expect(StageAccessRole.arnOf(read, 'dev')).toBe(`arn:${partition}:iam::222222222222:role/trunkline-services-dev`);
  });

  test("use the configuration's bootstrap qualifier", () => {
    const { dev } = accessStacks({ bootstrap_qualifier: 'teamb' });
    expect(dev?.synthesizer.bootstrapQualifier).toBe('teamb');
  });

  test("bound the role as the stage's configuration says", () => {
    const { dev, prod } = accessStacks({
      accounts: { ...CONFIG.accounts, dev: { ...CONFIG.accounts.dev, permissions_boundary: 'teams/Boundary' } },
    });
    const partition = { Ref: 'AWS::Partition' };
    const arn = { 'Fn::Join': ['', ['arn:', partition, ':iam::222222222222:policy/teams/Boundary']] };
    expect(roleOf(dev).PermissionsBoundary).toEqual(arn);
    expect(roleOf(prod).PermissionsBoundary).toBeUndefined();
  });

  test('do not ask for longer sessions than a role gets that another role assumes', () => {
    expect(roleOf(accessStacks()['dev']).MaxSessionDuration).toBeUndefined();
  });

  test('tell the ARN of the role', () => {
    const { dev } = accessStacks();
    if (dev === undefined) throw new Error('There is no such stack.');
    expect(Object.keys(Template.fromStack(dev).findOutputs('*'))).toEqual(['RoleArn']);
    const config = PipelineConfig.fromObject(CONFIG);
    expect(StageAccessRole.arnOf(config, 'dev')).toBe('arn:aws:iam::222222222222:role/trunkline-services-dev');
    expect(StageAccessRole.testRoleName(config, 'dev')).toBe('trunkline-services-development-dev-tests');
  });
});

describe('the permissions', () => {
  const statement = new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['*'] });
  const lambda = ManagedPolicy.fromAwsManagedPolicyName('AWSLambda_ReadOnlyAccess');

  test('are to view resources, and not what they hold, unless something else is said', () => {
    const { dev } = accessStacks();
    expect(roleOf(dev).ManagedPolicyArns).toEqual([VIEW_ONLY]);
  });

  test('are what is given, and nothing else', () => {
    const { dev } = accessStacks({}, { policyStatements: [statement] });
    if (dev === undefined) throw new Error('There is no such stack.');
    expect(roleOf(dev).ManagedPolicyArns).toBeUndefined();
    const [policy] = Object.values(Template.fromStack(dev).findResources('AWS::IAM::Policy'));
    expect((policy as { Properties: unknown }).Properties).toMatchObject({
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }] },
    });
    const { prod } = accessStacks({}, { managedPolicies: [lambda] });
    expect(JSON.stringify(roleOf(prod).ManagedPolicyArns)).toContain(':iam::aws:policy/AWSLambda_ReadOnlyAccess');
    expect(roleOf(prod).ManagedPolicyArns).toHaveLength(1);
  });

  test('may be others in one stage', () => {
    const { dev, qa, prod } = accessStacks(
      {},
      { managedPolicies: [lambda], stages: { dev: { policyStatements: [statement] }, prod: {} } },
    );
    expect(roleOf(dev).ManagedPolicyArns).toBeUndefined();
    expect(JSON.stringify(roleOf(qa).ManagedPolicyArns)).toContain('AWSLambda_ReadOnlyAccess');
    expect(roleOf(prod).ManagedPolicyArns).toEqual([VIEW_ONLY]);
  });

  test.each([{}, { '@aws-cdk/core:enablePartitionLiterals': true }])(
    'by default need no review by cdk-nag: %o',
    (context) => {
      const app = quickApp(context);
      StageAccessStack.forConfig(app, PipelineConfig.fromObject(CONFIG));
      const { violations } = new AwsSolutionsChecks().validateScope(app);
      expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
      expect(app.synth().stacks).toHaveLength(3);
    },
  );
});
