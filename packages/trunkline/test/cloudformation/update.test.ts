// Updating stacks: what changes, what is replaced, what ripples on, and what stays.
import { expect, test } from 'vitest';
import type { TemplateResource } from '../../src/model/template.js';
import { addServices, synthesizeStack } from './cdk-apps.js';
import { bucket, deployed, emptyTwin, stackOf } from './twin-fixture.js';

const queue = (properties: TemplateResource['Properties']): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});
/** A security group that depends on a VPC in a create-only property. */
const network = (cidr: string) => ({
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'web', VpcId: { Ref: 'Vpc' } },
    Metadata: { 'aws:cdk:path': 'App/Group/Resource' },
  },
  Image: { Type: 'AWS::ECR::Repository' },
});

test('deploying the same again changes nothing', async () => {
  const twin = await emptyTwin();
  const request = synthesizeStack((scope) => addServices(scope));
  const { stack } = await deployed(twin, request);
  const again = await twin.deployStack(request);
  expect(again).toEqual({ status: 'no-changes', stack, changes: [], events: [] });
});

test('a mutable property is updated in place', async () => {
  const twin = await emptyTwin();
  const before = await deployed(
    twin,
    synthesizeStack((scope) => addServices(scope, 128)),
  );
  const after = await deployed(
    twin,
    synthesizeStack((scope) => addServices(scope, 256)),
  );
  expect(after.changes).toMatchObject([
    {
      action: 'Modify',
      type: 'AWS::Lambda::Function',
      replacement: 'False',
      properties: ['MemorySize'],
      constructPath: 'Services/Hello/Resource',
    },
  ]);
  const id = after.changes[0]?.logicalId ?? '';
  expect(after.stack.status).toBe('UPDATE_COMPLETE');
  expect(after.stack.resources[id]?.physicalId).toBe(before.stack.resources[id]?.physicalId);
});

test('a create-only property replaces the resource, and the new id ripples to what refers to it', async () => {
  const twin = await emptyTwin();
  const before = await deployed(twin, stackOf('App', network('10.0.0.0/16')));
  const after = await deployed(twin, stackOf('App', network('10.1.0.0/16')));
  expect(after.changes).toEqual([
    { action: 'Modify', logicalId: 'Vpc', type: 'AWS::EC2::VPC', replacement: 'True', properties: ['CidrBlock'] },
    {
      action: 'Modify',
      logicalId: 'Group',
      type: 'AWS::EC2::SecurityGroup',
      replacement: 'True',
      properties: ['VpcId'],
      constructPath: 'App/Group/Resource',
    },
  ]);
  const { Vpc: oldVpc } = before.stack.resources;
  const { Vpc: newVpc, Group: group } = after.stack.resources;
  expect(newVpc?.physicalId).not.toBe(oldVpc?.physicalId);
  expect(group?.properties.VpcId).toBe(newVpc?.physicalId);
  const deletions = after.events
    .filter(({ status }) => status === 'DELETE_COMPLETE')
    .map(({ physicalId }) => physicalId);
  expect(deletions).toEqual([before.stack.resources.Group?.physicalId, oldVpc?.physicalId]);
});

test('going back after a replacement is another replacement, with a third id', async () => {
  const twin = await emptyTwin();
  const ids: (string | undefined)[] = [];
  for (const cidr of ['10.0.0.0/16', '10.1.0.0/16', '10.0.0.0/16']) {
    ids.push((await deployed(twin, stackOf('App', network(cidr)))).stack.resources.Vpc?.physicalId);
  }
  expect(new Set(ids).size).toBe(3);
});

test('UpdateReplacePolicy Retain keeps the old resource', async () => {
  const twin = await emptyTwin();
  const table = (key: string): TemplateResource => ({
    Type: 'AWS::DynamoDB::Table',
    UpdateReplacePolicy: 'Retain',
    Properties: { KeySchema: [{ AttributeName: key, KeyType: 'HASH' }] },
  });
  await deployed(twin, stackOf('App', { Table: table('a') }));
  const { events } = await deployed(twin, stackOf('App', { Table: table('b') }));
  expect(events.map(({ status }) => status)).toEqual(['UPDATE_COMPLETE', 'DELETE_SKIPPED', 'UPDATE_COMPLETE']);
});

