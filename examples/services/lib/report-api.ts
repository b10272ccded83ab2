// The API: two functions behind API Gateway.
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PROJECT_FOLDER } from './names';
import type { ReportJobs } from './report-jobs';

/** What the API works with. */
export interface ReportApiProps {
  readonly jobs: ReportJobs;
  readonly bucket: IBucket;
}

/** `POST /reports` and `GET /reports/{id}`, open to everybody and throttled. */
export class ReportApi extends Construct {
  public readonly restApi: RestApi;
  public readonly createReport: NodejsFunction;
  public readonly readReport: NodejsFunction;

  public constructor(scope: Construct, id: string, { jobs, bucket }: ReportApiProps) {
    super(scope, id);
    this.createReport = this.lambda('CreateReport', 'create-report.ts', {
      JOB_QUEUE_ARN: jobs.queue.jobQueueArn,
      MONTHLY_JOB_DEFINITION_ARN: jobs.monthly.jobDefinitionArn,
      YEARLY_JOB_DEFINITION_ARN: jobs.yearly.jobDefinitionArn,
    });
    jobs.monthly.grantSubmitJob(this.createReport, jobs.queue);
    jobs.yearly.grantSubmitJob(this.createReport, jobs.queue);

    this.readReport = this.lambda('ReadReport', 'read-report.ts', { BUCKET_NAME: bucket.bucketName });
    // With the permission to list, S3 says that a report is missing; without it, that access is denied.
    bucket.grantRead(this.readReport, 'reports/*');

    this.restApi = new RestApi(this, 'RestApi', {
      description: 'Starts reports and reads them',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: { stageName: 'v1', throttlingRateLimit: 20, throttlingBurstLimit: 40 },
    });
    const reports = this.restApi.root.addResource('reports');
    reports.addMethod('POST', new LambdaIntegration(this.createReport, { allowTestInvoke: false }));
    reports.addResource('{id}').addMethod('GET', new LambdaIntegration(this.readReport, { allowTestInvoke: false }));
  }

  private lambda(id: string, file: string, environment: Record<string, string>): NodejsFunction {
    return new NodejsFunction(this, id, {
      entry: join(PROJECT_FOLDER, 'lambda', file),
      runtime: Runtime.NODEJS_22_X,
      memorySize: 256,
      timeout: Duration.seconds(10),
      tracing: Tracing.ACTIVE,
      environment,
      bundling: { target: 'node22', logLevel: LogLevel.WARNING },
      logGroup: new LogGroup(this, `${id}Logs`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }
}
