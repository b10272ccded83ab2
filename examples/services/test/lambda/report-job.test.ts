// The job behind a report: its sums, and what it reads and writes, with S3 mocked.
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { monthsOf, summarize } from '../../container/orders';
import { page, reportIds } from '../../container/page';
import { writeReport } from '../../container/report-job';
import { textBody } from './text-body';

const id = '0f4d2f1c-3c52-4c9e-9a64-1d3b7f1f2a10';

describe('the sums of a report', () => {
  it('count the orders and add up their cents, refunds included', () => {
    const files = ['date,customer,cents\n2026-01-03,ada,1200\n2026-01-09,bob,-200\n', 'date,customer,cents\r\n'];
    expect(summarize(files)).toEqual({ orders: 2, totalCents: 1000 });
  });

  it('refuse an amount that is not in cents, naming its line', () => {
    expect(() => summarize(['', 'date,customer,cents\n2026-01-03,ada,12.00'])).toThrow(
      'File 2, line 2: "12.00" is not an amount in cents.',
    );
  });

  it('cover one month, or the twelve months of a year', () => {
    expect(monthsOf('2026-03')).toEqual(['2026-03']);
    expect(monthsOf('2026')).toHaveLength(12);
    expect(monthsOf('2026').at(-1)).toBe('2026-12');
  });
});

describe('the job', () => {
  const s3 = mockClient(S3Client);
  beforeEach(() => {
    s3.reset();
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} }));
  });

  it('reads the orders of all months, and writes the report where the API looks for it', async () => {
    for (const month of ['2026-02', '2026-11']) {
      s3.on(GetObjectCommand, { Bucket: 'reports-of-dev', Key: `orders/${month}.csv` }).resolves({
        Body: textBody(`date,customer,cents\n${month}-01,ada,700\n`),
      });
    }

    await writeReport(new S3Client({}), { id, kind: 'yearly', period: '2026', bucketName: 'reports-of-dev' });

    expect(s3.commandCalls(GetObjectCommand)).toHaveLength(12);
    expect(s3.commandCalls(PutObjectCommand).map((call) => call.args[0].input)).toEqual([
      {
        Bucket: 'reports-of-dev',
        Key: `reports/${id}.json`,
        ContentType: 'application/json',
        Body: JSON.stringify({ id, kind: 'yearly', period: '2026', orders: 2, totalCents: 1400 }),
      },
    ]);
  });

  it('writes nothing when orders cannot be read', async () => {
    s3.on(GetObjectCommand).rejects(new Error('Access Denied'));

    const job = { id, kind: 'monthly', period: '2026-01', bucketName: 'reports-of-dev' };
    await expect(writeReport(new S3Client({}), job)).rejects.toThrow('Access Denied');
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
  });
});

describe('the website', () => {
  it('lists finished reports alone, in order', () => {
    const other = 'f0000000-3c52-4c9e-9a64-1d3b7f1f2a10';
    const ids = reportIds([`reports/${other}.json`, `reports/${id}.json`, 'reports/<script>.json', 'orders/2026.csv']);
    expect(ids).toEqual([id, other]);
    expect(page(ids)).toContain(`<li>${id}</li><li>${other}</li>`);
  });
});
