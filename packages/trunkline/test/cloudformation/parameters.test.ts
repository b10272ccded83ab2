// Parameters and rules: defaults, constraints, SSM types, NoEcho, the bootstrap rule.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Twin } from '../../src/cloudformation/twin.js';
import type { Template, TemplateParameter } from '../../src/model/template.js';
import { bucket, deployed, DEV, emptyTwin, stackOf, temporaryFolder } from './twin-fixture.js';

function echo(parameters: Record<string, TemplateParameter>, rest: Partial<Template> = {}): Template {
  const Outputs = Object.fromEntries(Object.keys(parameters).map((name) => [name, { Value: { Ref: name } }]));
  return { Parameters: parameters, Resources: { A: bucket() }, Outputs, ...rest };
}

test('given values win over defaults, and an empty string is a value', async () => {
  const template = echo({
    A: { Type: 'String', Default: 'x' },
    B: { Type: 'String', Default: 'y' },
    N: { Type: 'Number', Default: 3 },
  });
  const { stack } = await deployed(await emptyTwin(), stackOf('App', template, { parameters: { A: '' } }));
  expect(stack.outputs).toEqual({ A: '', B: 'y', N: '3' });
  expect(stack.parameters).toEqual({ A: '', B: 'y', N: '3' });
});

test('every mistake is reported at once, in the words of CloudFormation', async () => {
  const template = echo({
    Missing: { Type: 'String' },
    Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
    Name: { Type: 'String', AllowedPattern: '[a-z]+' },
    Count: { Type: 'Number', MaxValue: 5 },
    Word: { Type: 'Number' },
    Short: { Type: 'String', MinLength: 3 },
  });
  const parameters = { Stage: 'test', Name: 'abc1', Count: '6', Word: 'six', Short: 'ab', Extra: '1' };
  const { reason } = await (await emptyTwin()).deployStack(stackOf('App', template, { parameters }));
  expect(reason?.split('; ')).toEqual([
    'Parameters: [Missing] must have values',
    'Parameters: [Extra] do not exist in the template',
    "Parameter 'Stage' must be one of AllowedValues",
    "Parameter 'Name' must match pattern [a-z]+",
    "Parameter 'Count' must be a number not greater than 5",
    "Parameter 'Word' must be a number",
    "Parameter 'Short' must contain at least 3 characters",
  ]);
});

test('an update does not take over values of the deployment before', async () => {
  const twin = await emptyTwin();
  const template = echo({ A: { Type: 'String' } });
  await deployed(twin, stackOf('App', template, { parameters: { A: '1' } }));
  expect((await twin.deployStack(stackOf('App', template))).reason).toMatch(/\[A\] must have values/);
});

test('list parameters are lists', async () => {
  const template = echo(
    {},
    {
      Parameters: { Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' } },
      Outputs: { Second: { Value: { 'Fn::Select': [1, { Ref: 'Zones' }] } } },
    },
  );
  const { stack } = await deployed(await emptyTwin(), stackOf('App', template));
  expect(stack.outputs).toEqual({ Second: 'b' });
});

test('an SSM-typed parameter is looked up in the same account and region', async () => {
  const twin = await emptyTwin();
  await deployed(
    twin,
    stackOf('Producer', {
      P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/vpc', Type: 'String', Value: 'vpc-1' } },
    }),
  );
  const template = echo({ Vpc: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/vpc' } });
  const { stack } = await deployed(twin, stackOf('App', template));
  expect(stack.outputs).toEqual({ Vpc: 'vpc-1' });
  const far = await twin.deployStack(stackOf('App', template, { environment: { ...DEV, region: 'eu-west-1' } }));
  expect(far.reason).toMatch(/Unable to fetch parameters \[\/vpc\] from parameter store/);
});

test('the bootstrap version satisfies the rule that CDK writes, and a public parameter is assumed', async () => {
  const rule = (versions: string[]) => ({
    Rules: {
      CheckBootstrapVersion: {
        Assertions: [
          {
            Assert: { 'Fn::Not': [{ 'Fn::Contains': [versions, { Ref: 'BootstrapVersion' }] }] },
            AssertDescription: 'CDK bootstrap stack version is too low.',
          },
        ],
      },
    },
  });
  const parameters = {
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/aws/service/ami/latest' },
  };
  const twin = await emptyTwin();
  await deployed(twin, stackOf('App', echo(parameters, rule(['1', '2', '3', '4', '5']))));
  expect(twin.assumptions().join()).toMatch(/public SSM parameter \/aws\/service\/ami\/latest/);
  const { reason } = await twin.deployStack(stackOf('Other', echo(parameters, rule(['33']))));
  expect(reason).toBe('Rule CheckBootstrapVersion is violated: CDK bootstrap stack version is too low.');
});

test('a NoEcho value never reaches the disk, and a changed one is still a change', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  const template: Template = {
    Parameters: { Password: { Type: 'String', NoEcho: true } },
    Resources: { A: bucket({ BucketName: { Ref: 'Password' } }) },
  };
  const password = (Password: string) => stackOf('App', template, { parameters: { Password } });
  await twin.createChangeSet({ ...password('hunter2'), changeSetName: 'C' });
  await twin.executeChangeSet(DEV, 'App', 'C');
  const text = await readFile(join(directory, DEV.account, DEV.region, 'App.json'), 'utf8');
  expect(text).not.toContain('hunter2');
  expect((await twin.deployStack(password('hunter2'))).status).toBe('no-changes');
  expect((await twin.deployStack(password('hunter3'))).changes).toMatchObject([{ logicalId: 'A', action: 'Modify' }]);
});
