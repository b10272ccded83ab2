// What the integration tests ask AWS Batch, with AWS Batch mocked.
import { BatchClient, DescribeJobDefinitionsCommand, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { definition, queue } from '../integration/jobs';

const QUEUE = 'arn:aws:batch:eu-central-1:222233334444:job-queue/reports';
const MONTHLY = 'arn:aws:batch:eu-central-1:222233334444:job-definition/monthly:1';

const mock = mockClient(BatchClient);
const batch = new BatchClient({ region: 'eu-central-1' });

afterEach(() => {
  mock.reset();
});

describe('a queue', () => {
  it('is asked for by its ARN, and told with what it is like', async () => {
    mock.on(DescribeJobQueuesCommand, { jobQueues: [QUEUE] }).resolves({
      jobQueues: [
        {
          jobQueueName: 'reports',
          jobQueueArn: QUEUE,
          state: 'DISABLED',
          status: 'INVALID',
          priority: 1,
          computeEnvironmentOrder: [],
        },
      ],
    });
    expect(await queue(batch, QUEUE)).toEqual({ state: 'DISABLED', status: 'INVALID' });
  });

  it('that is not there is an error, not an empty answer', async () => {
    mock.on(DescribeJobQueuesCommand).resolves({ jobQueues: [] });
    await expect(queue(batch, QUEUE)).rejects.toThrow(`AWS Batch has no ${QUEUE}.`);
  });
});

describe('a job definition', () => {
  it('is told with its command', async () => {
    mock.on(DescribeJobDefinitionsCommand, { jobDefinitions: [MONTHLY] }).resolves({
      jobDefinitions: [
        {
          jobDefinitionName: 'monthly',
          jobDefinitionArn: MONTHLY,
          revision: 1,
          status: 'INACTIVE',
          type: 'container',
          containerProperties: { command: ['node', 'job.js', 'monthly'] },
        },
      ],
    });
    expect(await definition(batch, MONTHLY)).toEqual({ status: 'INACTIVE', command: ['node', 'job.js', 'monthly'] });
  });

  it('that is not there is an error, not an empty answer', async () => {
    mock.on(DescribeJobDefinitionsCommand).resolves({});
    await expect(definition(batch, MONTHLY)).rejects.toThrow(`AWS Batch has no ${MONTHLY}.`);
  });
});
