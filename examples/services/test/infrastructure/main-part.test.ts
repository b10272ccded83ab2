// The main part of a stage, as CloudFormation will get it.
import { type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ServicesStage } from '../../lib/services-stage';
import { newApp } from './new-app';

function mainPart(deploysTo: string, region = 'eu-central-1'): { network: Template; reports: Template } {
  const part = new ServicesStage(newApp(), 'Part', { deploysTo, env: { account: '222233334444', region } });
  return {
    network: Template.fromStack(part.node.findChild('Network') as Stack),
    reports: Template.fromStack(part.reports),
  };
}

const { network, reports } = mainPart('dev');

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** A reference to a resource, or a string made of such. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}

/** What the role of this id may do, and with what: `batch:SubmitJob: Queue, Job`, a line for each action. */
function grantsOf(logicalId: string): string[] {
  const nameOf = (resource: unknown): string => {
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Intrinsic;
    if (join !== undefined) return join[1].map(nameOf).join('');
    return (Ref ?? attribute?.[0] ?? String(resource)).replace(/[0-9A-F]{8}$/, '');
  };
  return statementsOf(logicalId)
    .flatMap(({ Action, Resource }) => {
      const resources = [Resource].flat().map(nameOf).sort().join(', ');
      return [Action].flat().map((action) => `${action}: ${resources}`);
    })
    .sort();
}

/** The statements of the policy whose logical id starts so. */
function statementsOf(logicalId: string): Statement[] {
  return Object.entries(reports.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(logicalId))
    .flatMap(([, policy]) => policy['Properties'].PolicyDocument.Statement as Statement[]);
}

describe('the bucket', () => {
  it('is encrypted, versioned, private, and open to TLS alone', () => {
    reports.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    reports.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ]),
      },
    });
  });

  it.each([
    ['dev', 'Delete'],
    ['qa', 'Delete'],
    ['prod', 'Retain'],
  ])('of %s has the deletion policy %s', (stage, policy) => {
    const buckets = mainPart(stage).reports.findResources('AWS::S3::Bucket');
    const [bucket] = Object.entries(buckets).flatMap(([id, each]) => (id.startsWith('Reports') ? [each] : []));
    expect(bucket).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
  });
});

describe('the jobs', () => {
  it('are two definitions that run the same image with their own kind', () => {
    const definitions = Object.values(reports.findResources('AWS::Batch::JobDefinition')).map(
      (definition) => definition['Properties'].ContainerProperties,
    );
    expect(definitions.map(({ Command }) => Command).sort()).toEqual([
      ['node', 'job.js', 'monthly', 'Ref::period'],
      ['node', 'job.js', 'yearly', 'Ref::period'],
    ]);
    expect(definitions[0].Image).toEqual(definitions[1].Image);
    expect(JSON.stringify(definitions[0].Image)).toMatch(
      /222233334444\.dkr\.ecr\.eu-central-1\..*\/services-dev-reports:[0-9a-f]{16}"/,
    );
  });

  it('queue up for a Fargate compute environment', () => {
    reports.hasResourceProperties('AWS::Batch::ComputeEnvironment', {
      Type: 'managed',
      ComputeResources: { Type: 'FARGATE', MaxvCpus: 8 },
    });
    reports.resourceCountIs('AWS::Batch::JobQueue', 1);
  });

  it.each(['Monthly', 'Yearly'])('may read orders and write reports, nothing else of the bucket: %s', (kind) => {
    expect(grantsOf(`JobsCompute${kind}JobRole`)).toEqual([
      's3:Abort*: ReportsBucket/reports/*',
      's3:GetBucket*: ReportsBucket, ReportsBucket/orders/*',
      's3:GetObject*: ReportsBucket, ReportsBucket/orders/*',
      's3:List*: ReportsBucket, ReportsBucket/orders/*',
      's3:PutObject: ReportsBucket/reports/*',
      's3:PutObjectLegalHold: ReportsBucket/reports/*',
      's3:PutObjectRetention: ReportsBucket/reports/*',
      's3:PutObjectTagging: ReportsBucket/reports/*',
      's3:PutObjectVersionTagging: ReportsBucket/reports/*',
    ]);
  });
});

