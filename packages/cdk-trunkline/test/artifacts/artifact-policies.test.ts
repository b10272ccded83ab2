// Who may do what with an artifact store: every statement of both policies, whole, so that none can grow unseen.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { ArtifactStoreStack, type ArtifactStoreStackProps } from '../../src';

type Policies = Record<'bucket' | 'key', unknown[]>;

function policies(props: Partial<ArtifactStoreStackProps>, region = 'eu-central-1'): Policies {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const env = { account: '111111111111', region };
  const template = Template.fromStack(new ArtifactStoreStack(app, 'Store', { env, ...props }));
  const only = (type: string): Record<string, { Statement: unknown[] }> => {
    const [resource, ...others] = Object.values(template.findResources(type)) as {
      Properties: Record<string, { Statement: unknown[] }>;
    }[];
    expect(others).toEqual([]);
    return resource?.Properties ?? {};
  };
  return {
    bucket: only('AWS::S3::BucketPolicy').PolicyDocument?.Statement ?? [],
    key: only('AWS::KMS::Key').KeyPolicy?.Statement ?? [],
  };
}

const bucketArn = { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] };
const everything = [bucketArn, { 'Fn::Join': ['', [bucketArn, '/*']] }];
const root = (account: string): string => `arn:aws:iam::${account}:root`;
const read = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const decrypt = ['kms:Decrypt', 'kms:DescribeKey'];
const deployRoles = { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' } };

const tlsOnly = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: everything,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const owner = {
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } },
  Action: 'kms:*',
  Resource: '*',
};
const throughS3 = {
  Sid: 'UseByToolchainThroughS3',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: {
    StringEquals: { 'kms:CallerAccount': '111111111111', 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
  },
};
const toolchainDeployRole = {
  Sid: 'ReadByToolchainDeployRole',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-central-1' },
  Action: read,
  Resource: everything,
};

test('with an organization: its deploy roles read, the toolchain account uses the key through S3, nothing else', () => {
  const who = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ...deployRoles },
  };
  expect(policies({ organizationId: 'o-a1b2c3d4e5', stageAccounts: ['222222222222'] })).toEqual<Policies>({
    bucket: [tlsOnly, { Sid: 'ReadByOrganization', ...who, Action: read, Resource: everything }],
    key: [owner, { Sid: 'DecryptByOrganization', ...who, Action: decrypt, Resource: '*' }, throughS3],
  });
});

test("without: the stage accounts' deploy roles read, and the toolchain account's own by its name", () => {
  const who = {
    Effect: 'Allow',
    Principal: { AWS: [root('222222222222'), root('333333333333')] },
    Condition: deployRoles,
  };
  expect(policies({ stageAccounts: ['333333333333', '111111111111', '222222222222'] })).toEqual<Policies>({
    bucket: [tlsOnly, { Sid: 'ReadByStageAccounts', ...who, Action: read, Resource: everything }, toolchainDeployRole],
    key: [owner, { Sid: 'DecryptByStageAccounts', ...who, Action: decrypt, Resource: '*' }, throughS3],
  });
});

test("with units of an organization: their deploy roles read, and the toolchain account's own, which is in none of them", () => {
  const organizationPaths = ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'];
  const who = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      ...deployRoles,
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': organizationPaths },
    },
  };
  const expected: Policies = {
    bucket: [tlsOnly, { Sid: 'ReadByOrganization', ...who, Action: read, Resource: everything }, toolchainDeployRole],
    key: [owner, { Sid: 'DecryptByOrganization', ...who, Action: decrypt, Resource: '*' }, throughS3],
  };
  expect(policies({ organizationPaths })).toEqual(expected);
  expect(policies({ organizationPaths, organizationId: 'o-a1b2c3d4e5' })).toEqual(expected);
});

test('alone: the deploy role of the toolchain account reads, and without a key there is no policy of one', () => {
  expect(policies({})).toEqual<Policies>({
    bucket: [tlsOnly, toolchainDeployRole],
    key: [owner, throughS3],
  });
  expect(policies({ kms: false })).toEqual<Policies>({ bucket: [tlsOnly, toolchainDeployRole], key: [] });
});

test('in other partitions: their ARNs, and S3 in China by either of its names', () => {
  const through = (statements: unknown[]): unknown =>
    (statements as (typeof throughS3)[]).find(({ Sid }) => Sid === 'UseByToolchainThroughS3')?.Condition.StringEquals[
      'kms:ViaService'
    ];
  const china = policies({ stageAccounts: ['222222222222'] }, 'cn-north-1');
  expect(through(china.key)).toEqual(['s3.cn-north-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn']);
  expect(china.bucket[1]).toMatchObject({ Principal: { AWS: 'arn:aws-cn:iam::222222222222:root' } });
  expect(china.bucket[2]).toMatchObject({
    Principal: { AWS: 'arn:aws-cn:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-cn-north-1' },
  });
  const government = policies({}, 'us-gov-west-1');
  expect(through(government.key)).toBe('s3.us-gov-west-1.amazonaws.com');
  expect(government.bucket[1]).toMatchObject({
    Principal: { AWS: 'arn:aws-us-gov:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-us-gov-west-1' },
  });
});
