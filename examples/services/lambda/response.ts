// How the functions answer API Gateway: JSON, with headers that forbid caching and sniffing.
import type { APIGatewayProxyResult } from 'aws-lambda';

/** An API Gateway proxy answer with a JSON body. */
export function json(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}
