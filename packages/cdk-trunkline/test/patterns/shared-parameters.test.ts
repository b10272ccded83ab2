// Shared parameters: one stack writes them, another reads them by name, and neither imports the other.
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { SharedParameters } from '../../src';
import { ENV, stackIn } from './stacks';

test('a value has its name under the path', () => {
  const stack = stackIn();
  const values = { BucketName: new Bucket(stack, 'Orders').bucketName, Currency: 'EUR' };
  new SharedParameters(stack, 'Shared', { path: '/shop/dev', values, description: 'Of the shop' });
  const template = stack.template();
  template.resourceCountIs('AWS::SSM::Parameter', 2);
  template.hasResourceProperties('AWS::SSM::Parameter', {
    Name: '/shop/dev/BucketName',
    Type: 'String',
    Value: { Ref: Match.stringLikeRegexp('^Orders') },
    Description: 'Of the shop',
  });
  template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/shop/dev/Currency', Value: 'EUR' });
});

test('another stack reads it when it is deployed, and imports nothing', () => {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const [writer, reader] = [new Stack(app, 'Writer', { env: ENV }), new Stack(app, 'Reader', { env: ENV })];
  new SharedParameters(writer, 'Shared', { path: '/shop/dev', values: { Topic: 'orders' } });
  const value = SharedParameters.valueFor(reader, '/shop/dev', 'Topic');
  new SharedParameters(reader, 'Copy', { path: '/shop/copy', values: { Topic: value } });
  const template = Template.fromStack(reader);
  template.hasParameter('*', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/dev/Topic' });
  expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue');
  expect((Stage.of(reader) as Stage).synth().getStackByName('Writer').template.Outputs).toBeUndefined();
});

test('who reads them while it runs may read these and no others', () => {
  const stack = stackIn();
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const shared = new SharedParameters(stack, 'Shared', { path: '/shop/dev', values: { A: '1', B: '2' } });
  shared.grantRead(role);
  const [policy] = Object.values(stack.template().findResources('AWS::IAM::Policy'));
  const statements = policy?.['Properties'].PolicyDocument.Statement as { Resource: object; Action: string[] }[];
  expect(statements).toHaveLength(2);
  for (const { Resource: resource, Action: actions } of statements) {
    expect(JSON.stringify(resource)).toMatch(/:parameter/);
    expect(JSON.stringify(resource)).not.toContain('*');
    expect(actions.every((action) => /^ssm:(Get|Describe)/.test(action))).toBe(true);
  }
});

test('it tells every mistake at once', () => {
  const values = { 'a b': '', Long: 'x'.repeat(4097) };
  const make = (path: string) => new SharedParameters(stackIn(), 'Shared', { path, values });
  expect(() => make('shop/')).toThrow(
    [
      'SharedParameters Test/Shared:',
      '  path "shop/" is none; it looks like "/shop/dev", and does not end in a slash.',
      '  name "a b" has other characters than letters, digits, "_", "." and "-".',
      '  the value of a b is empty, which SSM refuses.',
      '  the value of Long has 4097 characters; SSM takes 4096.',
      'Change them, then run `npx cdk synth` again.',
    ].join('\n'),
  );
  expect(() => make('/aws/shop')).toThrow('names cannot begin with aws or ssm');
  expect(() => SharedParameters.valueFor(stackIn(), '/shop/', 'Topic')).toThrow('path "/shop/" is none');
});
