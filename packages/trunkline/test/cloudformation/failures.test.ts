// Deployments that fail on the way: rollbacks, and how it goes on.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Twin } from '../../src/cloudformation/twin.js';
import type { TemplateResource } from '../../src/model/template.js';
import { bucket, deployed, DEV, emptyTwin, stackOf, temporaryFolder } from './twin-fixture.js';

const ASSETS = 'cdk-hnb659fds-assets-111111111111-eu-central-1';
const hello = (key: string, assets = ASSETS): TemplateResource => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Bucket: assets, S3Key: key }, Role: { Ref: 'Role' } },
});
const role: TemplateResource = { Type: 'AWS::IAM::Role' };

async function publish(directory: string, key: string): Promise<void> {
  const folder = join(directory, DEV.account, DEV.region, 'buckets', ASSETS);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, key), 'zip');
}

test('a function whose code was never published fails its stack, which then can only be deleted', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  const request = stackOf('App', {
    Role: role,
    Kept: { ...bucket(), DeletionPolicy: 'Retain' },
    KeptOnceThere: { ...bucket(), DeletionPolicy: 'RetainExceptOnCreate' },
    Hello: hello('abc.zip'),
  });
  const operation = await twin.deployStack(request);
  expect(operation.reason).toMatch(/^Hello \(AWS::Lambda::Function\): .*NoSuchKey.*abc\.zip was not published/);
  expect(operation.events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'Role CREATE_COMPLETE',
    'Kept CREATE_COMPLETE',
    'KeptOnceThere CREATE_COMPLETE',
    'Hello CREATE_FAILED',
    'KeptOnceThere DELETE_COMPLETE',
    'Kept DELETE_SKIPPED',
    'Role DELETE_COMPLETE',
    'App ROLLBACK_COMPLETE',
  ]);
  expect(operation.stack).toMatchObject({ status: 'ROLLBACK_COMPLETE', resources: {}, outputs: {} });

  await publish(directory, 'abc.zip');
  const refused = await twin.deployStack(request);
  expect(refused.reason).toMatch(/is in ROLLBACK_COMPLETE state and can not be updated\..* rm '.*App\.json'/);
  expect((await twin.createChangeSet({ ...request, changeSetName: 'C' })).status).toBe('FAILED');
  await twin.deleteStack(DEV, 'App');
  await deployed(twin, request);
});

test('a failed update leaves everything as it was, and the next update works', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  await publish(directory, 'one.zip');
  const before = await deployed(twin, stackOf('App', { Role: role, Hello: hello('one.zip') }));
  const next = stackOf('App', {
    Role: { ...role, Properties: { Description: 'x' } },
    Hello: hello('two.zip'),
    New: bucket(),
  });
  const operation = await twin.deployStack(next);
  expect(operation.stack).toEqual({
    ...before.stack,
    status: 'UPDATE_ROLLBACK_COMPLETE',
    statusReason: operation.reason,
  });
  expect(operation.events.at(-1)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  await publish(directory, 'two.zip');
  expect((await deployed(twin, next)).stack.status).toBe('UPDATE_COMPLETE');
});

test('a failure is found when the change set is executed, not when it is prepared, as on AWS', async () => {
  const twin = await emptyTwin();
  const changeSet = await twin.createChangeSet({
    ...stackOf('App', { Role: role, Hello: hello('x.zip') }),
    changeSetName: 'C',
  });
  expect(changeSet.status).toBe('CREATE_COMPLETE');
  expect((await twin.executeChangeSet(DEV, 'App', 'C')).stack?.status).toBe('ROLLBACK_COMPLETE');
  expect(await twin.executeChangeSet(DEV, 'App', 'C')).toMatchObject({ status: 'failed' });
});

test('code in another bucket is not looked at, code outside of the store is not found', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  await deployed(twin, stackOf('Own', { Role: role, Hello: hello('x.zip', 'my-own-bucket') }));
  await publish(directory, 'here.zip');
  await writeFile(join(directory, 'secret'), '');
  await symlink(join(directory, 'secret'), join(directory, DEV.account, DEV.region, 'buckets', ASSETS, 'link.zip'));
  for (const [index, key] of ['../../../../secret', 'link.zip', '..'].entries()) {
    expect((await twin.deployStack(stackOf(`Out${index}`, { Role: role, Hello: hello(key) }))).reason).toMatch(
      /NoSuchKey/,
    );
  }
});

test('a name that another stack, or another resource of this one, has already is refused', async () => {
  const twin = await emptyTwin();
  const named = bucket({ BucketName: 'the-data' });
  const { stack } = await deployed(twin, stackOf('One', { A: named }));
  const elsewhere = await twin.deployStack(
    stackOf('Two', { A: named }, { environment: { account: '222222222222', region: 'us-east-1' } }),
  );
  expect(elsewhere.reason).toBe(`A (AWS::S3::Bucket): the-data already exists in stack ${stack.stackId}`);
  const renamed = await twin.deployStack(stackOf('One', { B: named }));
  expect(renamed.reason).toMatch(/^B .*the-data already exists in stack/);
  const twice = await twin.deployStack(
    stackOf('Three', { A: bucket({ BucketName: 'x' }), B: bucket({ BucketName: 'x' }) }),
  );
  expect(twice.reason).toMatch(/^B .*x already exists in stack .*Three/);
});

test('names that are unique in a region may recur in another', async () => {
  const twin = await emptyTwin();
  const table = { T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders', KeySchema: [] } } };
  await deployed(twin, stackOf('App', table));
  await deployed(twin, stackOf('App', table, { environment: { ...DEV, region: 'us-east-1' } }));
  expect((await twin.deployStack(stackOf('Other', table))).reason).toMatch(/orders already exists/);
});
