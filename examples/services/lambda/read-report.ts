// GET /reports/{id}: answers with the report that its job wrote into the bucket.
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { json } from './response';

const s3 = new S3Client({});

const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The function's entry. Environment: `BUCKET_NAME`. */
export async function handler(event: Pick<APIGatewayProxyEvent, 'pathParameters'>): Promise<APIGatewayProxyResult> {
  const id = event.pathParameters?.['id'] ?? '';
  // Checked before it becomes part of an object key.
  if (!JOB_ID.test(id)) {
    return json(400, { message: 'A report id is a UUID in lower case.' });
  }
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET_NAME, Key: `reports/${id}.json` }));
    return json(200, JSON.parse((await object.Body?.transformToString()) ?? ''));
  } catch (error) {
    if (error instanceof NoSuchKey) {
      return json(404, { message: `Report ${id} does not exist, or is not finished yet.` });
    }
    throw error;
  }
}
