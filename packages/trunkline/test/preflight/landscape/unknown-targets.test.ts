// Policies that may be anybody's, and resources that may not exist: what depends on them is known to nobody.
import { describe, expect, test } from 'vitest';
import type { TemplateResource, TemplateValue } from '../../../src/model/template.js';
import { isUnresolved } from '../../../src/preflight/iam/unresolved.js';
import type { Landscape, PlacedPolicy } from '../../../src/preflight/landscape/landscape.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { allow, assembly, HOME, MEMBER, REGION, role, stack } from './assemblies.js';

function read(resources: Record<string, TemplateResource>, more: Parameters<typeof stack>[1] = {}): Landscape {
  return readLandscape(assembly(stack('Main', { Resources: resources, ...more })));
}

function isOpen(policy: PlacedPolicy | undefined): boolean {
  return isUnresolved(policy?.document);
}

const roleArn = (name: string, account = HOME): string => `arn:aws:iam::${account}:role/${name}`;

describe('a policy for roles that the template does not tell', () => {
  const policy = (Roles: TemplateValue): TemplateResource => ({
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', PolicyDocument: allow('a:b'), Roles },
  });

  test.each<[string, TemplateValue]>([
    ['an import', [{ 'Fn::ImportValue': 'role' }]],
    ['a list that is imported', { 'Fn::ImportValue': 'roles' }],
    ['nothing that is a name', [null]],
  ])('%s: it may be that of every role of the account', (_, roles) => {
    const landscape = readLandscape(
      assembly(
        stack('Main', { Resources: { Builder: role({ RoleName: 'builder' }), Policy: policy(roles) } }),
        stack('Far', {
          environment: { account: MEMBER, region: REGION },
          Resources: { Builder: role({ RoleName: 'builder' }) },
        }),
      ),
    );
    expect(landscape.role(roleArn('builder'))?.identity.map(isOpen)).toEqual([true]);
    expect(landscape.role(roleArn('builder', MEMBER))?.identity).toEqual([]);
    expect(landscape.unreadable).toContainEqual(
      expect.objectContaining({ problem: 'the template does not tell which role has the policy Main.Policy' }),
    );
  });

  test('a name of which a part is known: it is not that of a role with another one', () => {
    const landscape = read({
      Builder: role({ RoleName: 'builder' }),
      Deployer: role({ RoleName: 'deployer' }),
      Policy: policy([{ 'Fn::Sub': ['build-${X}', { X: { 'Fn::ImportValue': 'suffix' } }] }]),
      Other: policy([{ 'Fn::Sub': ['deploy${X}', { X: { 'Fn::ImportValue': 'suffix' } }] }]),
    });
    expect(landscape.role(roleArn('builder'))?.identity).toEqual([]);
    expect(landscape.role(roleArn('deployer'))?.identity.map(isOpen)).toEqual([true]);
  });

  test('a role of the template with a generated name is known', () => {
    const landscape = read({
      Generated: role(),
      Builder: role({ RoleName: 'builder' }),
      Policy: policy([{ Ref: 'Generated' }]),
    });
    expect(landscape.role(roleArn('builder'))?.identity).toEqual([]);
    expect(landscape.unreadable).toEqual([]);
  });
});

test.each<[string, TemplateValue]>([
  ['no text', { Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ['null', null],
])('a boundary and a managed policy that are %s are there, and not known', (_, value) => {
  const landscape = read({
    Role: role({ RoleName: 'r', PermissionsBoundary: value, ManagedPolicyArns: [value] }),
  });
  const found = landscape.role(roleArn('r'));
  expect(isOpen(found?.boundary)).toBe(true);
  expect(found?.identity.map(isOpen)).toEqual([true]);
});

test('a boundary that NoValue takes away is none', () => {
  const landscape = read({ Role: role({ RoleName: 'r', PermissionsBoundary: { Ref: 'AWS::NoValue' } }) });
  expect(landscape.role(roleArn('r'))?.boundary).toBeUndefined();
});

describe('a bucket policy', () => {
  const policy = (Bucket: TemplateValue): TemplateResource => ({
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket, PolicyDocument: allow('s3:GetObject', '*') },
  });

  test('of a bucket that the template does not tell may be that of every bucket of the environment', () => {
    const landscape = read({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } },
      Policy: policy({ 'Fn::ImportValue': 'bucket' }),
    });
    expect(isOpen(landscape.bucket('artifacts')?.policy)).toBe(true);
    expect(landscape.unreadable).toContainEqual(
      expect.objectContaining({
        problem: 'the template does not tell which AWS::S3::Bucket has the policy Main.Policy',
      }),
    );
  });

  test('of a bucket with a generated name is that of no other one', () => {
    const landscape = read({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } },
      Own: { Type: 'AWS::S3::Bucket' },
      Policy: policy({ Ref: 'Own' }),
    });
    expect(landscape.bucket('artifacts')?.policy).toBeUndefined();
    expect(landscape.unreadable).toEqual([]);
  });

  test('of a bucket of which nobody knows whether it is made is not known', () => {
    const landscape = read(
      {
        Bucket: { Type: 'AWS::S3::Bucket', Condition: 'Maybe', Properties: { BucketName: 'artifacts' } },
        Policy: policy('artifacts'),
        Topic: { Type: 'AWS::SNS::Topic', Condition: 'Maybe', Properties: { TopicName: 't' } },
      },
      {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      },
    );
    expect(isOpen(landscape.bucket('artifacts')?.policy)).toBe(true);
    expect(isOpen(landscape.resource(`arn:aws:sns:${REGION}:${HOME}:t`)?.policy)).toBe(true);
  });
});

test('a permission for a function that the template does not tell denies nothing', () => {
  const landscape = read({
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { 'Fn::ImportValue': 'alias' }, Action: 'lambda:InvokeFunction', Principal: HOME },
    },
  });
  expect(landscape.resource(`arn:aws:lambda:${REGION}:${HOME}:function:f`)?.policy).toBeUndefined();
});

test('nested stacks are said not to be read', () => {
  const { unreadable } = read({ Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' } } });
  expect(unreadable).toEqual([
    expect.objectContaining({
      origin: expect.objectContaining({ stackName: 'Main', logicalId: 'Nested' }),
      problem: 'the template of a nested stack is not read, so what it makes, allows or denies is not known',
    }),
  ]);
});
