// Batch: where jobs run, and that each job has a role, logs and an end.
import { Duration, Size } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import {
  BatchCompute,
  BatchPlatform,
  type BatchComputeProps,
  type BatchJobDefinitionProps,
  type ConstructTestStack,
} from '../../src';
import { givenFunction, givenImage, givenVpc, stackIn } from './stacks';

function stackWith(
  props: Partial<BatchComputeProps> = {},
  job: Partial<BatchJobDefinitionProps> = {},
): ConstructTestStack {
  const stack = stackIn();
  const jobs = new BatchCompute(stack, 'Jobs', { vpc: givenVpc(stack), ...props });
  jobs.addJobDefinition('Report', { image: givenImage(stack), command: ['report', 'Ref::month'], ...job });
  return stack;
}

describe('on Fargate', () => {
  test('jobs run in private subnets, as many as are allowed', () => {
    const template = stackWith({ maxvCpus: 4 }).template();
    template.hasResourceProperties('AWS::Batch::ComputeEnvironment', {
      Type: 'managed',
      ComputeResources: Match.objectLike({
        Type: 'FARGATE',
        MaxvCpus: 4,
        Subnets: ['subnet-0aaaaaaa2', 'subnet-0bbbbbbb2'],
      }),
    });
    template.hasResourceProperties('AWS::Batch::JobQueue', {
      ComputeEnvironmentOrder: [Match.objectLike({ Order: 1 })],
    });
  });

  test('a job is tried twice, ends after an hour, and logs where logs expire', () => {
    const template = stackWith().template();
    const [logs] = Object.keys(template.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 } }));
    template.hasResourceProperties('AWS::Batch::JobDefinition', {
      PlatformCapabilities: ['FARGATE'],
      RetryStrategy: { Attempts: 2 },
      Timeout: { AttemptDurationSeconds: 3600 },
      ContainerProperties: Match.objectLike({
        Command: ['report', 'Ref::month'],
        NetworkConfiguration: { AssignPublicIp: 'DISABLED' },
        LogConfiguration: {
          LogDriver: 'awslogs',
          Options: Match.objectLike({ 'awslogs-group': { Ref: logs }, 'awslogs-stream-prefix': 'Report' }),
        },
        ResourceRequirements: [
          { Type: 'MEMORY', Value: '2048' },
          { Type: 'VCPU', Value: '1' },
        ],
      }),
    });
  });

  test('a job may do nothing until something is granted to it', () => {
    const policies = Object.keys(stackWith().template().findResources('AWS::IAM::Policy'));
    expect(policies).toEqual([expect.stringContaining('ExecutionRole')]);
  });

  test('spare capacity where it is wanted', () => {
    stackWith({ spot: true })
      .template()
      .hasResourceProperties('AWS::Batch::ComputeEnvironment', {
        ComputeResources: Match.objectLike({ Type: 'FARGATE_SPOT' }),
      });
  });

  test('what only instances have is refused', () => {
    expect(() => stackWith({ instanceTypes: [new InstanceType('c7g.large')], volumeSize: Size.gibibytes(8) })).toThrow(
      /BatchCompute Test\/Jobs:\n {2}instanceTypes is for[^]*\n {2}volumeSize is for[^]*\n {2}volumeSize is below 30 GiB/,
    );
    expect(() => stackWith({}, { gpu: 1 })).toThrow(
      'BatchJobDefinition Test/Jobs/Report:\n  gpu is for BatchPlatform.EC2',
    );
  });
});

describe('on EC2', () => {
  const platform = BatchPlatform.EC2;

  test('instances have encrypted disks, and metadata that a job does not reach', () => {
    stackWith({ platform, volumeSize: Size.gibibytes(100) })
      .template()
      .hasResourceProperties('AWS::EC2::LaunchTemplate', {
        LaunchTemplateData: Match.objectLike({
          MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
          BlockDeviceMappings: [
            { DeviceName: '/dev/xvda', Ebs: Match.objectLike({ Encrypted: true, VolumeSize: 100, VolumeType: 'gp3' }) },
          ],
        }),
      });
  });

  test('what changes in the launch template reaches the instances', () => {
    const template = stackWith({ platform }).template();
    const [launchTemplate] = Object.keys(template.findResources('AWS::EC2::LaunchTemplate'));
    template.hasResourceProperties('AWS::Batch::ComputeEnvironment', {
      ComputeResources: Match.objectLike({
        LaunchTemplate: {
          LaunchTemplateId: { Ref: launchTemplate },
          Version: { 'Fn::GetAtt': [launchTemplate, 'LatestVersionNumber'] },
        },
      }),
    });
  });

  test('Batch chooses the instances unless they are named', () => {
    const types = (props: Partial<BatchComputeProps>) => {
      const [environment] = Object.values(
        stackWith({ platform, ...props })
          .template()
          .findResources('AWS::Batch::ComputeEnvironment'),
      );
      return environment?.['Properties'].ComputeResources.InstanceTypes as unknown;
    };
    expect(types({})).toEqual(['optimal']);
    expect(types({ instanceTypes: [new InstanceType('g5.xlarge')] })).toEqual(['g5.xlarge']);
  });

  test('a job may have a GPU', () => {
    stackWith({ platform }, { gpu: 1, cpu: 4, memory: Size.gibibytes(16), timeout: Duration.hours(6) })
      .template()
      .hasResourceProperties('AWS::Batch::JobDefinition', {
        PlatformCapabilities: ['EC2'],
        Timeout: { AttemptDurationSeconds: 21600 },
        ContainerProperties: Match.objectLike({
          ResourceRequirements: Match.arrayWith([{ Type: 'GPU', Value: '1' }]),
        }),
      });
  });
});

test('who may submit a job may submit this one to this queue', () => {
  const stack = stackIn();
  const jobs = new BatchCompute(stack, 'Jobs', { vpc: givenVpc(stack) });
  const report = jobs.addJobDefinition('Report', { image: givenImage(stack) });
  report.grantSubmitJob(givenFunction(stack, 'Start').function);
  const template = stack.template();
  const [queue] = Object.keys(template.findResources('AWS::Batch::JobQueue'));
  const [definition] = Object.keys(template.findResources('AWS::Batch::JobDefinition'));
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Action: 'batch:SubmitJob',
          Resource: [{ Ref: definition }, { 'Fn::GetAtt': [queue, 'JobQueueArn'] }],
        },
      ]),
    },
  });
});

test('jobs can share a role', () => {
  const stack = stackIn();
  const jobRole = new Role(stack, 'Shared', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const jobs = new BatchCompute(stack, 'Jobs', { vpc: givenVpc(stack) });
  const image = givenImage(stack);
  for (const id of ['Monthly', 'Yearly']) jobs.addJobDefinition(id, { image, jobRole });
  const roles = Object.keys(stack.template().findResources('AWS::IAM::Role'));
  expect(roles.filter((id) => id.includes('JobRole'))).toEqual([]);
});

test('outputs are named after where they stand', () => {
  const names = Object.keys(stackWith().template().findOutputs('*'));
  expect(names).toEqual(['JobsJobQueueArn', 'JobsReportJobDefinitionArn']);
});
