// A Fargate service behind a load balancer: in private subnets, health-checked, rolled back when it does not come up.
import { Annotations, Duration, RemovalPolicy, Stack, Token, type CfnOutput } from 'aws-cdk-lib';
import { Peer, Port, SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  SslPolicy,
  type ApplicationListener,
  type ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, ANY_RESOURCE } from './acknowledge';
import type { LoadBalancedFargateServiceProps } from './load-balanced-fargate-service-props';
import { patternLogGroup } from './pattern-logs';
import { patternOutput } from './pattern-output';
import { refuse } from './pattern-problems';

/**
 * A Fargate service behind an application load balancer. A deployment whose tasks do not become healthy is rolled back.
 *
 * Its outputs are `<prefix>ServiceArn` and `<prefix>LoadBalancerDnsName`.
 */
export class LoadBalancedFargateService extends Construct {
  /** The service, for whatever else it should have. */
  public readonly service: FargateService;

  /** What its tasks are; `taskDefinition.taskRole` is who they are. */
  public readonly taskDefinition: FargateTaskDefinition;

  /** The cluster. */
  public readonly cluster: ICluster;

  /** The load balancer. */
  public readonly loadBalancer: ApplicationLoadBalancer;

  /** What the load balancer listens on. */
  public readonly listener: ApplicationListener;

  /** The tasks, as the load balancer sees them. */
  public readonly targetGroup: ApplicationTargetGroup;

  /** The log group of the tasks. */
  public readonly logGroup: LogGroup;

  /** The output with the service's ARN. */
  public readonly serviceArnOutput: CfnOutput;

  /** The output with the load balancer's name in DNS. */
  public readonly loadBalancerDnsNameOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props what it runs, where, and who reaches it
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: LoadBalancedFargateServiceProps) {
    super(scope, id);
    refuse(this, this.#problems(props));
    const { vpc } = props;
    this.cluster =
      props.cluster ?? new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    this.logGroup = patternLogGroup(this, 'Logs', props);
    this.taskDefinition = this.#taskDefinition(props);
    this.service = new FargateService(this, 'Service', {
      cluster: this.cluster,
      taskDefinition: this.taskDefinition,
      desiredCount: props.desiredCount ?? 2,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: props.healthCheckGracePeriod ?? Duration.seconds(60),
      assignPublicIp: false,
      vpcSubnets: props.taskSubnets ?? { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    });
    this.loadBalancer = this.#loadBalancer(props);
    this.listener = this.#listener(props);
    this.targetGroup = this.listener.addTargets('Tasks', {
      protocol: ApplicationProtocol.HTTP,
      port: props.containerPort ?? 8080,
      targets: [this.service],
      healthCheck: { path: props.healthCheckPath ?? '/health' },
      deregistrationDelay: Duration.seconds(30),
    });
    this.serviceArnOutput = patternOutput(this, props, 'ServiceArn', this.service.serviceArn);
    this.loadBalancerDnsNameOutput = patternOutput(
      this,
      props,
      'LoadBalancerDnsName',
      this.loadBalancer.loadBalancerDnsName,
    );
  }

  #taskDefinition(props: LoadBalancedFargateServiceProps): FargateTaskDefinition {
    const { environment, secrets } = props;
    const taskDefinition = new FargateTaskDefinition(this, 'TaskDefinition', {
      cpu: props.cpu ?? 256,
      memoryLimitMiB: props.memoryLimitMiB ?? 512,
      runtimePlatform: {
        cpuArchitecture: props.cpuArchitecture ?? CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    taskDefinition.addContainer('Container', {
      image: props.image,
      portMappings: [{ containerPort: props.containerPort ?? 8080 }],
      ...(environment === undefined ? {} : { environment }),
      ...(secrets === undefined ? {} : { secrets }),
      logging: LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: this.node.id }),
    });
    acknowledge(
      taskDefinition,
      'The variables are no secrets; those come through `secrets`, which names where they are kept.',
      'AwsSolutions-ECS2',
    );
    acknowledge(
      taskDefinition.obtainExecutionRole(),
      'ECS signs in to the registry before it pulls the image, and signing in is about no resource that has a name.',
      ANY_RESOURCE,
    );
    return taskDefinition;
  }

  #loadBalancer(props: LoadBalancedFargateServiceProps): ApplicationLoadBalancer {
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      internetFacing: props.publicLoadBalancer ?? false,
      dropInvalidHeaderFields: true,
    });
    if (props.accessLogs === false) {
      acknowledge(loadBalancer, 'The project asked for no access logs.', 'AwsSolutions-ELB2');
    } else {
      loadBalancer.logAccessLogs(props.accessLogsBucket ?? this.#accessLogsBucket(props.removalPolicy));
    }
    return loadBalancer;
  }

  #accessLogsBucket(removalPolicy = RemovalPolicy.RETAIN): Bucket {
    const bucket = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, 'It holds access logs itself.', 'AwsSolutions-S1');
    return bucket;
  }

  #listener(props: LoadBalancedFargateServiceProps): ApplicationListener {
    const { certificate, publicLoadBalancer = false } = props;
    const ports = certificate === undefined ? [80] : [443, 80];
    if (publicLoadBalancer && certificate === undefined) {
      Annotations.of(this).addWarningV2(
        'cdk-trunkline:plainHttp',
        'The load balancer is public and takes plain HTTP, which others on the way can read and change. Give a certificate.',
      );
    }
    for (const peer of props.allowFrom ?? [publicLoadBalancer ? Peer.anyIpv4() : Peer.ipv4(props.vpc.vpcCidrBlock)]) {
      for (const port of ports) this.loadBalancer.connections.allowFrom(peer, Port.tcp(port), 'to the load balancer');
    }
    if (publicLoadBalancer) {
      acknowledge(this.loadBalancer, 'It is public: everybody may reach its ports for HTTP.', 'AwsSolutions-EC23');
    }
    if (certificate === undefined) {
      return this.loadBalancer.addListener('Http', { protocol: ApplicationProtocol.HTTP, port: 80, open: false });
    }
    this.loadBalancer.addListener('Redirect', {
      protocol: ApplicationProtocol.HTTP,
      port: 80,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    return this.loadBalancer.addListener('Https', {
      protocol: ApplicationProtocol.HTTPS,
      port: 443,
      open: false,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
    });
  }

  #problems(props: LoadBalancedFargateServiceProps): string[] {
    const problems: string[] = [];
    if (props.accessLogs === false && props.accessLogsBucket !== undefined) {
      problems.push('accessLogs is false, and there is an accessLogsBucket. Leave one of them out.');
    }
    if (props.accessLogs !== false && Token.isUnresolved(Stack.of(this).region)) {
      problems.push(
        'its stack has no region, on which the policy of the access logs depends. Give `env` or `accessLogs: false`.',
      );
    }
    if (!(props.healthCheckPath ?? '/').startsWith('/')) {
      problems.push(`healthCheckPath ${JSON.stringify(props.healthCheckPath)} does not begin with a slash.`);
    }
    return problems;
  }
}
