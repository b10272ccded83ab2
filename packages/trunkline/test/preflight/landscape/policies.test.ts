// Every policy of a role, a bucket or another resource, wherever a template writes it, with the place where it stands.
import { describe, expect, test } from 'vitest';
import { isUnresolved } from '../../../src/preflight/iam/unresolved.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { allow, assembly, HOME, MEMBER, REGION, role, stack } from './assemblies.js';

describe("a role's identity-based policies", () => {
  const landscape = readLandscape(
    assembly(
      stack('Main', {
        tags: { team: 'a', stage: 'dev' },
        Resources: {
          Role: role({
            RoleName: 'builder',
            Path: '/ci/',
            Policies: [{ PolicyName: 'inline', PolicyDocument: allow('a:inline') }],
            ManagedPolicyArns: [
              { Ref: 'Managed' },
              'arn:aws:iam::aws:policy/AdministratorAccess',
              'arn:aws:iam::aws:policy/Rare',
            ],
            PermissionsBoundary: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/boundary' },
            Tags: [{ Key: 'team', Value: 'b' }],
          }),
          Attached: {
            Type: 'AWS::IAM::Policy',
            Properties: { PolicyDocument: allow('a:attached'), Roles: [{ Ref: 'Role' }] },
          },
          Single: {
            Type: 'AWS::IAM::RolePolicy',
            Properties: { PolicyDocument: allow('a:single'), RoleName: 'builder' },
          },
          Managed: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: allow('a:managed'), Roles: [{ Ref: 'Role' }] },
          },
          Boundary: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { ManagedPolicyName: 'boundary', PolicyDocument: allow('a:boundary') },
          },
        },
      }),
      stack('Other', {
        Resources: {
          Far: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: allow('a:far'), Roles: ['builder'] } },
        },
      }),
      // A role of this name in another account is another role.
      stack('Foreign', {
        environment: { account: MEMBER, region: REGION },
        Resources: {
          No: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: allow('a:no'), Roles: ['builder'] } },
        },
      }),
    ),
  );
  const builder = landscape.role(`arn:aws:iam::${HOME}:role/ci/builder`);

  test('are all there, each once, also those of other stacks of the account', () => {
    const actions = builder?.identity.map(({ document }) =>
      isUnresolved(document) ? 'unknown' : (document as { Statement: { Action: unknown }[] }).Statement[0]?.Action,
    );
    expect(actions).toEqual(['a:inline', 'a:managed', ['*'], 'unknown', 'a:attached', 'a:single', 'a:far']);
  });

  test('say where they are written', () => {
    const places = builder?.identity.map(
      ({ origin }) => `${origin.stackName}.${origin.logicalId}:${origin.property ?? ''}`,
    );
    expect(places).toEqual([
      'Main.Role:Policies[0].PolicyDocument',
      'Main.Managed:PolicyDocument',
      'Main.Role:ManagedPolicyArns[1]',
      'Main.Role:ManagedPolicyArns[2]',
      'Main.Attached:PolicyDocument',
      'Main.Single:PolicyDocument',
      'Other.Far:PolicyDocument',
    ]);
  });

  test('come with the boundary, the trust policy and the tags', () => {
    expect(builder?.boundary).toMatchObject({ document: allow('a:boundary'), origin: { logicalId: 'Boundary' } });
    expect(builder?.trust).toMatchObject({ name: 'Main.Role', origin: { property: 'AssumeRolePolicyDocument' } });
    expect(builder?.tags).toEqual({ team: 'b', stage: 'dev' });
  });

  test('are missed with a word where the template does not tell whose they are', () => {
    const { unreadable } = readLandscape(
      assembly(
        stack('Main', {
          Parameters: { Name: { Type: 'String' } },
          Resources: {
            P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: allow('*'), Roles: [{ Ref: 'Name' }] } },
          },
        }),
      ),
    );
    expect(unreadable).toMatchObject([{ problem: 'the template does not tell which role has the policy Main.P' }]);
  });
});

describe('policies of resources', () => {
  const { resources, buckets, unreadable } = readLandscape(
    assembly(
      stack('Main', {
        Resources: {
          Topic: { Type: 'AWS::SNS::Topic' },
          TopicPolicy: {
            Type: 'AWS::SNS::TopicPolicy',
            Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: allow('sns:Publish', '*') },
          },
          Queue: { Type: 'AWS::SQS::Queue' },
          QueuePolicy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: allow('sqs:SendMessage', '*') },
          },
          Repository: {
            Type: 'AWS::ECR::Repository',
            Properties: { RepositoryPolicyText: allow('ecr:BatchGetImage', '*') },
          },
          Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 's' } },
          SecretPolicy: {
            Type: 'AWS::SecretsManager::ResourcePolicy',
            Properties: { SecretId: { Ref: 'Secret' }, ResourcePolicy: allow('x:y', '*') },
          },
          Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } },
          First: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              FunctionName: { Ref: 'Function' },
              Action: 'lambda:InvokeFunction',
              Principal: 'events.amazonaws.com',
              SourceArn: 'arn:rule',
            },
          },
          Second: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
              Action: 'lambda:InvokeFunction',
              Principal: MEMBER,
            },
          },
          Plain: { Type: 'AWS::SQS::Queue' },
          Bucket: { Type: 'AWS::S3::Bucket' },
          One: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: allow('s3:GetObject', '*') },
          },
          Two: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: allow('s3:PutObject', '*') },
          },
        },
      }),
    ),
  );
  const policyOf = (id: string): unknown => resources.find(({ origin }) => origin.logicalId === id)?.policy?.document;

  test.each([
    ['Topic', 'sns:Publish'],
    ['Queue', 'sqs:SendMessage'],
    ['Repository', 'ecr:BatchGetImage'],
    ['Secret', 'x:y'],
  ])('are found for %s', (id, action) => {
    expect(policyOf(id)).toEqual(allow(action, '*'));
  });

  test('add up where each resource adds a statement', () => {
    expect(policyOf('Function')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'First',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: '*',
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:rule' } },
        },
        { Sid: 'Second', Effect: 'Allow', Principal: { AWS: MEMBER }, Action: 'lambda:InvokeFunction', Resource: '*' },
      ],
    });
  });

  test('are not known where two resources write the whole of it', () => {
    expect(buckets[0]?.policy?.document).toSatisfy(isUnresolved);
    expect(unreadable).toMatchObject([
      { problem: expect.stringMatching(/^2 resources write one policy \(Main\.One, Main\.Two\)/) },
    ]);
  });

  test('are absent where there is none', () => {
    expect(policyOf('Plain')).toBeUndefined();
  });
});
