// The status for whoever watches the service from outside: a function behind an HTTP API of its own, which is up where
// the API of the reports is not.
import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IJobQueue } from 'aws-cdk-lib/aws-batch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionHttpApi, LambdaFunction } from 'cdk-trunkline';
import { Construct } from 'constructs';
import { functionCode } from './function-code';

/** What the status is about. */
export interface ServiceStatusProps {
  readonly jobQueue: IJobQueue;
}

/** `GET /status`, open to everybody and throttled; says whether reports can be asked for, and nothing else. */
export class ServiceStatus extends Construct {
  public readonly api: FunctionHttpApi;

  public constructor(scope: Construct, id: string, { jobQueue }: ServiceStatusProps) {
    super(scope, id);
    const readStatus = new LambdaFunction(this, 'ReadStatus', {
      code: functionCode('read-status.ts'),
      environment: { JOB_QUEUE_ARN: jobQueue.jobQueueArn },
      outputPrefix: 'ReadStatus',
    });
    // The action knows no resources. Source: AWS Batch User Guide, supported resource-level permissions.
    readStatus.role.addToPolicy(new PolicyStatement({ actions: ['batch:DescribeJobQueues'], resources: ['*'] }));

    this.api = new FunctionHttpApi(this, 'Api', {
      description: 'Says whether reports can be asked for',
      authorizer: new HttpNoneAuthorizer(),
      throttlingRateLimit: 5,
      throttlingBurstLimit: 10,
      outputPrefix: 'Status',
    });
    this.api.addRoute(HttpMethod.GET, '/status', readStatus.function);
  }
}
