// What a request certainly tells: conditions on it are decided, both ways, and not left open.
import { describe, expect, test } from 'vitest';
import { oneStage, type OneStageOptions } from './one-stage.js';
import { AWAY, HOME, MEMBER, outcomes, TOOLCHAIN, type Edit, type EditableResource, type Proven } from './proven.js';

type Statement = Record<string, unknown>;

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Adds a statement to the policies of the pipeline's own bucket. */
const inBucketPolicy =
  (condition: object): Edit =>
  (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::S3::BucketPolicy') continue;
      const { Statement } = Properties?.PolicyDocument as { Statement: Statement[] };
      const Resource = Statement[0]?.Resource;
      Statement.push({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource, Condition: condition });
    }
  };

/** Puts a condition on the trust of each role that a service assumes. */
const inTrust =
  (service: string, conditionOf: (resources: Record<string, EditableResource>) => object): Edit =>
  (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::IAM::Role') continue;
      const { Statement } = Properties?.AssumeRolePolicyDocument as {
        Statement: { Principal: { Service?: string }; Condition?: object }[];
      };
      for (const each of Statement) if (each.Principal.Service === service) each.Condition = conditionOf(resources);
    }
  };

const idOf = (resources: Record<string, EditableResource>, type: string): string =>
  Object.keys(resources).find((id) => resources[id]?.Type === type) ?? '';

const pipelineArn = (resources: Record<string, EditableResource>, region = HOME) => ({
  'Fn::Join': [
    '',
    [`arn:aws:codepipeline:${region}:${TOOLCHAIN}:`, { Ref: idOf(resources, 'AWS::CodePipeline::Pipeline') }],
  ],
});

const controlled = (statement: object): OneStageOptions => ({
  organization: {
    service_control_policies: { default: [[{ Version: '2012-10-17', Statement: [ALL, statement] }]] },
  },
});

const onlyIn = (...regions: string[]): OneStageOptions =>
  controlled({
    Effect: 'Deny',
    NotAction: ['iam:*', 'sts:*'],
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
  });

const withMinimumTls = (version: number): OneStageOptions => ({
  edit: inBucketPolicy({ NumericLessThan: { 's3:TlsVersion': version } }),
});

/** What no policy with a Deny can prove. */
function open(proven: Proven): string[] {
  return [...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')].filter(
    (line) => !line.includes('the execution role deploys the stack'),
  );
}

describe('proved completely', () => {
  test.each<[string, OneStageOptions]>([
    ['in the regions that the organization allows', onlyIn(HOME, AWAY)],
    [
      'where the bucket wants objects to be encrypted with KMS, as the console of CodePipeline writes it',
      { edit: inBucketPolicy({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }) },
    ],
    ['where the bucket wants TLS 1.2', withMinimumTls(1.2)],
    [
      'where the roles of CodePipeline are for the pipeline and its account alone',
      {
        edit: inTrust('codepipeline.amazonaws.com', (resources) => ({
          StringEquals: { 'aws:SourceAccount': TOOLCHAIN },
          ArnEquals: { 'aws:SourceArn': pipelineArn(resources) },
        })),
      },
    ],
    [
      'where the roles of CodeBuild are for projects of the account alone',
      {
        edit: inTrust('codebuild.amazonaws.com', () => ({
          StringEquals: { 'aws:SourceAccount': TOOLCHAIN },
          ArnLike: { 'aws:SourceArn': `arn:aws:codebuild:${HOME}:${TOOLCHAIN}:project/*` },
        })),
      },
    ],
    [
      'where the connection is for the repository alone',
      controlled({
        Effect: 'Deny',
        Action: 'codestar-connections:UseConnection',
        Resource: '*',
        Condition: { StringNotEquals: { 'codestar-connections:FullRepositoryId': 'acme/services' } },
      }),
    ],
  ])('%s', async (_, options) => {
    expect(open(await oneStage(options))).toEqual([]);
  });
});

describe('refuted', () => {
  test.each<[string, OneStageOptions, string]>([
    ['in a region that the organization forbids', onlyIn(AWAY), 's3:PutObject'],
    [
      'where the bucket wants another encryption',
      { edit: inBucketPolicy({ StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }) },
      's3:PutObject',
    ],
    ['where the bucket wants TLS 1.4', withMinimumTls(1.4), 's3:PutObject'],
    [
      'where the role of CodePipeline is for pipelines of another region',
      {
        edit: inTrust('codepipeline.amazonaws.com', (resources) => ({
          ArnEquals: { 'aws:SourceArn': pipelineArn(resources, AWAY) },
        })),
      },
      'sts:AssumeRole',
    ],
    [
      'where the roles of CodeBuild are for another account',
      { edit: inTrust('codebuild.amazonaws.com', () => ({ StringEquals: { 'aws:SourceAccount': MEMBER } })) },
      'sts:AssumeRole',
    ],
    [
      'where the connection is for another repository alone',
      controlled({
        Effect: 'Deny',
        Action: ['codestar-connections:UseConnection', 'codeconnections:UseConnection'],
        Resource: '*',
        Condition: { StringEquals: { 'codestar-connections:FullRepositoryId': 'acme/services' } },
      }),
      'UseConnection',
    ],
  ])('%s', async (_, options, call) => {
    expect(outcomes(await oneStage(options), 'refuted')).toContainEqual(expect.stringContaining(call));
  });
});

test('a bucket that wants TLS 1.3 is not proved and not refuted: which of both is spoken only the call tells', async () => {
  const proven = await oneStage(withMinimumTls(1.3));
  expect(outcomes(proven, 'refuted')).toEqual([]);
  expect(outcomes(proven, 'unproven')).toContainEqual(expect.stringContaining('s3:TlsVersion'));
});
