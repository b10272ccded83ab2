// Reports: the bucket, the jobs that write into it, the API and the website that read from it.
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { repositoryName } from './names';
import { ReportApi } from './report-api';
import { ReportJobs } from './report-jobs';
import { ReportSite } from './report-site';

/** What the stack needs to know. */
export interface ReportsStackProps extends StackProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Whether the reports outlive the stack. */
  readonly keepReports: boolean;
  readonly vpc: IVpc;
}

/** Everything of the service but its network. */
export class ReportsStack extends Stack {
  /** By output name; the integration and acceptance tests read most of them from their environment. */
  public readonly outputs: Readonly<Record<ReportsOutput, CfnOutput>>;

  public constructor(scope: Construct, id: string, props: ReportsStackProps) {
    super(scope, id, props);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: props.keepReports ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // By name: the repository belongs to the bootstrap part, and the image was pushed before this stack is deployed.
    const repository = Repository.fromRepositoryName(this, 'Images', repositoryName(props.deploysTo));

    const jobs = new ReportJobs(this, 'Jobs', { vpc: props.vpc, repository, bucket });
    const api = new ReportApi(this, 'Api', { jobs, bucket });
    const site = new ReportSite(this, 'Site', { vpc: props.vpc, repository, bucket });

    const output = (name: ReportsOutput, value: string) => new CfnOutput(this, name, { value });
    this.outputs = {
      ApiUrl: output('ApiUrl', api.restApi.url),
      BucketName: output('BucketName', bucket.bucketName),
      JobQueueArn: output('JobQueueArn', jobs.queue.jobQueueArn),
      MonthlyJobDefinitionArn: output('MonthlyJobDefinitionArn', jobs.monthly.jobDefinitionArn),
      YearlyJobDefinitionArn: output('YearlyJobDefinitionArn', jobs.yearly.jobDefinitionArn),
      CreateReportFunctionArn: output('CreateReportFunctionArn', api.createReport.functionArn),
      ReadReportFunctionArn: output('ReadReportFunctionArn', api.readReport.functionArn),
      SiteServiceArn: output('SiteServiceArn', site.fargate.service.serviceArn),
    };
  }
}

/** The outputs' names. */
export type ReportsOutput =
  | 'ApiUrl'
  | 'BucketName'
  | 'JobQueueArn'
  | 'MonthlyJobDefinitionArn'
  | 'YearlyJobDefinitionArn'
  | 'CreateReportFunctionArn'
  | 'ReadReportFunctionArn'
  | 'SiteServiceArn';
