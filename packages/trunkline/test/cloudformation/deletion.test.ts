// Deleting stacks.
import { expect, test } from 'vitest';
import { bucket, deployed, DEV, emptyTwin, stackOf } from './twin-fixture.js';

test('resources go in reverse order, and retained ones stay', async () => {
  const twin = await emptyTwin();
  await deployed(
    twin,
    stackOf('App', {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Data' } } },
      Data: { ...bucket(), DeletionPolicy: 'Retain' },
      Store: { ...bucket(), DeletionPolicy: 'RetainExceptOnCreate' },
      Database: { Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Snapshot', Properties: { DBClusterIdentifier: 'c' } },
    }),
  );
  const operation = await twin.deleteStack(DEV, 'App');
  expect(operation.status).toBe('succeeded');
  expect(operation.stack).toBeUndefined();
  expect(operation.events.map(({ logicalId, status, reason }) => [logicalId, status, reason])).toEqual([
    ['Database', 'DELETE_COMPLETE', 'after a snapshot'],
    ['Store', 'DELETE_SKIPPED', 'DeletionPolicy RetainExceptOnCreate'],
    ['Topic', 'DELETE_COMPLETE', undefined],
    ['Data', 'DELETE_SKIPPED', 'DeletionPolicy Retain'],
    ['App', 'DELETE_COMPLETE', undefined],
  ]);
  expect(twin.describeStack(DEV, 'App')).toBeUndefined();
});

test('a stack whose creation failed is deleted, and so is the frame of a change set', async () => {
  const twin = await emptyTwin();
  const broken = { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::ImportValue': 'absent' } } } };
  const frame = await twin.createChangeSet({ ...stackOf('Frame', { Data: bucket() }), changeSetName: 'Changes' });
  expect(frame.status).toBe('CREATE_COMPLETE');
  await deployed(twin, stackOf('Other', { Data: bucket({ BucketName: 'taken' }) }));
  expect((await twin.deployStack(stackOf('Failed', { Data: bucket({ BucketName: 'taken' }) }))).status).toBe('failed');
  expect((await twin.deployStack(stackOf('Refused', broken))).status).toBe('failed');

  expect(twin.describeStack(DEV, 'Failed')?.status).toBe('ROLLBACK_COMPLETE');
  expect((await twin.deleteStack(DEV, 'Failed')).status).toBe('succeeded');
  expect((await twin.deleteStack(DEV, 'Frame')).status).toBe('succeeded');
  expect(twin.listStacks().map(({ stackName }) => stackName)).toEqual(['Other']);
});

test('deleting what is not there is no error', async () => {
  expect(await (await emptyTwin()).deleteStack(DEV, 'App')).toEqual({ status: 'no-changes', changes: [], events: [] });
});
