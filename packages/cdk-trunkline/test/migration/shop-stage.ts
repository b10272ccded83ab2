// What a project delivers before and after it migrates: stacks whose names and logical ids come about in every known way.
import { Duration, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { LambdaIntegration, LambdaRestApi, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Properties of the shop. */
export interface ShopStageProps extends StageProps {
  /**
   * The name of the stack `Main` in CloudFormation.
   *
   * @default - made by the AWS CDK
   */
  readonly mainStackName?: string;
}

/** A stage as a project has it: two stacks, of which one reads the other's bucket, with an asset. */
export class ShopStage extends Stage {
  public constructor(scope: Construct, id: string, { mainStackName, ...props }: ShopStageProps) {
    super(scope, id, props);
    const data = new Stack(this, 'Data');
    const orders = new Bucket(data, 'Orders');
    const main = new Stack(this, 'Main', mainStackName === undefined ? {} : { stackName: mainStackName });
    const handler = new Function(main, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(__dirname, { exclude: ['**', '!shop-stage.ts'] }),
      environment: { BUCKET: orders.bucketName },
    });
    orders.grantRead(handler);
    // These name permissions and subscriptions after the construct path, the pipeline's stack included.
    new Rule(main, 'Nightly', {
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(handler)],
    });
    new Topic(main, 'Topic').addSubscription(new LambdaSubscription(handler));
    new Bucket(main, 'Inbox').addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(handler));
    new LambdaRestApi(main, 'Api', { handler: handler.currentVersion });
    new RestApi(main, 'Other').root.addResource('orders').addMethod('GET', new LambdaIntegration(handler));
  }
}
