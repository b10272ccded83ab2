// Templates that use more of the language: loops, dynamic references, JSON text, secrets.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Twin } from '../../src/cloudformation/twin.js';
import type { Template } from '../../src/model/template.js';
import { bucket, deployed, DEV, emptyTwin, stackOf, temporaryFolder } from './twin-fixture.js';

test('LanguageExtensions unrolls loops, and an item more is a resource more', async () => {
  const twin = await emptyTwin();
  const topics: Template = {
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'Red,Blue' } },
    Resources: {
      'Fn::ForEach::Topics': ['Name', { Ref: 'Names' }, { 'Topic${Name}': { Type: 'AWS::SNS::Topic' } }],
    } as unknown as Template['Resources'],
    Outputs: {
      Count: { Value: { 'Fn::Sub': ['${n} topics', { n: { 'Fn::Length': { Ref: 'Names' } } }] } },
      Text: { Value: { 'Fn::ToJsonString': { first: { Ref: 'TopicRed' } } } },
    },
  };
  const { stack } = await deployed(twin, stackOf('App', topics));
  expect(Object.keys(stack.resources)).toEqual(['TopicRed', 'TopicBlue']);
  expect(stack.outputs.Count).toBe('2 topics');
  expect(JSON.parse(stack.outputs.Text ?? '')).toEqual({ first: stack.resources.TopicRed?.physicalId });
  expect((await twin.deployStack(stackOf('App', topics))).status).toBe('no-changes');
  const more = await deployed(twin, stackOf('App', topics, { parameters: { Names: 'Red,Blue,Green' } }));
  expect(more.changes).toMatchObject([{ action: 'Add', logicalId: 'TopicGreen' }]);
});

test('a dynamic reference is resolved from the twin, and a secret one is stored as it is written', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  const shared = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/vpc', Type: 'String', Value: 'vpc-1' } };
  await deployed(twin, stackOf('Shared', { P: shared }));
  const secret = '{{resolve:secretsmanager:db:SecretString:password}}';
  const properties = { BucketName: '{{resolve:ssm:/vpc}}-data', Tags: [{ Key: 'password', Value: secret }] };
  const { stack } = await deployed(twin, stackOf('App', { A: bucket(properties) }));
  expect(stack.resources.A?.physicalId).toBe('vpc-1-data');
  expect(await readFile(join(directory, DEV.account, DEV.region, 'App.json'), 'utf8')).toContain(secret);
});

test('availability zones, address blocks and pseudo parameters work together', async () => {
  const { stack } = await deployed(
    await emptyTwin(),
    stackOf('App', {
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
        Subnet: {
          Type: 'AWS::EC2::Subnet',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] },
            CidrBlock: { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 4, 8] }] },
          },
        },
      },
      Outputs: {
        Zone: { Value: { 'Fn::GetAtt': ['Subnet', 'AvailabilityZone'] } },
        Where: {
          Value: {
            'Fn::Sub': '${AWS::Partition}/${AWS::AccountId}/${AWS::Region}/${AWS::URLSuffix}/${AWS::StackName}',
          },
        },
      },
    }),
  );
  expect(stack.resources.Subnet?.properties.CidrBlock).toBe('10.0.1.0/24');
  expect(stack.outputs).toEqual({ Zone: 'eu-central-1b', Where: 'aws/111111111111/eu-central-1/amazonaws.com/App' });
});
