// Real CDK apps for the twin's tests, synthesized in process: templates as users have them, not as we imagine them.
import { App, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as batch from 'aws-cdk-lib/aws-batch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ecsPatterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Environment } from '../../src/model/environment.js';
import type { Template } from '../../src/model/template.js';
import type { StackRequest } from '../../src/cloudformation/request.js';

/** Where the test stacks live. */
export const FRANKFURT: Environment = { account: '111111111111', region: 'eu-central-1' };

/** Synthesizes an app and gives each of its stacks as a request, in order of dependency. */
export function synthesize(define: (app: App) => void): StackRequest[] {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  define(app);
  return app.synth().stacksRecursively.map((artifact) => ({
    environment: { account: artifact.environment.account, region: artifact.environment.region },
    stackName: artifact.stackName,
    template: artifact.template as Template,
    parameters: {},
    tags: artifact.tags,
  }));
}

/** The one stack of an app. */
export function synthesizeStack(define: (stack: Stack) => void, props: StackProps = {}): StackRequest {
  const [request] = synthesize((app) => {
    define(new Stack(app, 'Services', { env: FRANKFURT, ...props }));
  });
  if (!request) throw new Error('the app has no stack');
  return request;
}

/** A VPC whose availability zones are given, so that synthesis looks nothing up. */
export function addVpc(scope: Construct): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', {
    availabilityZones: [`${FRANKFURT.region}a`, `${FRANKFURT.region}b`],
    natGateways: 1,
  });
}

/** What a delivered application typically has: Batch, a Fargate service behind a load balancer, Lambda, API, ECR, S3, SSM. */
export function addServices(stack: Stack, memorySize = 128): void {
  const vpc = addVpc(stack);
  const repository = new ecr.Repository(stack, 'Images', { removalPolicy: RemovalPolicy.DESTROY });
  new s3.Bucket(stack, 'Data', { removalPolicy: RemovalPolicy.RETAIN });
  const hello = new lambda.Function(stack, 'Hello', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    memorySize,
    timeout: Duration.seconds(5),
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
  new apigateway.LambdaRestApi(stack, 'Api', { handler: hello });
  new ecsPatterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
    vpc,
    taskImageOptions: { image: ecs.ContainerImage.fromEcrRepository(repository) },
  });
  const environment = new batch.FargateComputeEnvironment(stack, 'Compute', { vpc });
  new batch.JobQueue(stack, 'Queue', { computeEnvironments: [{ computeEnvironment: environment, order: 1 }] });
  new ssm.StringParameter(stack, 'Version', { parameterName: '/services/version', stringValue: '1' });
}
