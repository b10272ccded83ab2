// Where Batch jobs run: a compute environment on Fargate or on EC2 instances, a queue, and the jobs' log group.
import { Size, type CfnOutput } from 'aws-cdk-lib';
import {
  EcsMachineImageType,
  FargateComputeEnvironment,
  JobQueue,
  ManagedEc2EcsComputeEnvironment,
  type CfnComputeEnvironment,
  type IManagedComputeEnvironment,
  type ManagedComputeEnvironmentProps,
} from 'aws-cdk-lib/aws-batch';
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  LaunchTemplate,
  SubnetType,
  type InstanceType,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { BatchJobDefinition, type BatchJobDefinitionProps } from './batch-job-definition';
import { BatchPlatform } from './batch-platform';
import { patternLogGroup, type PatternLogProps } from './pattern-logs';
import { patternOutput, type PatternOutputProps } from './pattern-output';
import { refuse } from './pattern-problems';

/** Properties of Batch compute. */
export interface BatchComputeProps extends PatternOutputProps, PatternLogProps {
  /** The network that the jobs run in. */
  readonly vpc: IVpc;

  /**
   * What the jobs run on.
   *
   * @default BatchPlatform.FARGATE
   */
  readonly platform?: BatchPlatform;

  /**
   * How many processors all jobs together may have.
   *
   * @default 16
   */
  readonly maxvCpus?: number;

  /**
   * Whether jobs run on spare capacity, which is cheaper and is taken away at two minutes' notice.
   *
   * @default false
   */
  readonly spot?: boolean;

  /**
   * The subnets.
   *
   * @default - the private subnets with a way out, which pulling an image needs
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The instance types that Batch chooses from; with `BatchPlatform.EC2` only.
   *
   * @default - what Batch finds optimal
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * The size of each instance's disk, at least 30 GiB; with `BatchPlatform.EC2` only.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;
}

/**
 * A Batch compute environment that runs nothing and costs nothing while no job waits, with its queue.
 *
 * ```ts
 * const jobs = new BatchCompute(stack, 'Jobs', { vpc });
 * const report = jobs.addJobDefinition('Report', { image, command: ['node', 'report.js', 'Ref::month'] });
 * bucket.grantPut(report.jobRole, 'reports/*');
 * report.grantSubmitJob(startReport);
 * ```
 *
 * Its output is `<prefix>JobQueueArn`, and that of each job definition `<prefix>JobDefinitionArn`.
 */
export class BatchCompute extends Construct {
  /** The compute environment. */
  public readonly computeEnvironment: IManagedComputeEnvironment;

  /** The queue, for whatever else it should have. */
  public readonly jobQueue: JobQueue;

  /** The log group of all jobs. */
  public readonly logGroup: LogGroup;

  /** What the jobs run on. */
  public readonly platform: BatchPlatform;

  /** The output with the queue's ARN. */
  public readonly jobQueueArnOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props what the jobs run on
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: BatchComputeProps) {
    super(scope, id);
    this.platform = props.platform ?? BatchPlatform.FARGATE;
    refuse(this, problemsOf(this.platform, props));
    this.logGroup = patternLogGroup(this, 'Logs', props);
    const common = {
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets ?? { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      maxvCpus: props.maxvCpus ?? 16,
      spot: props.spot ?? false,
    };
    this.computeEnvironment =
      this.platform === BatchPlatform.FARGATE
        ? new FargateComputeEnvironment(this, 'ComputeEnvironment', common)
        : this.#instances(props, common);
    this.jobQueue = new JobQueue(this, 'JobQueue', {
      computeEnvironments: [{ computeEnvironment: this.computeEnvironment, order: 1 }],
    });
    this.jobQueueArnOutput = patternOutput(this, props, 'JobQueueArn', this.jobQueue.jobQueueArn);
  }

  /**
   * Adds a job definition for this platform and queue.
   *
   * @param id its id
   * @param props what the job runs
   * @returns the job definition, with its role
   */
  public addJobDefinition(id: string, props: BatchJobDefinitionProps): BatchJobDefinition {
    return new BatchJobDefinition(this, id, {
      ...props,
      platform: this.platform,
      jobQueue: this.jobQueue,
      logGroup: this.logGroup,
    });
  }

  #instances(props: BatchComputeProps, common: ManagedComputeEnvironmentProps): ManagedEc2EcsComputeEnvironment {
    const { instanceTypes } = props;
    const launchTemplate = this.#launchTemplate(props.volumeSize ?? Size.gibibytes(30));
    const environment = new ManagedEc2EcsComputeEnvironment(this, 'ComputeEnvironment', {
      ...common,
      ...(instanceTypes === undefined ? {} : { instanceTypes, useOptimalInstanceClasses: false }),
      images: [{ imageType: EcsMachineImageType.ECS_AL2023 }],
      instanceRole: this.#instanceRole(),
      launchTemplate,
    });
    // Batch would keep to the template's first version otherwise, whatever changes in it.
    (environment.node.defaultChild as CfnComputeEnvironment).addPropertyOverride(
      'ComputeResources.LaunchTemplate.Version',
      launchTemplate.latestVersionNumber,
    );
    return environment;
  }

  #instanceRole(): Role {
    const role = new Role(this, 'InstanceRole', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2ContainerServiceforEC2Role')],
    });
    acknowledge(
      role,
      'The managed policy is the one that AWS keeps up to date for the container agent of an instance.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role]',
    );
    return role;
  }

  /** Encrypted disks, and instance metadata that wants a token, which a job in its container cannot reach. */
  #launchTemplate(volumeSize: Size): LaunchTemplate {
    return new LaunchTemplate(this, 'LaunchTemplate', {
      requireImdsv2: true,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(volumeSize.toGibibytes(), {
            encrypted: true,
            volumeType: EbsDeviceVolumeType.GP3,
          }),
        },
      ],
    });
  }
}

function problemsOf(platform: BatchPlatform, props: BatchComputeProps): string[] {
  const problems: string[] = [];
  if (platform === BatchPlatform.FARGATE) {
    for (const property of ['instanceTypes', 'volumeSize'] as const) {
      if (props[property] !== undefined) {
        problems.push(
          `${property} is for BatchPlatform.EC2, and it runs on Fargate. Leave it out, or give the platform.`,
        );
      }
    }
  }
  if (props.volumeSize !== undefined && props.volumeSize.toGibibytes() < 30) {
    problems.push('volumeSize is below 30 GiB, which the image of the instances needs.');
  }
  return problems;
}
