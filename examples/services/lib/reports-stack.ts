// Reports: the bucket, the jobs that write into it, the API and the website that read from it, and the status of it all.
import { RemovalPolicy, Stack, type CfnOutput, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { S3Bucket } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { repositoryName } from './names';
import { ReportApi } from './report-api';
import { ReportJobs } from './report-jobs';
import { ReportSite } from './report-site';
import { ServiceStatus } from './service-status';

/** What the stack needs to know. */
export interface ReportsStackProps extends StackProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Whether the reports outlive the stack. */
  readonly keepReports: boolean;
  /** Whether nothing outlives the stack, as in the stage of a feature branch. */
  readonly endsWithBranch: boolean;
  readonly vpc: IVpc;
}

/** Everything of the service but its network. */
export class ReportsStack extends Stack {
  /** By output name; the integration and acceptance tests read most of them from their environment. */
  public readonly outputs: Readonly<Record<ReportsOutput, CfnOutput>>;

  public constructor(scope: Construct, id: string, props: ReportsStackProps) {
    super(scope, id, props);
    const { vpc } = props;
    const reports = new S3Bucket(this, 'Reports', {
      removalPolicy: props.keepReports ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // CloudFormation deletes no bucket that holds anything. Elsewhere that is a safeguard.
      autoDeleteObjects: props.endsWithBranch,
      outputPrefix: '',
    });
    const { bucket } = reports;
    // By name: the repository belongs to the bootstrap part, and the image was pushed before this stack is deployed.
    const repository = Repository.fromRepositoryName(this, 'Images', repositoryName(props.deploysTo));

    const jobs = new ReportJobs(this, 'Jobs', { vpc, repository, bucket });
    const { api, createReport, readReport } = new ReportApi(this, 'Api', { jobs, bucket });
    const accessLogs = props.endsWithBranch ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const site = new ReportSite(this, 'Site', { vpc, repository, bucket, accessLogs });
    const status = new ServiceStatus(this, 'Status', { jobQueue: jobs.compute.jobQueue });

    this.outputs = {
      ApiUrl: api.urlOutput,
      BucketName: reports.bucketNameOutput,
      JobQueueArn: jobs.compute.jobQueueArnOutput,
      MonthlyJobDefinitionArn: jobs.monthly.jobDefinitionArnOutput,
      YearlyJobDefinitionArn: jobs.yearly.jobDefinitionArnOutput,
      CreateReportFunctionArn: createReport.functionArnOutput,
      ReadReportFunctionArn: readReport.functionArnOutput,
      SiteServiceArn: site.fargate.serviceArnOutput,
      StatusUrl: status.api.urlOutput,
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
  | 'SiteServiceArn'
  | 'StatusUrl';