test('replacing a resource with a name of its own is refused, and the stack stays as it was', async () => {
  const twin = await emptyTwin();
  const before = await deployed(twin, stackOf('App', { Jobs: queue({ QueueName: 'jobs' }) }));
  const after = await twin.deployStack(stackOf('App', { Jobs: queue({ QueueName: 'jobs', FifoQueue: true }) }));
  expect(after.status).toBe('failed');
  expect(after.reason).toMatch(
    /CloudFormation cannot update a stack when a custom-named resource requires replacing\. Rename jobs and update/,
  );
  expect(after.stack).toEqual({ ...before.stack, status: 'UPDATE_ROLLBACK_COMPLETE', statusReason: after.reason });
  await deployed(twin, stackOf('App', { Jobs: queue({ QueueName: 'jobs-2', FifoQueue: true }) }));
});

test('a service that may replace is reported as conditional, and the event says what the twin did', async () => {
  const twin = await emptyTwin();
  const vpc = (tenancy: string) => ({
    V: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', InstanceTenancy: tenancy } },
  });
  await deployed(twin, stackOf('App', vpc('dedicated')));
  const { changes, events } = await deployed(twin, stackOf('App', vpc('default')));
  expect(changes).toMatchObject([{ replacement: 'Conditional', properties: ['InstanceTenancy'] }]);
  expect(events[0]?.reason).toMatch(/AWS may replace .* InstanceTenancy; the twin keeps it/);
});

test('revisions and versions count up', async () => {
  const twin = await emptyTwin();
  const app = (memory: string, version: string): Record<string, TemplateResource> => ({
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'web', Memory: memory } },
    Job: {
      Type: 'AWS::Batch::JobDefinition',
      Properties: { Type: 'container', Timeout: { AttemptDurationSeconds: memory } },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'hello', MemorySize: memory, Code: { ZipFile: '' } },
    },
    [`Version${version}`]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
    Delivery: { Type: 'AWS::CodePipeline::Pipeline', Properties: { RoleArn: memory } },
  });
  const first = (await deployed(twin, stackOf('App', app('512', 'A')))).stack.resources;
  const second = (await deployed(twin, stackOf('App', app('1024', 'B')))).stack.resources;
  expect([first.Task?.physicalId, second.Task?.physicalId].map((id) => id?.split('/')[1])).toEqual(['web:1', 'web:2']);
  expect([first.Job?.physicalId, second.Job?.physicalId].map((id) => id?.split(':').at(-1))).toEqual(['1', '2']);
  expect(first.VersionA?.attributes.Version).toBe('1');
  expect(second.VersionB?.physicalId).toMatch(/:function:hello:2$/);
  expect([first.Delivery, second.Delivery].map((pipeline) => pipeline?.attributes.Version)).toEqual(['1', '2']);
});

test('outputs or tags alone are a change', async () => {
  const twin = await emptyTwin();
  const withOutput = (value: string) => ({ Resources: { A: bucket() }, Outputs: { O: { Value: value } } });
  await deployed(twin, stackOf('App', withOutput('1')));
  expect((await deployed(twin, stackOf('App', withOutput('2')))).stack.outputs).toEqual({ O: '2' });
  const tagged = await deployed(twin, stackOf('App', withOutput('2'), { tags: { team: 'a' } }));
  expect(tagged.changes).toEqual([]);
  expect(tagged.stack.tags).toEqual({ team: 'a' });
});

test('resources that leave the template go, dependents first, and retained ones are skipped', async () => {
  const twin = await emptyTwin();
  const kept: TemplateResource = { ...bucket(), DeletionPolicy: 'Retain' };
  const topic: TemplateResource = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Kept' } } };
  await deployed(twin, stackOf('App', { Base: bucket(), Kept: kept, Topic: topic }));
  const { changes, events } = await deployed(twin, stackOf('App', { Base: bucket() }));
  expect(changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(['Remove Topic', 'Remove Kept']);
  expect(events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'Topic DELETE_COMPLETE',
    'Kept DELETE_SKIPPED',
    'App UPDATE_COMPLETE',
  ]);
});

test('a logical id keeps its type', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('App', { A: bucket() }));
  const { reason } = await twin.deployStack(stackOf('App', { A: queue({}) }));
  expect(reason).toMatch(/Update of resource type is not permitted.*\[A\]/);
});

test('metadata and policies are changes without replacement', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('App', { A: bucket() }));
  const changed: TemplateResource = { ...bucket(), DeletionPolicy: 'Retain', Metadata: { note: 'x' } };
  const { changes, stack } = await deployed(twin, stackOf('App', { A: changed }));
  expect(changes).toMatchObject([{ replacement: 'False', properties: ['DeletionPolicy', 'Metadata'] }]);
  expect(stack.resources.A?.deletionPolicy).toBe('Retain');
});
