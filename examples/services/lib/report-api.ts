// The API: two functions behind API Gateway.
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { FunctionRestApi, LambdaFunction } from 'cdk-trunkline';
import { Construct } from 'constructs';
import { functionCode } from './function-code';
import type { ReportJobs } from './report-jobs';

/** What the API works with. */
export interface ReportApiProps {
  readonly jobs: ReportJobs;
  readonly bucket: IBucket;
}

/** `POST /reports` and `GET /reports/{id}`, open to everybody and throttled. */
export class ReportApi extends Construct {
  public readonly api: FunctionRestApi;
  public readonly createReport: LambdaFunction;
  public readonly readReport: LambdaFunction;

  public constructor(scope: Construct, id: string, { jobs, bucket }: ReportApiProps) {
    super(scope, id);
    this.createReport = new LambdaFunction(this, 'CreateReport', {
      code: functionCode('create-report.ts'),
      environment: {
        JOB_QUEUE_ARN: jobs.compute.jobQueue.jobQueueArn,
        MONTHLY_JOB_DEFINITION_ARN: jobs.monthly.jobDefinition.jobDefinitionArn,
        YEARLY_JOB_DEFINITION_ARN: jobs.yearly.jobDefinition.jobDefinitionArn,
      },
      outputPrefix: 'CreateReport',
    });
    jobs.monthly.grantSubmitJob(this.createReport.function);
    jobs.yearly.grantSubmitJob(this.createReport.function);

    this.readReport = new LambdaFunction(this, 'ReadReport', {
      code: functionCode('read-report.ts'),
      environment: { BUCKET_NAME: bucket.bucketName },
      outputPrefix: 'ReadReport',
    });
    // With the permission to list, S3 says that a report is missing; without it, that access is denied.
    bucket.grantRead(this.readReport.function, 'reports/*');

    this.api = new FunctionRestApi(this, 'Api', {
      description: 'Starts reports and reads them',
      authorizationType: AuthorizationType.NONE,
      throttlingRateLimit: 20,
      throttlingBurstLimit: 40,
      // They need a role that is set once for an account and region, which is not this stack's to set.
      accessLogs: false,
      outputPrefix: 'Api',
    });
    this.api.addRoute('POST', '/reports', this.createReport.function);
    this.api.addRoute('GET', '/reports/{id}', this.readReport.function);
  }
}
