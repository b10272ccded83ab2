// The Batch jobs that write the reports.
import { RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  EcsFargateContainerDefinition,
  EcsJobDefinition,
  FargateComputeEnvironment,
  JobQueue,
} from 'aws-cdk-lib/aws-batch';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { imageTag } from './names';

/** What the jobs work with. */
export interface ReportJobsProps {
  readonly vpc: IVpc;
  readonly repository: IRepository;
  readonly bucket: IBucket;
}

/** A Fargate compute environment, its queue, and a job definition for each kind of report. */
export class ReportJobs extends Construct {
  public readonly queue: JobQueue;
  public readonly monthly: EcsJobDefinition;
  public readonly yearly: EcsJobDefinition;

  public constructor(scope: Construct, id: string, props: ReportJobsProps) {
    super(scope, id);
    const computeEnvironment = new FargateComputeEnvironment(this, 'ComputeEnvironment', {
      vpc: props.vpc,
      maxvCpus: 8,
    });
    this.queue = new JobQueue(this, 'Queue', { computeEnvironments: [{ computeEnvironment, order: 1 }] });

    const jobRole = new Role(this, 'JobRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    props.bucket.grantRead(jobRole, 'orders/*');
    props.bucket.grantPut(jobRole, 'reports/*');

    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const definition = (kind: string, cpu: number, memory: Size) =>
      new EcsJobDefinition(this, `${kind === 'monthly' ? 'Monthly' : 'Yearly'}Job`, {
        retryAttempts: 2,
        container: new EcsFargateContainerDefinition(this, `${kind === 'monthly' ? 'Monthly' : 'Yearly'}Container`, {
          image: ContainerImage.fromEcrRepository(props.repository, imageTag()),
          command: ['node', 'job.js', kind, 'Ref::period'],
          environment: { BUCKET_NAME: props.bucket.bucketName },
          cpu,
          memory,
          jobRole,
          logging: LogDrivers.awsLogs({ logGroup, streamPrefix: kind }),
        }),
      });
    this.monthly = definition('monthly', 0.25, Size.mebibytes(512));
    this.yearly = definition('yearly', 1, Size.gibibytes(2));
  }
}
