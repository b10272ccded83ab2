// A Batch job definition with a role of its own, whose jobs log into the compute's log group.
import { Duration, Size, type CfnOutput } from 'aws-cdk-lib';
import {
  EcsEc2ContainerDefinition,
  EcsFargateContainerDefinition,
  EcsJobDefinition,
  type IJobQueue,
  type Secret,
} from 'aws-cdk-lib/aws-batch';
import { LogDrivers, type ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, ANY_RESOURCE } from './acknowledge';
import { BatchPlatform } from './batch-platform';
import { patternOutput, type PatternOutputProps } from './pattern-output';
import { refuse } from './pattern-problems';

/** What a job runs. */
export interface BatchJobDefinitionProps extends PatternOutputProps {
  /** The image. */
  readonly image: ContainerImage;

  /**
   * What it runs in the image; `Ref::month` is replaced by the parameter `month` of the job.
   *
   * @default - what the image says
   */
  readonly command?: string[];

  /**
   * How many processors it has; on Fargate 0.25, 0.5, 1, 2, 4, 8 or 16.
   *
   * @default 1
   */
  readonly cpu?: number;

  /**
   * How much memory it has; Fargate takes certain values for each number of processors.
   *
   * @default Size.gibibytes(2)
   */
  readonly memory?: Size;

  /**
   * How many GPUs it has; with `BatchPlatform.EC2` only.
   *
   * @default - none
   */
  readonly gpu?: number;

  /**
   * Environment variables; they are no place for secrets.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * Environment variables that are read from Secrets Manager or Parameter Store when a job starts.
   *
   * @default - none
   */
  readonly secrets?: Record<string, Secret>;

  /**
   * Values of `Ref::` in the command for jobs that give none.
   *
   * @default - none
   */
  readonly parameters?: Record<string, string>;

  /**
   * How often a job is tried, 1 to 10 times.
   *
   * @default 2
   */
  readonly retryAttempts?: number;

  /**
   * How long one attempt may take.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;

  /**
   * The role that the job runs with.
   *
   * @default - one of its own, which may do nothing until something is granted to it
   */
  readonly jobRole?: IRole;
}

/** What `BatchCompute` adds. */
export interface BatchJobDefinitionPlaceProps extends BatchJobDefinitionProps {
  /** What the job runs on. */
  readonly platform: BatchPlatform;

  /** The queue it is submitted to. */
  readonly jobQueue: IJobQueue;

  /** Where it logs. */
  readonly logGroup: ILogGroup;
}

/**
 * A job definition; `BatchCompute.addJobDefinition` creates it.
 *
 * Its output is `<prefix>JobDefinitionArn`, which has the revision: a job that was submitted keeps what it was submitted
 * with.
 */
export class BatchJobDefinition extends Construct {
  /** The job definition, for whatever else it should have. */
  public readonly jobDefinition: EcsJobDefinition;

  /** The role that the job runs with. */
  public readonly jobRole: IRole;

  /** The output with the job definition's ARN. */
  public readonly jobDefinitionArnOutput: CfnOutput;

  readonly #jobQueue: IJobQueue;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props what it runs and where
   * @throws an error named `PatternError` where Fargate has to have a GPU
   */
  public constructor(scope: Construct, id: string, props: BatchJobDefinitionPlaceProps) {
    super(scope, id);
    const { outputPrefix, platform, jobQueue, logGroup, gpu, ...rest } = props;
    const { parameters, retryAttempts = 2, timeout = Duration.hours(1), ...container } = rest;
    if (gpu !== undefined && platform === BatchPlatform.FARGATE) {
      refuse(this, [
        'gpu is for BatchPlatform.EC2, and it runs on Fargate. Leave it out, or give the compute the platform.',
      ]);
    }
    this.#jobQueue = jobQueue;
    this.jobRole =
      props.jobRole ?? new Role(this, 'JobRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const options = {
      ...container,
      cpu: container.cpu ?? 1,
      memory: container.memory ?? Size.gibibytes(2),
      jobRole: this.jobRole,
      logging: LogDrivers.awsLogs({ logGroup, streamPrefix: id }),
    };
    const definition =
      platform === BatchPlatform.FARGATE
        ? new EcsFargateContainerDefinition(this, 'Container', { ...options, assignPublicIp: false })
        : new EcsEc2ContainerDefinition(this, 'Container', {
            ...options,
            ...(gpu === undefined ? {} : { gpu }),
          });
    acknowledge(
      definition.executionRole,
      'ECS signs in to the registry before it pulls the image, and signing in is about no resource that has a name.',
      ANY_RESOURCE,
    );
    this.jobDefinition = new EcsJobDefinition(this, 'JobDefinition', {
      container: definition,
      retryAttempts,
      timeout,
      ...(parameters === undefined ? {} : { parameters }),
    });
    this.jobDefinitionArnOutput = patternOutput(
      this,
      { outputPrefix },
      'JobDefinitionArn',
      this.jobDefinition.jobDefinitionArn,
    );
  }

  /**
   * Lets somebody submit this job to its queue.
   *
   * @param grantee who
   */
  public grantSubmitJob(grantee: IGrantable): void {
    this.jobDefinition.grantSubmitJob(grantee, this.#jobQueue);
  }
}
