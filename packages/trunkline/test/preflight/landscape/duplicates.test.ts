// Things of one name: AWS has one of them, and nobody knows which.
import { describe, expect, test } from 'vitest';
import type { TemplateResource } from '../../../src/model/template.js';
import { isUnresolved } from '../../../src/preflight/iam/unresolved.js';
import type { Landscape } from '../../../src/preflight/landscape/landscape.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { duplicateName } from '../../../src/preflight/rules/duplicate-name.js';
import type { RuleFacts } from '../../../src/preflight/rules/rule.js';
import { assembly, HOME, MEMBER, REGION, role, stack } from './assemblies.js';

const MAYBE = {
  Parameters: { Stage: { Type: 'String' } },
  Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
};

const THINGS: Readonly<Record<string, TemplateResource>> = {
  Role: role({ RoleName: 'builder' }),
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } },
  Key: { Type: 'AWS::KMS::Key', Properties: {} },
  Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/a', TargetKeyId: { Ref: 'Key' } } },
  Project: {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      Name: 'build',
      ServiceRole: `arn:aws:iam::${HOME}:role/builder`,
      Source: { Type: 'NO_SOURCE', BuildSpec: 'version: "0.2"' },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        Image: 'aws/codebuild/standard:7.0',
        ComputeType: 'BUILD_GENERAL1_SMALL',
      },
    },
  },
};

/** What is not known of each thing by its name. */
function unknownOf(landscape: Landscape): string[] {
  const environment = { account: HOME, region: REGION };
  const values = {
    trust: landscape.role(`arn:aws:iam::${HOME}:role/builder`)?.trust.document,
    identity: landscape.role(`arn:aws:iam::${HOME}:role/builder`)?.identity[0]?.document,
    bucket: landscape.bucket('artifacts')?.policy?.document,
    topic: landscape.resource(`arn:aws:sns:${REGION}:${HOME}:t`)?.policy?.document,
    key: landscape.key('alias/a', environment)?.policy.document,
    'role of the project': landscape.project('build', environment)?.project.serviceRole,
  };
  return Object.entries(values).flatMap(([name, value]) => (isUnresolved(value) ? [name] : []));
}

function found(landscape: Landscape): string[] {
  return duplicateName.check({ landscape } as RuleFacts).map(({ problem }) => problem);
}

describe('things of one name', () => {
  const landscape = readLandscape(assembly(stack('One', { Resources: THINGS }), stack('Two', { Resources: THINGS })));

  test('are not known by it', () => {
    expect(unknownOf(landscape)).toEqual(['trust', 'identity', 'bucket', 'topic', 'key', 'role of the project']);
  });

  test('are a finding each, where the second is written', () => {
    expect(found(landscape)).toEqual([
      `One.Role in ${HOME}/${REGION} and Two.Role in ${HOME}/${REGION} are the same AWS::IAM::Role: arn:aws:iam::${HOME}:role/builder.`,
      `One.Bucket in ${HOME}/${REGION} and Two.Bucket in ${HOME}/${REGION} are the same AWS::S3::Bucket: arn:aws:s3:::artifacts.`,
      expect.stringContaining('are the same AWS::SNS::Topic'),
      expect.stringContaining('are the same AWS::KMS::Alias'),
      expect.stringContaining('are the same AWS::CodeBuild::Project'),
    ]);
    const [first] = duplicateName.check({ landscape } as RuleFacts);
    expect(first?.place).toMatchObject({ stackName: 'Two', logicalId: 'Role', file: 'Two.template.json' });
  });
});

test('one of each is known, also beside those of another account', () => {
  const { Role = role(), Topic = role() } = THINGS;
  const landscape = readLandscape(
    assembly(
      stack('One', { Resources: THINGS }),
      stack('Far', { environment: { account: MEMBER, region: REGION }, Resources: { Role, Topic } }),
    ),
  );
  expect(unknownOf(landscape)).toEqual([]);
  expect(found(landscape)).toEqual([]);
});

test('a bucket is one in all accounts', () => {
  const { Bucket = role() } = THINGS;
  const landscape = readLandscape(
    assembly(
      stack('One', { Resources: THINGS }),
      stack('Far', { environment: { account: MEMBER, region: REGION }, Resources: { Bucket } }),
    ),
  );
  expect(unknownOf(landscape)).toEqual(['bucket']);
  expect(found(landscape)).toHaveLength(1);
});

test('either of two that exclude each other may be there: no finding, and not known which', () => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } };
  const landscape = readLandscape(
    assembly(
      stack('One', {
        ...MAYBE,
        Resources: { Here: { ...Bucket, Condition: 'Maybe' }, There: { ...Bucket, Condition: 'Maybe' } },
      }),
    ),
  );
  expect(found(landscape)).toEqual([]);
  expect(unknownOf(landscape)).toEqual(['bucket']);
});

test("a template's own bootstrap role stands in place of the assumed one", () => {
  const name = `cdk-hnb659fds-deploy-role-${HOME}-${REGION}`;
  const landscape = readLandscape(
    assembly(
      stack('One', {
        bootstrap: { qualifier: 'hnb659fds', requiredVersion: 6 },
        Resources: { Own: role({ RoleName: name }) },
      }),
    ),
  );
  expect(landscape.roles.filter(({ arn }) => arn.endsWith(name))).toHaveLength(2);
  expect(landscape.role(`arn:aws:iam::${HOME}:role/${name}`)?.origin).toMatchObject({ kind: 'template' });
  expect(found(landscape)).toEqual([]);
});
