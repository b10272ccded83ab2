// Both APIs on this machine: the real handlers behind one HTTP server that routes as API Gateway does, with AWS mocked.
// A submitted job is done at once, by the container's own code, into a bucket in memory.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BatchClient, DescribeJobQueuesCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { writeReport } from '../../container/report-job';
import { handler as createReport } from '../../lambda/create-report';
import { handler as readReport } from '../../lambda/read-report';
import { handler as readStatus } from '../../lambda/read-status';
import { textBody } from './text-body';

/** A running server. */
export interface LocalApi {
  readonly url: string;
  readonly statusUrl: string;
  readonly close: () => Promise<void>;
}

/** Changes an answer on its way out, so that a test can show that the contract notices. */
export type Sabotage = (answer: APIGatewayProxyResult, request: IncomingMessage) => APIGatewayProxyResult;

/** Starts the API on a free port. */
export async function startLocalApi(sabotage: Sabotage = (answer) => answer): Promise<LocalApi> {
  mockAws();
  const server = createServer((request, response) => {
    answerTo(request).then(
      (answer) => {
        const { statusCode, headers, body } = sabotage(answer, request);
        response.writeHead(statusCode, headers as Record<string, string>).end(body);
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url: `${origin}v1/`,
    statusUrl: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(request: IncomingMessage): Promise<APIGatewayProxyResult> {
  const id = /^\/v1\/reports\/([^/]+)$/.exec(request.url ?? '')?.[1];
  if (request.method === 'POST' && request.url === '/v1/reports') {
    return createReport({ body: (await request.setEncoding('utf8').toArray()).join('') });
  }
  if (request.method === 'GET' && id !== undefined) {
    return readReport({ pathParameters: { id: decodeURIComponent(id) } });
  }
  if (request.method === 'GET' && request.url === '/status') {
    return readStatus();
  }
  return { statusCode: 403, body: '{"message":"Missing Authentication Token"}' };
}

function mockAws(): void {
  const objects = new Map<string, string>();
  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).callsFake((input: { Key: string; Body: string }) => {
    objects.set(input.Key, input.Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake((input: { Key: string }) => {
    const text = objects.get(input.Key);
    if (text === undefined) {
      throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
    }
    return { Body: textBody(text) };
  });
  const queue = { jobQueueName: 'local', jobQueueArn: 'local', priority: 1, computeEnvironmentOrder: [] };
  mockClient(BatchClient)
    .on(DescribeJobQueuesCommand)
    .resolves({ jobQueues: [{ ...queue, state: 'ENABLED', status: 'VALID' }] })
    .on(SubmitJobCommand)
    .callsFake(async (input: { jobName: string; parameters: { period: string } }) => {
      const id = randomUUID();
      const kind = input.jobName.split('-')[0] ?? '';
      await writeReport(new S3Client({}), { id, kind, period: input.parameters.period, bucketName: 'local' });
      return { jobId: id };
    });
}
