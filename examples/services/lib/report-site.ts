// The website: a Fargate service behind a load balancer that only the network itself reaches.
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { LoadBalancedFargateService } from 'cdk-trunkline';
import { Construct } from 'constructs';
import { imageTag } from './names';

/** What the website works with. */
export interface ReportSiteProps {
  readonly vpc: IVpc;
  readonly repository: IRepository;
  readonly bucket: IBucket;
  /** What becomes of the load balancer's access logs when the stack is deleted. */
  readonly accessLogs: RemovalPolicy;
}

/** Two tasks that list the finished reports. */
export class ReportSite extends Construct {
  public readonly fargate: LoadBalancedFargateService;

  public constructor(scope: Construct, id: string, { vpc, repository, bucket, accessLogs }: ReportSiteProps) {
    super(scope, id);
    // Plain HTTP, but inside the network alone: a certificate would need a domain, which this project does not have.
    this.fargate = new LoadBalancedFargateService(this, 'Service', {
      vpc,
      image: ContainerImage.fromEcrRepository(repository, imageTag()),
      environment: { BUCKET_NAME: bucket.bucketName },
      removalPolicy: accessLogs,
      outputPrefix: 'Site',
    });
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
