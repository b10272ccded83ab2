// The website: a Fargate service behind a load balancer that only the network itself reaches.
import { RemovalPolicy } from 'aws-cdk-lib';
import { Peer, Port, type IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerImage, ContainerInsights, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { imageTag } from './names';

/** What the website works with. */
export interface ReportSiteProps {
  readonly vpc: IVpc;
  readonly repository: IRepository;
  readonly bucket: IBucket;
}

/** Two tasks that list the finished reports. */
export class ReportSite extends Construct {
  public readonly fargate: ApplicationLoadBalancedFargateService;

  public constructor(scope: Construct, id: string, { vpc, repository, bucket }: ReportSiteProps) {
    super(scope, id);
    const cluster = new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    this.fargate = new ApplicationLoadBalancedFargateService(this, 'Service', {
      cluster,
      cpu: 256,
      memoryLimitMiB: 512,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      // Plain HTTP, but inside the network alone: a certificate would need a domain, which this project does not have.
      publicLoadBalancer: false,
      openListener: false,
      taskImageOptions: {
        image: ContainerImage.fromEcrRepository(repository, imageTag()),
        containerPort: 8080,
        environment: { BUCKET_NAME: bucket.bucketName },
        logDriver: LogDrivers.awsLogs({
          streamPrefix: 'website',
          logGroup: new LogGroup(this, 'Logs', {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        }),
      },
    });
    this.fargate.listener.connections.allowFrom(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(80), 'from inside the network');
    this.fargate.targetGroup.configureHealthCheck({ path: '/health' });
    // The page shows which reports exist, never what they say.
    this.fargate.taskDefinition.addToTaskRolePolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: { 's3:prefix': 'reports/' } },
      }),
    );
  }
}
