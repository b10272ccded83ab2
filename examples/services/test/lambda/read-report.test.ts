// GET /reports/{id}, with S3 mocked.
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../lambda/read-report';
import { textBody } from './text-body';

const s3 = mockClient(S3Client);
const id = '0f4d2f1c-3c52-4c9e-9a64-1d3b7f1f2a10';

beforeEach(() => {
  s3.reset();
  vi.stubEnv('BUCKET_NAME', 'reports-of-dev');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('reading a report', () => {
  it('answers with what the job wrote', async () => {
    const report = { id, kind: 'yearly', period: '2026', orders: 2, totalCents: 1250 };
    s3.on(GetObjectCommand, { Bucket: 'reports-of-dev', Key: `reports/${id}.json` }).resolves({
      Body: textBody(JSON.stringify(report)),
    });

    const answer = await handler({ pathParameters: { id } });

    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(report);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  it('says that a report is missing or not finished', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} }));

    const answer = await handler({ pathParameters: { id } });

    expect(answer.statusCode).toBe(404);
    expect(JSON.parse(answer.body)).toEqual({ message: `Report ${id} does not exist, or is not finished yet.` });
  });

  it.each(['', 'latest', '..', `../orders/${id}`, id.toUpperCase(), `${id}\n`])(
    'touches no object for the id %j',
    async (wrong) => {
      const answer = await handler({ pathParameters: { id: wrong } });

      expect(answer.statusCode).toBe(400);
      expect(s3.calls()).toHaveLength(0);
    },
  );

  it('fails where S3 does for another reason', async () => {
    s3.on(GetObjectCommand).rejects(new Error('Access Denied'));

    await expect(handler({ pathParameters: { id } })).rejects.toThrow('Access Denied');
  });
});
