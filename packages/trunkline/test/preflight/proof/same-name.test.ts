// Pipelines of one name, as an app has that is delivered to two accounts: each has findings of its own, at its own place.
import { expect, test } from 'vitest';
import type { StackArtifact } from '../../../src/model/assembly.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { prove } from '../../../src/preflight/proof/prove.js';
import { assembly, HOME, MEMBER, REGION, role, stack } from '../landscape/assemblies.js';

const FILES = {
  assets: new Map(),
  buildspecs: new Map(),
  missingContext: [],
  metadata: new Map(),
  templateSizes: new Map(),
};

function delivery(stackName: string, account: string): StackArtifact {
  const repo = {
    Name: 'Repo',
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
    Configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip' },
    OutputArtifacts: [{ Name: 'App' }],
    Region: 'us-east-1',
  };
  return stack(stackName, {
    environment: { account, region: REGION },
    Resources: {
      Role: role(),
      Bucket: { Type: 'AWS::S3::Bucket' },
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'services',
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ArtifactStores: [{ Region: REGION, ArtifactStore: { Location: { Ref: 'Bucket' }, Type: 'S3' } }],
          Stages: [{ Name: 'Source', Actions: [repo] }],
        },
      },
    },
  });
}

test('a store that both lack is two findings, each at its own pipeline', () => {
  const read = assembly(delivery('First', HOME), delivery('Second', MEMBER));
  const { findings, obligations } = prove(readLandscape(read), { assembly: read, beside: [], ...FILES });
  const missing = findings.filter(({ id }) => id === 'store-missing');
  expect(missing.map(({ place }) => place.stackName)).toEqual(['First', 'Second']);
  expect(missing.map(({ place }) => place.environment?.account)).toEqual([HOME, MEMBER]);
  for (const obligation of obligations) expect(obligation).not.toHaveProperty('pipelineArn');
});
