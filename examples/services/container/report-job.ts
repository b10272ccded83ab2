// Writes one report: reads the orders of its months from the bucket, and puts the report beside them.
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { monthsOf, summarize, type Report } from './orders';

/** What one job has to do. */
export interface ReportJob {
  readonly id: string;
  readonly kind: string;
  readonly period: string;
  readonly bucketName: string;
}

/** Does the job. A month without orders counts as empty. */
export async function writeReport(s3: S3Client, job: ReportJob): Promise<Report> {
  const files = await Promise.all(
    monthsOf(job.period).map((month) => readOrders(s3, job.bucketName, `orders/${month}.csv`)),
  );
  const report: Report = { id: job.id, kind: job.kind, period: job.period, ...summarize(files) };
  await s3.send(
    new PutObjectCommand({
      Bucket: job.bucketName,
      Key: `reports/${job.id}.json`,
      ContentType: 'application/json',
      Body: JSON.stringify(report),
    }),
  );
  return report;
}

async function readOrders(s3: S3Client, bucketName: string, key: string): Promise<string> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
    return (await object.Body?.transformToString()) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) {
      return '';
    }
    throw error;
  }
}
