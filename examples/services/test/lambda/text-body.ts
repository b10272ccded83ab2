// The body of an S3 object as the SDK hands it out, for mocks.
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';

/** A body of which only the text is read. */
export function textBody(text: string): GetObjectCommandOutput['Body'] {
  return { transformToString: () => Promise.resolve(text) } as GetObjectCommandOutput['Body'];
}
