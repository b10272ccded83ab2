// The test stack: what it synthesizes, says and throws is what an app of the construct's own would.
import { Annotations, App, Stack, Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { ConstructTestStack } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

test('it stands alone, in the environment that it is given', () => {
  const stack = new ConstructTestStack({ env: ENV, stackName: 'shop-dev' });
  expect(stack.node.root.node.children).toEqual([stack]);
  expect([stack.account, stack.region, stack.stackName]).toEqual(['111122223333', 'eu-west-1', 'shop-dev']);
  expect(App.isApp(stack.node.root)).toBe(true);
});

test('its template is that of the same construct in an app', () => {
  const own = new ConstructTestStack({ env: ENV });
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const other = new Stack(app, 'Test', { env: ENV });
  for (const stack of [own, other]) new Bucket(stack, 'Orders');
  expect(own.template().toJSON()).toEqual(app.synth().getStackByName('Test').template);
});

test('what is added after the template was read is in the next one', () => {
  const stack = new ConstructTestStack();
  new StringParameter(stack, 'One', { stringValue: '1' });
  stack.template().resourceCountIs('AWS::SSM::Parameter', 1);
  new StringParameter(stack, 'Two', { stringValue: '2' });
  stack.template().resourceCountIs('AWS::SSM::Parameter', 2);
});

test('its context is that of the app, and no other is read', () => {
  const stack = new ConstructTestStack({ context: { stage: 'dev' } });
  expect(stack.node.tryGetContext('stage')).toBe('dev');
  expect(stack.node.tryGetContext('config')).toBeUndefined();
});

describe('its availability zones', () => {
  const zonesOf = (stack: ConstructTestStack): unknown[] => {
    new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const subnets = Object.values(stack.template().findResources('AWS::EC2::Subnet'));
    return [...new Set(subnets.map(({ Properties: { AvailabilityZone: zone } }) => zone as unknown))];
  };

  test('are those of its region, without a lookup', () => {
    const stack = new ConstructTestStack({ env: ENV });
    expect(zonesOf(stack)).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect((stack.node.root as App).synth().manifest.missing).toBeUndefined();
  });

  test('are those that it is given', () => {
    expect(zonesOf(new ConstructTestStack({ env: ENV, zones: ['eu-west-1c'] }))).toEqual(['eu-west-1c']);
  });

  test('are left to CloudFormation where it has no region', () => {
    expect(zonesOf(new ConstructTestStack())[0]).toEqual({ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] });
  });
});

describe('what constructs annotate', () => {
  test('is told with its place, errors and warnings apart', () => {
    const stack = new ConstructTestStack();
    const bucket = new Bucket(stack, 'Orders');
    Annotations.of(bucket).addError('It has no name.');
    Annotations.of(stack).addWarningV2('shop:old', 'It is old.');
    expect(stack.errors()).toEqual(['/Test/Orders: It has no name.']);
    expect(stack.warnings()).toEqual(['/Test: It is old. [ack: shop:old]']);
  });

  test('is nothing where nothing is wrong', () => {
    const stack = new ConstructTestStack();
    new Bucket(stack, 'Orders');
    expect([...stack.errors(), ...stack.warnings()]).toEqual([]);
  });
});

test('cdk-nag checks it where it is added', () => {
  const stack = new ConstructTestStack();
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks());
  new Bucket(stack, 'Orders');
  expect(() => stack.template()).toThrow('AwsSolutions-S10');
});

test("CDK's validation of templates, which takes seconds, is off", () => {
  const add = (stack: Stack) =>
    new CfnSecurityGroup(stack, 'Wrong', { groupDescription: 'In no network', vpcId: 'no id of a network' });
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': true };
  const app = new App({ context, analyticsReporting: false });
  add(new Stack(app, 'Test', { env: ENV }));
  expect(() => app.synth()).toThrow('CloudFormation Validate');
  const stack = new ConstructTestStack({ env: ENV, context });
  add(stack);
  stack.template().resourceCountIs('AWS::EC2::SecurityGroup', 1);
});
