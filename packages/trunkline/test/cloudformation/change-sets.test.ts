// Change sets: prepared in one action of a pipeline, executed in a later one, perhaps after a crash.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Twin } from '../../src/cloudformation/twin.js';
import { bucket, deployed, DEV, emptyTwin, stackOf, temporaryFolder } from './twin-fixture.js';

const CHANGE = { changeSetName: 'PipelineChange' };

test('a change set for a new stack leaves it in review, and its execution creates it', async () => {
  const twin = await emptyTwin();
  const changeSet = await twin.createChangeSet({ ...stackOf('App', { A: bucket() }), ...CHANGE });
  expect(changeSet).toEqual({
    name: 'PipelineChange',
    type: 'CREATE',
    status: 'CREATE_COMPLETE',
    noChanges: false,
    changes: [{ action: 'Add', logicalId: 'A', type: 'AWS::S3::Bucket', properties: [] }],
    outputsChange: false,
  });
  expect(twin.describeStack(DEV, 'App')).toMatchObject({ status: 'REVIEW_IN_PROGRESS', resources: {} });
  const operation = await twin.executeChangeSet(DEV, 'App', 'PipelineChange');
  expect(operation).toMatchObject({ status: 'succeeded', stack: { status: 'CREATE_COMPLETE' } });
});

test('a change set outlives the process that prepared it', async () => {
  const directory = join(await temporaryFolder(), 'twin');
  const request = stackOf('App', { A: bucket() }, { tags: { team: 'a' } });
  await (await Twin.open(directory)).createChangeSet({ ...request, ...CHANGE });
  const twin = await Twin.open(directory);
  const { stack } = await twin.executeChangeSet(DEV, 'App', 'PipelineChange');
  expect(stack).toEqual((await deployed(await emptyTwin(), request)).stack);
});

test('executing again after a crash changes nothing and does not fail', async () => {
  const directory = await temporaryFolder();
  const twin = await Twin.open(directory);
  await twin.createChangeSet({ ...stackOf('App', { A: bucket() }), ...CHANGE });
  await twin.executeChangeSet(DEV, 'App', 'PipelineChange');
  const resumed = await (await Twin.open(directory)).executeChangeSet(DEV, 'App', 'PipelineChange');
  expect(resumed).toMatchObject({ status: 'no-changes', stack: { status: 'CREATE_COMPLETE' } });
});

test('without differences the change set fails, and executing it is no error', async () => {
  const twin = await emptyTwin();
  const request = stackOf('App', { Resources: { A: bucket() }, Outputs: { Name: { Value: { Ref: 'A' } } } });
  const { stack } = await deployed(twin, request);
  const changeSet = await twin.createChangeSet({ ...request, ...CHANGE });
  expect(changeSet).toMatchObject({ type: 'UPDATE', status: 'FAILED', noChanges: true, changes: [] });
  expect(changeSet.statusReason).toMatch(/^The submitted information didn't contain changes\./);
  expect(await twin.executeChangeSet(DEV, 'App', 'PipelineChange')).toMatchObject({ status: 'no-changes', stack });
});

test('a change set of the same name is replaced', async () => {
  const twin = await emptyTwin();
  await twin.createChangeSet({ ...stackOf('App', { A: bucket() }), ...CHANGE });
  await twin.createChangeSet({ ...stackOf('App', { B: bucket() }), ...CHANGE });
  const { stack } = await twin.executeChangeSet(DEV, 'App', 'PipelineChange');
  expect(Object.keys(stack?.resources ?? {})).toEqual(['B']);
});

test('an execution deletes the other change sets, and one made before an update is obsolete', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('App', { A: bucket() }));
  const second = { ...stackOf('App', { A: bucket(), B: bucket() }) };
  for (const changeSetName of ['One', 'Two']) await twin.createChangeSet({ ...second, changeSetName });
  expect((await twin.executeChangeSet(DEV, 'App', 'One')).status).toBe('succeeded');
  expect((await twin.executeChangeSet(DEV, 'App', 'Two')).reason).toBe('ChangeSet [Two] does not exist');
});

test('a failed change set and an unknown stack cannot be executed', async () => {
  const twin = await emptyTwin();
  expect((await twin.executeChangeSet(DEV, 'App', 'C')).reason).toBe('Stack [App] does not exist');
  await deployed(twin, stackOf('App', { A: bucket() }));
  await twin.createChangeSet({ ...stackOf('App', { A: bucket({ Tags: { Ref: 'Gone' } }) }), changeSetName: 'C' });
  expect((await twin.executeChangeSet(DEV, 'App', 'C')).reason).toMatch(
    /^ChangeSet \[C\] cannot be executed in its current status of \[FAILED\]: .*\[Gone\]/,
  );
});

test('preparing a change set touches no resource', async () => {
  const twin = await emptyTwin();
  const { stack } = await deployed(twin, stackOf('App', { A: bucket() }));
  await twin.createChangeSet({ ...stackOf('App', { B: bucket() }), ...CHANGE });
  expect(twin.describeStack(DEV, 'App')).toEqual(stack);
});
