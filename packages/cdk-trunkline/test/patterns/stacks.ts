// What the tests of the patterns stand on: a stack, a network, an image and a function.
import { join } from 'node:path';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { ConstructTestStack, FunctionCode, LambdaFunction } from '../../src';

/** Where the patterns are deployed to. */
export const ENV = { account: '111122223333', region: 'eu-central-1' };

/** The folder of a payload. */
export function payload(language: 'node' | 'python'): string {
  return join(__dirname, 'payloads', language);
}

/** A stack with account and region. */
export function stackIn(env = ENV, context: Record<string, unknown> = {}): ConstructTestStack {
  return new ConstructTestStack({ env, context });
}

/** A network that somebody else made, found without a lookup. */
export function givenVpc(stack: ConstructTestStack): IVpc {
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-11111111',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: stack.availabilityZones,
    publicSubnetIds: ['subnet-0aaaaaaa1', 'subnet-0bbbbbbb1'],
    publicSubnetRouteTableIds: ['rtb-0aaaaaaa1', 'rtb-0bbbbbbb1'],
    privateSubnetIds: ['subnet-0aaaaaaa2', 'subnet-0bbbbbbb2'],
    privateSubnetRouteTableIds: ['rtb-0aaaaaaa2', 'rtb-0bbbbbbb2'],
  });
}

/** An image in a repository that is there. */
export function givenImage(stack: ConstructTestStack): ContainerImage {
  return ContainerImage.fromEcrRepository(Repository.fromRepositoryName(stack, 'Images', 'shop'), '1.4.0');
}

/** A function in Python. */
export function givenFunction(stack: ConstructTestStack, id = 'List'): LambdaFunction {
  const code = FunctionCode.fromFolder(payload('python'), { handler: 'orders.handler', runtime: Runtime.PYTHON_3_12 });
  return new LambdaFunction(stack, id, { code });
}