describe('the API', () => {
  it('offers two methods, each with a function of its own', () => {
    const methods = Object.values(reports.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => [
      Properties.HttpMethod,
      Properties.Integration.Type,
      JSON.stringify(Properties.Integration.Uri).match(/Api\w+?Function/)?.[0],
    ]);
    expect(methods.sort()).toEqual([
      ['GET', 'AWS_PROXY', 'ApiReadReportFunction'],
      ['POST', 'AWS_PROXY', 'ApiCreateReportFunction'],
    ]);
  });

  it('is throttled', () => {
    reports.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 })],
    });
  });

  it('lets the function that creates reports submit these jobs to this queue, and touch no bucket', () => {
    expect(grantsOf('ApiCreateReportRole')).toEqual([
      'batch:SubmitJob: JobsComputeJobQueue, JobsComputeMonthlyJobDefinition, JobsComputeYearlyJobDefinition',
      'logs:CreateLogStream: ApiCreateReportLogs',
      'logs:PutLogEvents: ApiCreateReportLogs',
    ]);
  });

  it('lets the function that reads reports read reports alone', () => {
    expect(grantsOf('ApiReadReportRole')).toEqual([
      'logs:CreateLogStream: ApiReadReportLogs',
      'logs:PutLogEvents: ApiReadReportLogs',
      's3:GetBucket*: ReportsBucket, ReportsBucket/reports/*',
      's3:GetObject*: ReportsBucket, ReportsBucket/reports/*',
      's3:List*: ReportsBucket, ReportsBucket/reports/*',
    ]);
  });
});

describe('the website', () => {
  it('runs on Fargate, in private subnets, behind an internal load balancer', () => {
    reports.hasResourceProperties('AWS::ECS::Service', {
      LaunchType: 'FARGATE',
      DesiredCount: 2,
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
    reports.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
  });

  it('may list the reports, but not read them', () => {
    expect(statementsOf('SiteServiceTaskDefinitionTaskRole')).toMatchObject([
      { Action: 's3:ListBucket', Condition: { StringEquals: { 's3:prefix': 'reports/' } } },
    ]);
  });

  it('is reached from the network alone', () => {
    const groups = Object.values(reports.findResources('AWS::EC2::SecurityGroup'));
    const rules = groups.flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? []);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ FromPort: 80, ToPort: 80 });
    expect(JSON.stringify(rules)).not.toContain('0.0.0.0/0');
  });
});

describe('the network', () => {
  it.each(['eu-central-1', 'eu-west-1'])('spans two zones of %s, and nothing is looked up for it', (region) => {
    const zones = Object.values(mainPart('qa', region).network.findResources('AWS::EC2::Subnet')).map(
      ({ Properties }) => Properties.AvailabilityZone,
    );
    expect([...new Set(zones)].sort()).toEqual([`${region}a`, `${region}b`]);
    expect(zones).toHaveLength(4);
  });

  it('gives no machine a public address by itself', () => {
    network.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });
});

describe('every stage', () => {
  it('has the outputs that tests and people find it by, under names that stay', () => {
    expect(Object.keys(reports.toJSON()['Outputs'] as object)).toEqual(
      expect.arrayContaining([
        'ApiUrl',
        'BucketName',
        'JobQueueArn',
        'MonthlyJobDefinitionArn',
        'YearlyJobDefinitionArn',
        'CreateReportFunctionArn',
        'ReadReportFunctionArn',
        'SiteServiceArn',
        'StatusUrl',
      ]),
    );
  });

  it('keeps logs for a month', () => {
    // Of the jobs, the website, the three functions, and those who ask for the status.
    reports.resourceCountIs('AWS::Logs::LogGroup', 6);
    reports.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('needs no custom resource', () => {
    for (const template of [network, reports]) {
      const types = Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>);
      expect(types.map(({ Type }) => Type).filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
    }
  });

  it('takes its network from the network stack', () => {
    const exported = Object.values(network.findOutputs('*')).flatMap(({ Export }) =>
      Export ? [Export.Name as string] : [],
    );
    const imported = JSON.stringify(reports.toJSON()).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
    expect([...new Set([...imported].map(([, name]) => name))].sort()).toEqual(exported.sort());
    expect(exported).not.toHaveLength(0);
  });
});
