// What a service behind a load balancer is created with.
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IPeer, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage, CpuArchitecture, ICluster, Secret } from 'aws-cdk-lib/aws-ecs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { PatternLogProps } from './pattern-logs';
import type { PatternOutputProps } from './pattern-output';

/** Properties of a service. */
export interface LoadBalancedFargateServiceProps extends PatternOutputProps, PatternLogProps {
  /** The network: its private subnets have the tasks and, unless it is public, the load balancer. */
  readonly vpc: IVpc;

  /** What the tasks run. */
  readonly image: ContainerImage;

  /**
   * The cluster it belongs to.
   *
   * @default - one of its own, with Container Insights
   */
  readonly cluster?: ICluster;

  /**
   * The port that the container listens on.
   *
   * @default 8080
   */
  readonly containerPort?: number;

  /**
   * How much processor a task has; 1024 is one.
   *
   * @default 256
   */
  readonly cpu?: number;

  /**
   * How much memory a task has, in MiB.
   *
   * @default 512
   */
  readonly memoryLimitMiB?: number;

  /**
   * The processors it runs on; the image has to be for the same.
   *
   * @default CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: CpuArchitecture;

  /**
   * How many tasks run.
   *
   * @default 2
   */
  readonly desiredCount?: number;

  /**
   * Environment variables of the container; they are no place for secrets.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * Environment variables that are read from Secrets Manager or Parameter Store when a task starts.
   *
   * @default - none
   */
  readonly secrets?: Record<string, Secret>;

  /**
   * The path that answers with 200 where a task is healthy.
   *
   * @default /health
   */
  readonly healthCheckPath?: string;

  /**
   * How long a new task may take before failing checks count.
   *
   * @default Duration.seconds(60)
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * The certificate for HTTPS, in this region, of a domain that leads to the load balancer. Plain HTTP is then redirected.
   *
   * @default - none, and plain HTTP
   */
  readonly certificate?: ICertificate;

  /**
   * Whether the internet reaches the load balancer. Without a certificate there is a warning, to be acknowledged:
   * `cdk-trunkline:plainHttp`.
   *
   * @default false
   */
  readonly publicLoadBalancer?: boolean;

  /**
   * From where the load balancer is reached.
   *
   * @default - everywhere, where it is public; otherwise the addresses of the network
   */
  readonly allowFrom?: IPeer[];

  /**
   * The subnets of the tasks.
   *
   * @default - the private subnets with a way out, which pulling an image needs
   */
  readonly taskSubnets?: SubnetSelection;

  /**
   * The bucket that gets the load balancer's access logs; encrypted by a key of S3's, as no other is possible.
   *
   * @default - one of its own, which keeps them for 90 days
   */
  readonly accessLogsBucket?: IBucket;

  /**
   * Whether the load balancer logs each request. Its stack then needs a region, as the bucket's policy depends on it.
   *
   * @default true
   */
  readonly accessLogs?: boolean;

  /**
   * What becomes of its own bucket of access logs when the stack is deleted. With `RemovalPolicy.DESTROY` a function of
   * CDK's empties it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
