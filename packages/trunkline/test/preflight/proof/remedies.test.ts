// What a role's own policies lack is one finding, and its remedy is no wider than what was refused.
import { describe, expect, test } from 'vitest';
import type { StackArtifact } from '../../../src/model/assembly.js';
import type { Finding } from '../../../src/model/finding.js';
import type { TemplateResource } from '../../../src/model/template.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { prove } from '../../../src/preflight/proof/prove.js';
import { allow, assembly, role, stack } from '../landscape/assemblies.js';

const FILES = {
  assets: new Map(),
  buildspecs: new Map(),
  missingContext: [],
  metadata: new Map(),
  templateSizes: new Map(),
};

const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const STORES: Record<string, TemplateResource> = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Key: { Type: 'AWS::KMS::Key' },
};

/** A pipeline whose role has no policy at all, with its store in the same stack or in another one. */
function delivery(resources: Record<string, TemplateResource>, location: unknown, key: unknown): StackArtifact {
  const repo = {
    Name: 'Repo',
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
    Configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip' },
    OutputArtifacts: [{ Name: 'App' }],
  };
  return stack('Delivery', {
    Resources: {
      ...resources,
      Role: role({ AssumeRolePolicyDocument: allow('sts:AssumeRole', { Service: 'codepipeline.amazonaws.com' }) }),
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ArtifactStore: { Location: location, Type: 'S3', EncryptionKey: { Type: 'KMS', Id: key } } as never,
          Stages: [{ Name: 'Source', Actions: [repo] }],
        },
      },
    },
  });
}

function lacking(...stacks: StackArtifact[]): Finding[] {
  const read = assembly(...stacks);
  const { findings } = prove(readLandscape(read), { assembly: read, beside: [], ...FILES });
  return findings.filter(({ id }) => id === 'identity-policy');
}

describe('a role without any policy', () => {
  test('is one finding, with a statement for each resource, which the template names by reference', () => {
    const [finding, ...others] = lacking(delivery(STORES, { Ref: 'Bucket' }, KEY));
    expect(others).toEqual([]);
    const statements = [finding?.remedy.statement].flat();
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } },
      { Effect: 'Allow', Action: expect.arrayContaining(['kms:GenerateDataKey']), Resource: KEY },
    ]);
    expect(finding?.remedy.text).toMatch(/^Add these statements to a policy of /);
  });

  test('is told in words what only another template can name', () => {
    const stores = stack('Stores', {
      Resources: STORES,
      Outputs: {
        Bucket: { Value: { Ref: 'Bucket' }, Export: { Name: 'Bucket' } },
        Key: { Value: KEY, Export: { Name: 'Key' } },
      },
    });
    const [finding] = lacking(stores, delivery({}, { 'Fn::ImportValue': 'Bucket' }, { 'Fn::ImportValue': 'Key' }));
    expect(finding?.remedy).not.toHaveProperty('statement');
    expect(finding?.remedy.text).toMatch(/Allow the calls on .*<Stores\.Key.* by the ARN that the deployment/);
  });
});
