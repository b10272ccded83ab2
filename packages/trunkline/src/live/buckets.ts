// Buckets as they are in their accounts: region, policy, encryption, public access, expiry.
import type { Environment } from '../model/environment.js';
import { unresolved } from '../preflight/iam/unresolved.js';
import type { LandscapeBucket } from '../preflight/landscape/landscape.js';
import type { Answer, Calls, Reader } from './calls.js';
import { liveOrigin, livePolicy, unknownPolicy } from './documents.js';
import type { Reading } from './roles.js';

/** A bucket that something names. */
export interface NamedBucket {
  readonly name: string;
  /** `aws` or another partition. */
  readonly partition: string;
  /** The account that it is expected in, and a region to ask in: S3 sends on to the bucket's own. */
  readonly place: Environment;
}

/** Reads a bucket. */
export async function readBucket(reader: Reader, named: NamedBucket): Promise<Reading<LandscapeBucket>> {
  const { name, partition, place } = named;
  // A bucket's name is the world's: without the owner, a stranger's bucket of that name would be read.
  const input = { Bucket: name, ExpectedBucketOwner: place.account };
  const location = await reader.call(place, 's3:GetBucketLocation', input);
  if (location.kind === 'absent') return { kind: 'absent' };
  const region = regionOf(location);
  const home = region === undefined ? place : { ...place, region };
  const [policy, encryption, access, lifecycle] = await Promise.all([
    reader.call(home, 's3:GetBucketPolicy', input),
    reader.call(home, 's3:GetBucketEncryption', input),
    reader.call(home, 's3:GetPublicAccessBlock', input),
    reader.call(home, 's3:GetBucketLifecycleConfiguration', input),
  ]);
  if (policy.kind === 'unread') return { ...policy, thing: unknownBucket(named, policy.why) };
  const arn = `arn:${partition}:s3:::${name}`;
  const environment = { ...place, region: region ?? unresolved(`the region of bucket ${name}`) };
  const kmsKey = keyOf(encryption, name);
  return {
    kind: 'read',
    thing: {
      arn,
      name,
      environment,
      origin: liveOrigin(environment, arn),
      ...(policy.kind === 'absent'
        ? {}
        : {
            policy: livePolicy(
              `the policy of bucket ${name}`,
              policy.output.Policy,
              liveOrigin(environment, arn, 'Policy'),
            ),
          }),
      ...(kmsKey === undefined ? {} : { kmsKey }),
      blocksPublicPolicy:
        access.kind === 'answer' && access.output.PublicAccessBlockConfiguration?.BlockPublicPolicy === true,
      expires: expires(lifecycle),
    },
  };
}

/** What stands in for a bucket that cannot be read. */
export function unknownBucket({ name, partition, place }: NamedBucket, why: string): LandscapeBucket {
  const arn = `arn:${partition}:s3:::${name}`;
  const reason = `bucket ${name} of account ${place.account}: ${why}`;
  const environment = { ...place, region: unresolved(`the region of bucket ${name}`) };
  const origin = liveOrigin(environment, arn);
  return {
    arn,
    name,
    environment,
    origin,
    policy: unknownPolicy(arn, reason, origin),
    kmsKey: unresolved(`the key of ${reason}`),
    blocksPublicPolicy: false,
    expires: true,
  };
}

/** Source: S3 API Reference, GetBucketLocation: no constraint is us-east-1, and `EU` an old name of eu-west-1. */
function regionOf(location: Answer<Calls['s3:GetBucketLocation']['output']>): string | undefined {
  if (location.kind !== 'answer') return undefined;
  const constraint = location.output.LocationConstraint as string | undefined;
  if (constraint === undefined || constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}

function keyOf(encryption: Answer<Calls['s3:GetBucketEncryption']['output']>, name: string): string | undefined {
  if (encryption.kind === 'unread') return unresolved(`the key of bucket ${name}: ${encryption.why}`);
  if (encryption.kind === 'absent') return undefined;
  const [rule] = encryption.output.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === undefined || SSEAlgorithm === 'AES256') return undefined;
  return KMSMasterKeyID ?? 'alias/aws/s3';
}

/** Where it cannot be told, nothing is to be said against it. */
function expires(lifecycle: Answer<Calls['s3:GetBucketLifecycleConfiguration']['output']>): boolean {
  if (lifecycle.kind !== 'answer') return lifecycle.kind === 'unread';
  return (lifecycle.output.Rules ?? []).some(
    ({ Status, Expiration }) =>
      Status === 'Enabled' && (Expiration?.Days !== undefined || Expiration?.Date !== undefined),
  );
}
