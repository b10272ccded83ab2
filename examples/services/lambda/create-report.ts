// POST /reports: checks the request and starts the Batch job that writes the report.
import { BatchClient, SubmitJobCommand } from '@aws-sdk/client-batch';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { readRequest, type ReportKind } from './report-request';
import { json } from './response';

const batch = new BatchClient({});

/** The function's entry. Environment: `JOB_QUEUE_ARN`, `MONTHLY_JOB_DEFINITION_ARN`, `YEARLY_JOB_DEFINITION_ARN`. */
export async function handler(event: Pick<APIGatewayProxyEvent, 'body'>): Promise<APIGatewayProxyResult> {
  const read = readRequest(event.body);
  if (!read.ok) {
    return json(400, { message: 'The request is not valid.', errors: read.errors });
  }
  const { kind, period } = read.request;
  const { jobId } = await batch.send(
    new SubmitJobCommand({
      jobName: `${kind}-report-${period}`,
      jobQueue: process.env.JOB_QUEUE_ARN,
      jobDefinition: jobDefinitionOf(kind),
      parameters: { period },
    }),
  );
  // The job's id is the report's id: the job finds it in its own environment, so nothing needs to be stored here.
  return json(202, { id: jobId, kind, period, href: `reports/${jobId}` });
}

function jobDefinitionOf(kind: ReportKind): string | undefined {
  return kind === 'monthly' ? process.env.MONTHLY_JOB_DEFINITION_ARN : process.env.YEARLY_JOB_DEFINITION_ARN;
}
