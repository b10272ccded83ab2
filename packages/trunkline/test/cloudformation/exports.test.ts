// Exports: unique in their account and region, and fast while another stack imports them.
import { expect, test } from 'vitest';
import type { Template } from '../../src/model/template.js';
import { bucket, deployed, DEV, emptyTwin, stackOf } from './twin-fixture.js';

const producer = (value: string | undefined): Template => ({
  Resources: { A: bucket() },
  ...(value !== undefined && { Outputs: { O: { Value: value, Export: { Name: 'shared' } } } }),
});
const consumer: Template = {
  Resources: { B: bucket({ BucketName: { 'Fn::ImportValue': 'shared' } }) },
};

test('an export in use can neither change nor go', async () => {
  const twin = await emptyTwin();
  const { stack } = await deployed(twin, stackOf('Producer', producer('one')));
  await deployed(twin, stackOf('Consumer', consumer));
  const changed = await twin.deployStack(stackOf('Producer', producer('two')));
  expect(changed.reason).toBe('Export shared cannot be updated as it is in use by Consumer');
  const removed = await twin.deployStack(stackOf('Producer', producer(undefined)));
  expect(removed.reason).toBe('Export shared cannot be deleted as it is in use by Consumer');
  expect(removed.stack?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  const deletion = await twin.deleteStack(DEV, 'Producer');
  expect(deletion.reason).toBe('Delete canceled. Cannot delete export shared as it is in use by Consumer.');
  expect(twin.describeStack(DEV, 'Producer')?.exports).toEqual(stack.exports);
});

test('an export is free again once nobody imports it', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('Producer', producer('one')));
  await deployed(twin, stackOf('Consumer', consumer));
  await twin.deleteStack(DEV, 'Consumer');
  await deployed(twin, stackOf('Producer', producer('two')));
  expect((await twin.deleteStack(DEV, 'Producer')).status).toBe('succeeded');
});

test('a name is exported once in an account and region, and again in another', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('One', producer('x')));
  const { reason } = await twin.deployStack(stackOf('Two', producer('x')));
  expect(reason).toBe('Export with name shared is already exported by stack One');
  await deployed(twin, stackOf('One', producer('x'), { environment: { ...DEV, region: 'eu-west-1' } }));
});

test('an import looks into its own account and region alone', async () => {
  const twin = await emptyTwin();
  await deployed(twin, stackOf('Producer', producer('one'), { environment: { ...DEV, region: 'eu-west-1' } }));
  expect((await twin.deployStack(stackOf('Consumer', consumer))).reason).toMatch(/No export named shared found/);
});

test('GetStackOutput reads a plain output of another region, and binds nobody', async () => {
  const twin = await emptyTwin();
  const far = { ...DEV, region: 'us-east-1' };
  await deployed(twin, stackOf('Producer', producer('one'), { environment: far }));
  const reads: Template = {
    Resources: { B: bucket() },
    Outputs: {
      R: { Value: { 'Fn::GetStackOutput': { StackName: 'Producer', OutputName: 'O', Region: 'us-east-1' } } },
    },
  };
  expect((await deployed(twin, stackOf('Consumer', reads))).stack.outputs).toEqual({ R: 'one' });
  expect((await twin.deleteStack(far, 'Producer')).status).toBe('succeeded');
});

test('stacks deployed at the same time do not both take one export name', async () => {
  const twin = await emptyTwin();
  const operations = await Promise.all(
    ['One', 'Two', 'Three'].map((name) => twin.deployStack(stackOf(name, producer('x')))),
  );
  expect(operations.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'failed']);
});
