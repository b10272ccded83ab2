// No pattern names a partition: the same code is deployed to China, GovCloud and Europe's own cloud.
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, test } from 'vitest';
import {
  BatchCompute,
  BatchPlatform,
  EcrRepository,
  FunctionHttpApi,
  FunctionRestApi,
  LoadBalancedFargateService,
  S3Bucket,
  SharedParameters,
} from '../../src';
import { givenFunction, givenImage, givenVpc, stackIn } from './stacks';

test.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])('in %s', (region) => {
  const stack = stackIn({ account: '111122223333', region });
  const [vpc, image, list] = [givenVpc(stack), givenImage(stack), givenFunction(stack).function];
  const { bucket } = new S3Bucket(stack, 'Logs');
  new S3Bucket(stack, 'Orders', { kms: true, serverAccessLogsBucket: bucket });
  new EcrRepository(stack, 'Repository', { pullAccounts: ['444455556666'], pullOrganizationId: 'o-a1b2c3d4e5' });
  new SharedParameters(stack, 'Shared', { path: '/shop', values: { Bucket: bucket.bucketName } }).grantRead(list);
  new FunctionRestApi(stack, 'Rest', { cloudWatchRole: true }).addRoute('GET', '/', list);
  new FunctionHttpApi(stack, 'Http').addRoute(HttpMethod.GET, '/', list);
  new LoadBalancedFargateService(stack, 'Site', { vpc, image });
  new BatchCompute(stack, 'Jobs', { vpc, platform: BatchPlatform.EC2 }).addJobDefinition('Job', { image });
  expect(JSON.stringify(stack.template().toJSON())).not.toMatch(/arn:aws/);
});
