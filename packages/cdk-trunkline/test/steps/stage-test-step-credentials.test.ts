// Whether a stage's profile works with the real SDKs: they fetch the build's credentials, assume the stage's role, call
// with what they got, and do so again when the session ends. AWS itself is played on this machine.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileCommands } from '../../src/steps/stage-profile';
import { awsOnLoopback, BUILD_KEY, STAGE_KEY, type Loopback } from '../accounts/aws-on-loopback';

const ROLE = 'arn:aws:iam::222222222222:role/trunkline-services-dev';
const FOLDER = join(__dirname, '../accounts');

let aws: Loopback | undefined;
let home: string;

beforeEach(() => {
  // The AWS CLI keeps sessions there.
  home = mkdtempSync(join(tmpdir(), 'home '));
});

afterEach(async () => {
  await aws?.close();
  aws = undefined;
  rmSync(home, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands as a build does, in one shell, with nothing in the environment but what is given. */
function run(commands: readonly string[], environment: Record<string, string>): Promise<Outcome> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, ...environment };
  const child = spawn('sh', ['-ec', commands.join('\n')], { env });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      resolve({ status, ...text });
    });
  });
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

function profile(region: string): string[] {
  return profileCommands({ accessRoleArn: ROLE, region, session: 'IntegrationTests' });
}

interface Client {
  readonly name: string;
  /** Lists the buckets so many times. */
  readonly list: (times: number) => string;
  readonly isThere: boolean;
  /** A lifetime in seconds that the client takes for over, or nearly so. */
  readonly ended: number;
}

const JAVASCRIPT: Client = {
  name: 'the AWS SDK for JavaScript',
  list: (times) => `'${process.execPath}' '${FOLDER}/list-buckets.mjs' ${String(times)}`,
  isThere: true,
  ended: -60,
};
const PYTHON: Client = {
  name: 'boto3',
  list: (times) => `python3 '${FOLDER}/list_buckets.py' ${String(times)}`,
  isThere: runs('python3', '-c', 'import boto3'),
  // It refuses a session that is over at once, and renews one that has less than ten minutes.
  ended: 60,
};
const CLI: Client = {
  name: 'the AWS CLI',
  list: () => "aws s3api list-buckets --query 'Buckets[0].Name' --output text",
  isThere: runs('aws', '--version'),
  ended: 60,
};

describe.each([JAVASCRIPT, PYTHON, CLI])('$name', ({ list, isThere, ended, name }) => {
  test.skipIf(!isThere)(
    "assumes the stage's role with the build's credentials, and calls with its session",
    async () => {
      aws = await awsOnLoopback();
      const outcome = await run([...profile('us-east-1'), list(1)], {
        ...aws.environment,
        CODEBUILD_BUILD_NUMBER: '17',
        // CodeBuild sets the pipeline's region.
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
      });
      expect(outcome).toMatchObject({ status: 0, stdout: 'orders-of-dev\n' });
      const [credentials, assumption, call, ...more] = aws.calls;
      expect(more).toEqual([]);
      expect(credentials).toMatchObject({ service: 'container' });
      expect(assumption).toMatchObject({ service: 'sts', key: BUILD_KEY, region: 'us-east-1' });
      expect(assumption?.parameters).toMatchObject({
        Action: 'AssumeRole',
        RoleArn: ROLE,
        RoleSessionName: 'IntegrationTests-17',
      });
      // Nobody asks for more than the hour that AWS allows.
      expect(Number(assumption?.parameters['DurationSeconds'] ?? 3600)).toBeLessThanOrEqual(3600);
      expect(call).toMatchObject({ service: 's3', key: `${STAGE_KEY}0`, region: 'us-east-1' });
    },
  );

  test.skipIf(!isThere)('takes no keys that stand in the environment', async () => {
    aws = await awsOnLoopback();
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other', AWS_SESSION_TOKEN: 'other' };
    await run([...profile('us-east-1'), list(1)], { ...aws.environment, ...keys });
    expect(aws.calls.map(({ key }) => key)).toEqual([undefined, BUILD_KEY, `${STAGE_KEY}0`]);
  });

  // The CLI is a new process each time.
  test.skipIf(!isThere || name === CLI.name)('assumes it again when the session ends', async () => {
    aws = await awsOnLoopback(ended);
    const outcome = await run([...profile('us-east-1'), list(2)], aws.environment);
    expect(outcome).toMatchObject({ status: 0, stdout: 'orders-of-dev\norders-of-dev\n' });
    const keys = aws.calls.filter(({ service }) => service === 's3').map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(new RegExp(`^${STAGE_KEY}\\d$`));
  });

  test.skipIf(!isThere)("has the build's own credentials where the profile is left out", async () => {
    aws = await awsOnLoopback();
    await run([...profile('us-east-1'), `env -u AWS_PROFILE ${list(1)}`], aws.environment);
    expect(aws.calls.map(({ service, key }) => [service, key])).toEqual([
      ['container', undefined],
      ['s3', BUILD_KEY],
    ]);
  });

  test.skipIf(!isThere)('fails without credentials to begin with, as in a rehearsal, and calls nobody', async () => {
    aws = await awsOnLoopback();
    const outcome = await run(
      [...profile('us-east-1'), `env -u AWS_CONTAINER_CREDENTIALS_FULL_URI ${list(1)}`],
      aws.environment,
    );
    expect(outcome.status).not.toBe(0);
    expect(outcome.stderr).toMatch(/credential/i);
    expect(aws.calls).toEqual([]);
  });
});

test.skipIf(!PYTHON.isThere).each([
  ['us-east-1', 'https://sts.us-east-1.amazonaws.com'],
  ['ap-east-1', 'https://sts.ap-east-1.amazonaws.com'],
  ['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com'],
])('the role is assumed at the endpoint of region %s', async (region, endpoint) => {
  const ask = `env -u AWS_ENDPOINT_URL_STS python3 -c "import boto3; print(boto3.client('sts').meta.endpoint_url)"`;
  aws = await awsOnLoopback();
  // Where nothing else is said, an older boto3 asks the global endpoint.
  const outcome = await run([...profile(region), ask], aws.environment);
  expect(outcome).toMatchObject({ status: 0, stdout: `${endpoint}\n` });
});
