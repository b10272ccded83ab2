// GET /status: says whether reports can be asked for, which is whether the queue takes jobs.
import { BatchClient, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { json } from './response';

const batch = new BatchClient({});

const RUNNING = ['VALID', 'UPDATING'];

/** The function's entry. Environment: `JOB_QUEUE_ARN`. */
export async function handler(): Promise<APIGatewayProxyResult> {
  const { jobQueues = [] } = await batch.send(
    new DescribeJobQueuesCommand({ jobQueues: [process.env.JOB_QUEUE_ARN ?? ''] }),
  );
  // A queue takes jobs while it is being updated, as in a deployment.
  const takesReports = jobQueues.some(({ state, status = '' }) => state === 'ENABLED' && RUNNING.includes(status));
  // Many monitors look at the HTTP status alone.
  return json(takesReports ? 200 : 503, { takesReports });
}
