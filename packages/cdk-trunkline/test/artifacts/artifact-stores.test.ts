// The artifact stores: one bucket and key per region, and who may use them.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ArtifactStores, ArtifactStoreStack, PipelineConfig, type ArtifactStoreStackProps } from '../../src';

const ENV = { account: '111111111111', region: 'eu-central-1' };

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal: { readonly AWS: unknown };
  readonly Condition?: unknown;
}

function store(props: Partial<ArtifactStoreStackProps> = {}, context: Record<string, unknown> = {}): Template {
  const app = new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false });
  return Template.fromStack(new ArtifactStoreStack(app, 'Store', { env: ENV, ...props }));
}

function statements(template: Template, of: 'bucket' | 'key'): Statement[] {
  const [type, property] =
    of === 'bucket'
      ? (['AWS::S3::BucketPolicy', 'PolicyDocument'] as const)
      : (['AWS::KMS::Key', 'KeyPolicy'] as const);
  const resources = Object.values(template.findResources(type)) as { Properties: Record<string, unknown> }[];
  return resources.flatMap(({ Properties }) => (Properties[property] as { Statement: Statement[] }).Statement);
}

function bySid(template: Template, of: 'bucket' | 'key', sid: string): Statement | undefined {
  return statements(template, of).find((statement) => statement.Sid === sid);
}

describe('the store of a region', () => {
  test('is one private bucket that expires its artifacts, one rotating key, and names that follow from the environment', () => {
    const template = store();
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
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
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/trunkline-artifacts' });
  });

  test('is protected against deletion', () => {
    expect(new ArtifactStoreStack(new App(), 'Store', { env: ENV }).terminationProtection).toBe(true);
  });

  test('refuses whoever does not use TLS', () => {
    expect(statements(store(), 'bucket')).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  test('lets the toolchain account use the key, but only through S3 of its region', () => {
    expect(bySid(store(), 'key', 'UseByToolchainThroughS3')?.Condition).toEqual({
      StringEquals: { 'kms:CallerAccount': '111111111111', 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
    });
  });

  test('with an organization: lets its deploy roles read, in one statement however many accounts there are', () => {
    const organizationId = 'o-a1b2c3d4e5';
    const template = store({ organizationId, stageAccounts: ['222222222222', '333333333333'] });
    const condition = {
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
      ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' },
    };
    expect(bySid(template, 'bucket', 'ReadByOrganization')).toMatchObject({
      Principal: { AWS: '*' },
      Condition: condition,
    });
    expect(bySid(template, 'key', 'DecryptByOrganization')).toMatchObject({
      Principal: { AWS: '*' },
      Condition: condition,
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('222222222222');
    expect(store({ organizationId })).toEqual(store({ organizationId, stageAccounts: ['222222222222'] }));
  });

  test('without an organization: names the accounts, each once, and still admits deploy roles alone', () => {
    const template = store({ stageAccounts: ['333333333333', '222222222222', '333333333333'] });
    for (const [of, sid] of [
      ['bucket', 'ReadByStageAccounts'],
      ['key', 'DecryptByStageAccounts'],
    ] as const) {
      const statement = bySid(template, of, sid);
      expect(JSON.stringify(statement?.Principal.AWS).match(/\d{12}/g)).toEqual(['222222222222', '333333333333']);
      expect(statement?.Condition).toEqual({
        ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' },
      });
    }
  });

  test('the deploy role of the toolchain account is named itself, as a grant to its account would not do', () => {
    for (const stageAccounts of [[], ['111111111111']]) {
      const template = store({ stageAccounts });
      expect(bySid(template, 'bucket', 'ReadByToolchainDeployRole')?.Principal.AWS).toBe(
        'arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-central-1',
      );
      expect(bySid(template, 'bucket', 'ReadByStageAccounts')).toBeUndefined();
    }
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
    expect(JSON.stringify(statements(template, 'bucket'))).toContain('role/cdk-acme-deploy-role-*');
  });

  test('needs an environment and a qualifier that fit into its names', () => {
    expect(() => new ArtifactStoreStack(new App(), 'Store', {})).toThrow(/names no account and region/);
    expect(() => store({ qualifier: 'Not-One' })).toThrow(/qualifier "Not-One" is not 1 to 10 lower-case letters/);
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
      const principals = bySid(Template.fromStack(stack), 'bucket', 'ReadByStageAccounts')?.Principal.AWS;
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
