// What CloudFormation refuses before it touches anything: nothing is left behind.
import { expect, test } from 'vitest';
import type { Template } from '../../src/model/template.js';
import type { StackRequest } from '../../src/cloudformation/request.js';
import { bucket, deployed, DEV, emptyTwin, stackOf } from './twin-fixture.js';

async function refusal(request: StackRequest): Promise<string | undefined> {
  const twin = await emptyTwin();
  const operation = await twin.deployStack(request);
  expect(operation.status).toBe('failed');
  expect(twin.listStacks()).toEqual([]);
  const changeSet = await twin.createChangeSet({ ...request, changeSetName: 'Change' });
  expect(changeSet).toMatchObject({ status: 'FAILED', noChanges: false, statusReason: operation.reason });
  expect(twin.listStacks()).toEqual([]);
  return operation.reason;
}

const cases: [string, Template, RegExp][] = [
  ['no resources', { Resources: {} }, /At least one Resources member/],
  [
    'a reference to nothing',
    { Resources: { A: bucket({ BucketName: { Ref: 'Gone' } }) } },
    /Unresolved resource dependencies \[Gone\] in the Resources block/,
  ],
  [
    'DependsOn of nothing',
    { Resources: { A: { ...bucket(), DependsOn: ['Gone'] } } },
    /Unresolved resource dependencies \[Gone\]/,
  ],
  [
    'a reference to a resource whose condition does not hold',
    {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { A: bucket({ BucketName: { Ref: 'B' } }), B: { ...bucket(), Condition: 'Never' } },
    },
    /Unresolved resource dependencies \[B\]/,
  ],
  [
    'a circle',
    {
      Resources: {
        A: bucket({ BucketName: { Ref: 'B' } }),
        B: { ...bucket(), DependsOn: 'C' },
        C: bucket({ BucketName: { 'Fn::Sub': '${A}' } }),
      },
    },
    /Circular dependency between resources: \[A, B, C\]/,
  ],
  [
    'an attribute that the type does not have',
    { Resources: { A: bucket() }, Outputs: { X: { Value: { 'Fn::GetAtt': ['A', 'Colour'] } } } },
    /'A' with attribute 'Colour'/,
  ],
  [
    'a macro',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: bucket() } },
    /Serverless-2016-10-31 is a macro/,
  ],
  [
    'an extension without its transform',
    { Resources: { A: bucket({ BucketName: { 'Fn::ToJsonString': {} } }) } },
    /Fn::ToJsonString needs 'Transform/,
  ],
  [
    'an export that does not exist',
    { Resources: { A: bucket({ BucketName: { 'Fn::ImportValue': 'gone' } }) } },
    /No export named gone found/,
  ],
  [
    'a resource without a type',
    { Resources: { A: {} as never } },
    /\[\/Resources\/A\] Every Resources object must contain a Type/,
  ],
  [
    'a condition of conditions that goes in circles',
    { Conditions: { A: { 'Fn::Not': [{ Condition: 'A' }] } }, Resources: { R: { ...bucket(), Condition: 'A' } } },
    /Circular dependency between conditions/,
  ],
  [
    'a macro that is an object without a name',
    { Transform: [{ toString: 1 }] as never, Resources: { A: bucket() } },
    /Transform \{"toString":1\} is a macro/,
  ],
  [
    'a macro with parameters',
    { Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } as never, Resources: { A: bucket() } },
    /Transform AWS::Include is a macro/,
  ],
  ...(['Default', 'AllowedPattern', 'MinLength', 'MaxValue', 'NoEcho'] as const).map(
    (key): [string, Template, RegExp] => [
      `a parameter whose ${key} is an object`,
      {
        Parameters: { Size: { Type: 'String', Default: 'small', [key]: { toString: 1 } } as never },
        Resources: { A: bucket() },
      },
      new RegExp(`Template format error: ${key} of parameter 'Size' must be a string`),
    ],
  ),
  ...[[{ toString: 1 }], { toString: 1 }].map((AllowedValues): [string, Template, RegExp] => [
    `a parameter whose AllowedValues are ${JSON.stringify(AllowedValues)}`,
    {
      Parameters: { Size: { Type: 'String', Default: 'small', AllowedValues: AllowedValues as never } },
      Resources: { A: bucket() },
    },
    /Template format error: AllowedValues of parameter 'Size' must be a list of strings/,
  ]),
];
test.each(cases)('%s', async (_name, template, message) => {
  expect(await refusal(stackOf('App', template))).toMatch(message);
});

test('IAM resources want a capability once capabilities are given at all', async () => {
  const named = { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'deployer' } } };
  expect(await refusal(stackOf('App', named, { capabilities: ['CAPABILITY_IAM'] }))).toMatch(/CAPABILITY_NAMED_IAM/);
  await deployed(await emptyTwin(), stackOf('App', named, { capabilities: ['CAPABILITY_NAMED_IAM'] }));
  await deployed(await emptyTwin(), stackOf('App', named));
});

test('a name that would lead out of the state folder is thrown back', async () => {
  const twin = await emptyTwin();
  await expect(twin.deployStack(stackOf('../evil', { A: bucket() }))).rejects.toThrow(/'\.\.\/evil' is invalid/);
  const environment = { ...DEV, region: '../..' };
  await expect(twin.deployStack(stackOf('App', { A: bucket() }, { environment }))).rejects.toThrow(
    /no account or region/,
  );
  expect((await twin.deployStack(stackOf('App', { A: bucket() }))).status).toBe('succeeded');
});

test('a property that should be true or a text, and is an object, does not end the engine', async () => {
  const properties = { FifoTopic: { toString: 1 } };
  const topic = { Type: 'AWS::SNS::Topic', Properties: properties };
  expect((await (await emptyTwin()).deployStack(stackOf('App', { Topic: topic }))).status).toBe('succeeded');
});

test('resources whose condition does not hold do not exist, and DependsOn of them is void', async () => {
  const { stack } = await deployed(
    await emptyTwin(),
    stackOf('App', {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: {
        Always: { ...bucket({ Tags: { 'Fn::If': ['IsProd', [], { Ref: 'AWS::NoValue' }] } }), DependsOn: 'Sometimes' },
        Sometimes: { ...bucket(), Condition: 'IsProd' },
      },
      Outputs: { Name: { Value: { Ref: 'Sometimes' }, Condition: 'IsProd' } },
    }),
  );
  expect(Object.keys(stack.resources)).toEqual(['Always']);
  expect(stack.resources.Always?.properties).toEqual({});
  expect(stack.outputs).toEqual({});
});
