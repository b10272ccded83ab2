// POST /reports, with AWS Batch mocked.
import { BatchClient, SubmitJobCommand } from '@aws-sdk/client-batch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../lambda/create-report';

const batch = mockClient(BatchClient);
const jobId = '0f4d2f1c-3c52-4c9e-9a64-1d3b7f1f2a10';

beforeEach(() => {
  batch.reset();
  vi.stubEnv('JOB_QUEUE_ARN', 'arn:aws:batch:eu-central-1:222233334444:job-queue/reports');
  vi.stubEnv('MONTHLY_JOB_DEFINITION_ARN', 'arn:aws:batch:eu-central-1:222233334444:job-definition/monthly:1');
  vi.stubEnv('YEARLY_JOB_DEFINITION_ARN', 'arn:aws:batch:eu-central-1:222233334444:job-definition/yearly:1');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('starting a report', () => {
  it.each([
    ['monthly', '2026-01'],
    ['yearly', '2026'],
  ])('submits the job of a %s report', async (kind, period) => {
    batch.on(SubmitJobCommand).resolves({ jobId });

    const answer = await handler({ body: JSON.stringify({ kind, period }) });

    expect(answer.statusCode).toBe(202);
    expect(JSON.parse(answer.body)).toEqual({ id: jobId, kind, period, href: `reports/${jobId}` });
    expect(batch.commandCalls(SubmitJobCommand).map((call) => call.args[0].input)).toEqual([
      {
        jobName: `${kind}-report-${period}`,
        jobQueue: 'arn:aws:batch:eu-central-1:222233334444:job-queue/reports',
        jobDefinition: `arn:aws:batch:eu-central-1:222233334444:job-definition/${kind}:1`,
        parameters: { period },
      },
    ]);
  });

  it('submits nothing for a request that is not valid', async () => {
    const answer = await handler({ body: '{"kind":"monthly","period":"soon"}' });

    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body)).toEqual({
      message: 'The request is not valid.',
      errors: ['"period" of a monthly report must look like "2026-01".'],
    });
    expect(batch.calls()).toHaveLength(0);
  });

  it('fails where Batch does, so that the function counts an error', async () => {
    batch.on(SubmitJobCommand).rejects(new Error('The queue is disabled.'));

    await expect(handler({ body: '{"kind":"yearly","period":"2026"}' })).rejects.toThrow('The queue is disabled.');
  });
});
