// AWS as far as a build with a profile calls it, on this machine: the endpoint of the build's credentials, STS and S3.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that was made. */
export interface Call {
  readonly service: 'container' | 'sts' | 's3';
  /** The access key that signed it. */
  readonly key: string | undefined;
  /** The region that it was signed for. */
  readonly region: string | undefined;
  /** The parameters of a call to STS. */
  readonly parameters: Record<string, string>;
}

/** The running endpoints. */
export interface Loopback {
  readonly calls: Call[];
  /** What CodeBuild and a test of endpoints put into the environment. */
  readonly environment: Record<string, string>;
  readonly close: () => Promise<void>;
}

/** The access key of the build's own role. */
export const BUILD_KEY = 'ASIABUILDBUILDBUILD0';

/** How the access keys of assumed roles begin; each session's ends in its number, beginning at 0. */
export const STAGE_KEY = 'ASIASTAGESTAGESTAGE';

/**
 * Starts it on a free port.
 *
 * @param sessionSeconds how long the sessions of assumed roles last from when they begin; they count as ended where this
 *   is negative
 */
export async function awsOnLoopback(sessionSeconds = 3600): Promise<Loopback> {
  const calls: Call[] = [];
  let sessions = 0;
  const server = createServer((request, response) => {
    void request
      .setEncoding('utf8')
      .toArray()
      .then((chunks) => {
        const call = callOf(request, chunks.join(''));
        calls.push(call);
        const isSts = call.service === 'sts';
        const answer = isSts ? assumed(`${STAGE_KEY}${String(sessions++)}`, sessionSeconds) : ANSWERS[call.service];
        const type = call.service === 'container' ? 'application/json' : 'text/xml';
        response.writeHead(200, { 'content-type': type }).end(answer);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    calls,
    environment: {
      // On AWS it is AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, whose address no machine but a container has.
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
      AWS_ENDPOINT_URL_STS: url,
      AWS_ENDPOINT_URL_S3: `${url}/s3`,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function callOf({ url = '', headers }: IncomingMessage, body: string): Call {
  const signed = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '');
  const service = url.startsWith('/container') ? 'container' : url.startsWith('/s3') ? 's3' : 'sts';
  const parameters = service === 'sts' ? Object.fromEntries(new URLSearchParams(body)) : {};
  return { service, key: signed?.[1], region: signed?.[2], parameters };
}

const ANSWERS = {
  container: JSON.stringify({
    AccessKeyId: BUILD_KEY,
    SecretAccessKey: 'secret',
    Token: 'token',
    // These never end, so that only the sessions of the assumed role do.
    Expiration: '2099-01-01T00:00:00Z',
  }),
  s3: '<ListAllMyBucketsResult><Buckets><Bucket><Name>orders-of-dev</Name></Bucket></Buckets></ListAllMyBucketsResult>',
};

function assumed(key: string, seconds: number): string {
  const expiration = new Date(Date.now() + seconds * 1000).toISOString();
  return (
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>' +
    '<AssumedRoleUser><Arn>arn:aws:sts::222222222222:assumed-role/x/y</Arn>' +
    '<AssumedRoleId>x:y</AssumedRoleId></AssumedRoleUser>' +
    `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>` +
    `<SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
    '</AssumeRoleResult></AssumeRoleResponse>'
  );
}
