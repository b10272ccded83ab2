// The artifact stores: one bucket and key per region, and who may use them.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ArtifactStores, ArtifactStoreStack, PipelineConfig, type ArtifactStoreStackProps } from '../../src';

const ENV = { account: '111111111111', region: 'eu-central-1' };

interface Statement {
  readonly Sid?: string;
  readonly Principal: { readonly AWS: unknown };
}

function store(props: Partial<ArtifactStoreStackProps> = {}, context: Record<string, unknown> = {}): Template {
  const app = new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false });
  return Template.fromStack(new ArtifactStoreStack(app, 'Store', { env: ENV, ...props }));
}

/** The statements of the bucket's policy. */
function statements(template: Template): Statement[] {
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

describe('the store of a region', () => {
  test('is one private bucket that expires its artifacts, one rotating key, and names that follow from the environment', () => {
    const template = store();
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        BucketName: 'trunkline-artifacts-111111111111-eu-central-1',
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: 'Enabled' })] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BucketKeyEnabled: true, ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) },
          ],
        },
      },
    });
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true },
    });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/trunkline-artifacts' });
  });

  test('follows the qualifiers that it is given, its own and that of the bootstrap stacks', () => {
    const template = store(
      { qualifier: 'web', stageAccounts: ['222222222222'], expiration: Duration.days(7) },
      { '@aws-cdk/core:bootstrapQualifier': 'acme' },
    );
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'trunkline-artifacts-web-111111111111-eu-central-1',
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 7 })] },
    });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/trunkline-artifacts-web' });
    expect(JSON.stringify(statements(template))).toContain('role/cdk-acme-deploy-role-*');
  });
});

describe('the stores of a configuration', () => {
  const config = PipelineConfig.fromObject({
    owner: 'acme',
    repo: 'services',
    connection_arn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c',
    development_branch: 'develop',
    production_branch: 'main',
    accounts: {
      tooling: { account: '111111111111', region: 'eu-central-1' },
      dev: { account: '222222222222', regions: ['eu-west-1', 'eu-central-1'] },
      prod: { account: '444444444444', regions: ['us-east-1'] },
    },
    artifact_stores: { qualifier: 'web', regions: ['us-east-1', 'ap-south-1'] },
  });

  test('are one for each region, all in the toolchain account, open to the stages', () => {
    const app = new App({ builtinCloudFormationValidation: false });
    const stacks = ArtifactStoreStack.forConfig(app, config);
    expect(stacks.map(({ account, region, stackName }) => `${account} ${region} ${stackName}`)).toEqual([
      '111111111111 eu-central-1 trunkline-artifacts-web-eu-central-1',
      '111111111111 eu-west-1 trunkline-artifacts-web-eu-west-1',
      '111111111111 us-east-1 trunkline-artifacts-web-us-east-1',
      '111111111111 ap-south-1 trunkline-artifacts-web-ap-south-1',
    ]);
    for (const stack of stacks) {
      const principals = statements(Template.fromStack(stack)).find(({ Sid }) => Sid === 'ReadByStageAccounts')
        ?.Principal.AWS;
      expect(JSON.stringify(principals).match(/\d{12}/g)).toEqual(['222222222222', '444444444444']);
    }
  });

  test('are found by name under exactly the names that they were given', () => {
    const app = new App({ builtinCloudFormationValidation: false });
    const elsewhere = new Stack(new App(), 'Elsewhere', { env: ENV });
    const found = ArtifactStores.byName({ regions: config.artifactRegions, qualifier: 'web' });
    for (const stack of ArtifactStoreStack.forConfig(app, config)) {
      const bucket = found.bucket(elsewhere, '111111111111', stack.region);
      const template = Template.fromStack(stack);
      template.hasResourceProperties('AWS::S3::Bucket', { BucketName: bucket.bucketName });
      const [alias] = Object.values(template.findResources('AWS::KMS::Alias')) as {
        Properties: { AliasName: string };
      }[];
      expect(bucket.encryptionKey?.keyArn).toBe(
        `arn:aws:kms:${stack.region}:111111111111:${alias?.Properties.AliasName ?? ''}`,
      );
    }
  });

  test('are found by attributes where they have other names', () => {
    const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-4000-8000-000000000000';
    const stores = ArtifactStores.fromAttributes([{ region: 'eu-west-1', bucketName: 'ours', keyArn }]);
    const scope = new Stack(new App(), 'Pipeline', { env: ENV });
    const bucket = stores.bucket(scope, '111111111111', 'eu-west-1');
    expect([bucket.bucketName, bucket.encryptionKey?.keyArn, bucket.env.region]).toEqual(['ours', keyArn, 'eu-west-1']);
    expect(() => stores.bucket(scope, '111111111111', 'us-east-1')).toThrow(/no artifact store for region us-east-1/);
  });

  test('in another partition have that partition in their ARNs', () => {
    const scope = new Stack(new App(), 'Pipeline', { env: ENV });
    const stores = ArtifactStores.byName({ regions: ['cn-north-1'] });
    expect(stores.bucket(scope, '111111111111', 'cn-north-1').encryptionKey?.keyArn).toBe(
      'arn:aws-cn:kms:cn-north-1:111111111111:alias/trunkline-artifacts',
    );
  });
});
