// Buckets and keys as artifact stores name them.
import { expect, test } from 'vitest';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { assembly, HOME, MEMBER, REGION, stack } from './assemblies.js';

const HERE = { account: HOME, region: REGION };
const ELSEWHERE = { account: HOME, region: 'us-east-1' };
const DEFAULT_ENCRYPTION = (byDefault: Record<string, unknown>): Record<string, never> =>
  ({ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }] }) as never;

const landscape = readLandscape(
  assembly(
    stack('Store', {
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [] } } },
        Plain: { Type: 'AWS::KMS::Key' },
        ById: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/by-id', TargetKeyId: { Ref: 'Key' } } },
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: 'artifacts',
            BucketEncryption: DEFAULT_ENCRYPTION({
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] },
            }),
            LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] },
          },
        },
        Open: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: 'open',
            BucketEncryption: DEFAULT_ENCRYPTION({ SSEAlgorithm: 'AES256' }),
            PublicAccessBlockConfiguration: { BlockPublicAcls: true },
            LifecycleConfiguration: {
              Rules: [
                { Status: 'Disabled', ExpirationInDays: 30 },
                { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
              ],
            },
          },
        },
        OwnKey: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: 'own-key', BucketEncryption: DEFAULT_ENCRYPTION({ SSEAlgorithm: 'aws:kms' }) },
        },
      },
    }),
    stack('Aliases', {
      Resources: {
        ByArn: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/by-arn', TargetKeyId: { 'Fn::ImportValue': 'Key' } },
        },
      },
    }),
    stack('Exports', {
      Outputs: {
        K: { Value: { 'Fn::GetStackOutput': { StackName: 'Keys', OutputName: 'K' } }, Export: { Name: 'Key' } },
      },
    }),
    stack('Keys', {
      Resources: { Shared: { Type: 'AWS::KMS::Key' } },
      Outputs: { K: { Value: { 'Fn::GetAtt': ['Shared', 'Arn'] } } },
    }),
    stack('Store', {
      environment: ELSEWHERE,
      Resources: {
        Key: { Type: 'AWS::KMS::Key' },
        Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/by-id', TargetKeyId: { Ref: 'Key' } } },
      },
    }),
  ),
);

test('a bucket is found by its name and its ARN, with what encrypts, blocks and expires', () => {
  expect(landscape.bucket('artifacts')).toMatchObject({ blocksPublicPolicy: true, expires: true });
  expect(landscape.bucket('arn:aws:s3:::artifacts')).toBe(landscape.bucket('artifacts'));
  expect(landscape.bucket('open')).toMatchObject({ blocksPublicPolicy: false, expires: false });
  expect(landscape.bucket('open')?.kmsKey).toBeUndefined();
  expect(landscape.bucket('own-key')?.kmsKey).toBe('alias/aws/s3');
  expect(landscape.bucket('nobodys')).toBeUndefined();
});

test('a key is found by its ARN, its id, and its alias in the right region', () => {
  const arn = landscape.bucket('artifacts')?.kmsKey ?? '';
  const key = landscape.key(arn, HERE);
  expect(key).toMatchObject({ environment: HERE, aliases: ['alias/by-id'], origin: { logicalId: 'Key' } });
  expect(landscape.key(arn.slice(arn.indexOf('key/') + 4), HERE)).toBe(key);
  expect(landscape.key('alias/by-id', HERE)).toBe(key);
  expect(landscape.key(`arn:aws:kms:${REGION}:${HOME}:alias/by-id`, ELSEWHERE)).toBe(key);
  expect(landscape.key('alias/by-id', ELSEWHERE)?.environment).toEqual(ELSEWHERE);
  expect(landscape.key('alias/by-id', { account: MEMBER, region: REGION })).toBeUndefined();
});

test("an alias may point to another stack's key", () => {
  expect(landscape.key('alias/by-arn', HERE)?.origin.logicalId).toBe('Shared');
});

test('a key without a policy has the one that KMS gives it', () => {
  const plain = landscape.keys.find(({ origin }) => origin.logicalId === 'Plain');
  expect(plain?.policy.document).toMatchObject({
    Statement: [{ Principal: { AWS: `arn:aws:iam::${HOME}:root` }, Action: 'kms:*' }],
  });
});

test('what was read from the accounts takes the place of what templates say', () => {
  const bucket = landscape.bucket('artifacts');
  if (bucket === undefined) throw new Error('There is no bucket.');
  const origin = { ...bucket.origin, kind: 'live' as const };
  const live = readLandscape(
    assembly(
      stack('Store', { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } } } }),
    ),
    {
      live: { buckets: [{ ...bucket, origin }] },
    },
  );
  expect(live.buckets).toHaveLength(1);
  expect(live.bucket('artifacts')?.origin.kind).toBe('live');
});
