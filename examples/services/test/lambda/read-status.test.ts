// GET /status, with AWS Batch mocked.
import { BatchClient, DescribeJobQueuesCommand, type JobQueueDetail } from '@aws-sdk/client-batch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../lambda/read-status';

const batch = mockClient(BatchClient);
const QUEUE = 'arn:aws:batch:eu-central-1:222233334444:job-queue/reports';

beforeEach(() => {
  batch.reset();
  vi.stubEnv('JOB_QUEUE_ARN', QUEUE);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function queueIs(state: Pick<JobQueueDetail, 'state' | 'status'>): void {
  const queue = { jobQueueName: 'reports', jobQueueArn: QUEUE, priority: 1, computeEnvironmentOrder: [], ...state };
  batch.on(DescribeJobQueuesCommand, { jobQueues: [QUEUE] }).resolves({ jobQueues: [queue] });
}

describe('reading the status', () => {
  it.each<JobQueueDetail['status']>(['VALID', 'UPDATING'])(
    'says that reports can be asked for while the queue is enabled and %s',
    async (status) => {
      queueIs({ state: 'ENABLED', status });

      const answer = await handler();

      expect(answer.statusCode).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({ takesReports: true });
      expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    },
  );

  it.each<[JobQueueDetail['state'], JobQueueDetail['status']]>([
    ['DISABLED', 'VALID'],
    ['ENABLED', 'INVALID'],
    ['ENABLED', 'DELETING'],
  ])('says that they cannot while the queue is %s and %s', async (state, status) => {
    queueIs({ state, status });

    const answer = await handler();

    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body)).toEqual({ takesReports: false });
  });

  it('says that they cannot without the queue', async () => {
    batch.on(DescribeJobQueuesCommand).resolves({ jobQueues: [] });

    expect((await handler()).statusCode).toBe(503);
  });

  it('fails where Batch does, so that the function counts an error', async () => {
    batch.on(DescribeJobQueuesCommand).rejects(new Error('Too many requests.'));

    await expect(handler()).rejects.toThrow('Too many requests.');
  });
});
