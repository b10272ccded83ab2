// The bucket: encrypted, over TLS alone, closed, and open to whom it names.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { S3Bucket, type S3BucketProps } from '../../src';
import { stackIn } from './stacks';

function templateWith(props: S3BucketProps = {}) {
  const stack = stackIn();
  new S3Bucket(stack, 'Orders', props);
  return stack.template();
}

describe('by default', () => {
  test('it is encrypted, versioned, without ACLs, and cannot be made public', () => {
    templateWith().hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: [
            {
              Status: 'Enabled',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            },
          ],
        },
      },
    });
  });

  test.each([
    ['plain HTTP', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['old TLS', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
  ])('it refuses %s', (_what, condition) => {
    templateWith().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition: condition }),
        ]),
      },
    });
  });

  test('it has no key', () => {
    templateWith().resourceCountIs('AWS::KMS::Key', 0);
  });

  test('its outputs are named after where it stands', () => {
    expect(Object.keys(templateWith().findOutputs('*'))).toEqual(['OrdersBucketName', 'OrdersBucketArn']);
  });
});

test('it has a key of its own where it is told so, which rotates and stays', () => {
  const template = templateWith({ kms: true });
  template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
  });
});

test('without versions objects expire when they are told to', () => {
  templateWith({ versioned: false, expiration: Duration.days(90) }).hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: Match.absent(),
    LifecycleConfiguration: {
      Rules: [{ ExpirationInDays: 90, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }],
    },
  });
});

test('readers cannot write', () => {
  const stack = stackIn();
  const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  new S3Bucket(stack, 'Orders', { readers: [reader], writers: [new AccountPrincipal('444455556666')] });
  const template = stack.template();
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(policy?.['Properties'].PolicyDocument.Statement[0].Action).toEqual([
    's3:GetObject*',
    's3:GetBucket*',
    's3:List*',
  ]);
  const [bucketPolicy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  const allowed = (bucketPolicy?.['Properties'].PolicyDocument.Statement as { Effect: string; Action: string[] }[])
    .filter(({ Effect: effect }) => effect === 'Allow')
    .flatMap(({ Action: actions }) => actions);
  expect(allowed).toEqual(expect.arrayContaining(['s3:PutObject', 's3:DeleteObject*', 's3:GetObject*']));
});

test('its access logs go into another bucket, which lets S3 of this account write them', () => {
  const stack = stackIn();
  const logs = new S3Bucket(stack, 'Logs');
  new S3Bucket(stack, 'Orders', { serverAccessLogsBucket: logs.bucket });
  const template = stack.template();
  template.hasResourceProperties('AWS::S3::Bucket', {
    LoggingConfiguration: { DestinationBucketName: Match.anyValue(), LogFilePrefix: 'Test/Orders/' },
  });
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 's3:PutObject',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        }),
      ]),
    },
  });
});

test('it ends with its stack where it is told so', () => {
  const template = templateWith({ removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});

test('outputs can keep the names that they had', () => {
  const names = Object.keys(templateWith({ outputPrefix: '' }).findOutputs('*'));
  expect(names).toEqual(['BucketName', 'BucketArn']);
  expect(() => templateWith({ outputPrefix: 'my-' })).toThrow('outputPrefix "my-" has other characters');
});

test('it tells every mistake at once', () => {
  const stack = stackIn();
  const { bucket } = new S3Bucket(stack, 'Keyed', { kms: true });
  const encryptionKey = bucket.encryptionKey;
  if (encryptionKey === undefined) throw new Error('it has no key');
  const make = () =>
    new S3Bucket(stack, 'Orders', {
      kms: false,
      encryptionKey,
      versioned: false,
      noncurrentVersionExpiration: Duration.days(1),
      autoDeleteObjects: true,
    });
  expect(make).toThrow(/kms is false[^]*versioned is false[^]*autoDeleteObjects[^]*RemovalPolicy\.DESTROY/);
});
