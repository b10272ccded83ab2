// cdk-nag's AwsSolutions rules on every pattern, with each choice that concerns them, under old and new feature flags.
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Port } from 'aws-cdk-lib/aws-ec2';
import { Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import {
  BatchCompute,
  BatchPlatform,
  EcrRepository,
  FunctionCode,
  FunctionHttpApi,
  FunctionRestApi,
  LambdaFunction,
  LoadBalancedFargateService,
  S3Bucket,
  SharedParameters,
  type ConstructTestStack,
} from '../../src';
import { ENV, givenFunction, givenImage, givenVpc, payload, stackIn } from './stacks';

const NEW_PROJECT = createRequire(__filename)('aws-cdk-lib/recommended-feature-flags.json') as Record<string, unknown>;

/** The rules that are violated, as the failing synthesis names them. */
function violations(add: (stack: ConstructTestStack) => void, flags: Record<string, unknown> = {}): string[] {
  const stack = stackIn(ENV, flags);
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks());
  add(stack);
  try {
    stack.template();
    return [];
  } catch (error) {
    expect((error as Error).name).toBe('ValidationFailed');
    return [...(error as Error).message.matchAll(/Acknowledge with 'AwsSolutions::([^']+)'/g)].map(([, id = '']) => id);
  }
}

const certificate = (stack: ConstructTestStack) =>
  Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-central-1:111122223333:certificate/1');
const python = () =>
  FunctionCode.fromFolder(payload('python'), { handler: 'orders.handler', runtime: Runtime.PYTHON_3_12 });
const restRoute = (api: FunctionRestApi, stack: ConstructTestStack) =>
  api.addRoute('GET', '/orders', givenFunction(stack).function);
const service = (stack: ConstructTestStack, more: object) =>
  new LoadBalancedFargateService(stack, 'Site', {
    vpc: givenVpc(stack),
    image: givenImage(stack),
    environment: { STAGE: 'dev' },
    ...more,
  });

const PATTERNS: [string, (stack: ConstructTestStack) => void][] = [
  ['a repository', (stack) => new EcrRepository(stack, 'Images')],
  [
    'a repository that others pull from',
    (stack) =>
      new EcrRepository(stack, 'Images', { pullAccounts: ['444455556666'], pullOrganizationId: 'o-a1b2c3d4e5' }),
  ],
  ['a bucket', (stack) => new S3Bucket(stack, 'Orders')],
  [
    'a bucket with a key, that ends with its stack',
    (stack) => {
      new S3Bucket(stack, 'Orders', { kms: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    },
  ],
  [
    'a bucket with access logs',
    (stack) => {
      new S3Bucket(stack, 'Orders', { serverAccessLogsBucket: new S3Bucket(stack, 'Logs').bucket });
    },
  ],
  [
    'jobs on Fargate',
    (stack) => {
      new BatchCompute(stack, 'Jobs', { vpc: givenVpc(stack) }).addJobDefinition('Report', {
        image: givenImage(stack),
        environment: { STAGE: 'dev' },
      });
    },
  ],
  [
    'jobs on EC2',
    (stack) => {
      new BatchCompute(stack, 'Jobs', {
        vpc: givenVpc(stack),
        platform: BatchPlatform.EC2,
        spot: true,
      }).addJobDefinition('Report', { image: givenImage(stack), gpu: 1 });
    },
  ],
  ['a function', (stack) => new LambdaFunction(stack, 'List', { code: python() })],
  [
    'a function in a network',
    (stack) => new LambdaFunction(stack, 'List', { code: python(), tracing: Tracing.DISABLED, vpc: givenVpc(stack) }),
  ],
  ['a REST API', (stack) => restRoute(new FunctionRestApi(stack, 'Api'), stack)],
  [
    'an open REST API with the role for logs',
    (stack) =>
      restRoute(
        new FunctionRestApi(stack, 'Api', { authorizationType: AuthorizationType.NONE, cloudWatchRole: true }),
        stack,
      ),
  ],
  [
    'a REST API without access logs',
    (stack) => restRoute(new FunctionRestApi(stack, 'Api', { accessLogs: false }), stack),
  ],
  [
    'an HTTP API',
    (stack) => new FunctionHttpApi(stack, 'Api').addRoute(HttpMethod.GET, '/orders', givenFunction(stack).function),
  ],
  [
    'an open HTTP API',
    (stack) =>
      new FunctionHttpApi(stack, 'Api', { authorizer: new HttpNoneAuthorizer() }).addRoute(
        HttpMethod.GET,
        '/orders',
        givenFunction(stack).function,
      ),
  ],
  ['a service', (stack) => service(stack, {})],
  ['a public service', (stack) => service(stack, { publicLoadBalancer: true, certificate: certificate(stack) })],
  ['a service without access logs', (stack) => service(stack, { accessLogs: false })],
  ['a service that leaves nothing', (stack) => service(stack, { removalPolicy: RemovalPolicy.DESTROY })],
  [
    'shared parameters',
    (stack) => new SharedParameters(stack, 'Shared', { path: '/shop/dev', values: { Table: 'orders' } }),
  ],
];

describe.each([
  ['without feature flags', {}],
  ['with those of a new project', NEW_PROJECT],
])('%s, AwsSolutions finds nothing in', (_which, flags) => {
  test.each(PATTERNS)('%s', (_what, add) => {
    expect(violations(add, flags)).toEqual([]);
  });
});

describe('what is acknowledged hides nothing of the project', () => {
  test('the rules are at work', () => {
    expect(violations((stack) => new Bucket(stack, 'Bucket'))).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
  });

  test('a wildcard that a project gives to a function is found', () => {
    const found = violations((stack) => {
      const { role } = givenFunction(stack);
      role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'] }));
    });
    expect(found).toEqual(['AwsSolutions-IAM5[Resource::*]']);
  });

  test('and one that it gives to a job', () => {
    const found = violations((stack) => {
      const jobs = new BatchCompute(stack, 'Jobs', { vpc: givenVpc(stack) });
      const { jobRole } = jobs.addJobDefinition('Report', { image: givenImage(stack) });
      jobRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'] }));
    });
    expect(found).toEqual(['AwsSolutions-IAM5[Resource::*]']);
  });

  test('and a listener that is opened to the world behind a private load balancer', () => {
    const found = violations((stack) => {
      service(stack, {}).loadBalancer.connections.allowFromAnyIpv4(Port.tcp(80));
    });
    expect(found).toEqual(['AwsSolutions-EC23']);
  });
});
