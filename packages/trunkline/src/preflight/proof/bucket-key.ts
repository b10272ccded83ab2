// Buckets that encrypt with a key of KMS: whoever reads and writes their objects has to be let in by the key as well.
import type { LandscapeBucket } from '../landscape/landscape.js';
import type { ActionFacts } from './action-facts.js';
import type { Obligation } from './obligation.js';

/** Objects in a bucket with a key of KMS by default take calls to that key. Source: S3 User Guide, Using SSE-KMS. */
export function bucketKeyObligations(obligation: Obligation, facts: ActionFacts): Obligation[] {
  const { landscape, action } = facts;
  const { target, calls, step } = obligation;
  if (target.kind !== 'bucket') return [];
  const bucket = landscape.bucket(target.name);
  const writes = calls.includes('s3:PutObject');
  const keyCalls = [
    ...(calls.includes('s3:GetObject') ? ['kms:Decrypt'] : []),
    ...(writes ? ['kms:GenerateDataKey'] : []),
  ];
  // An action that deploys files may name a key of its own.
  const key = (writes ? action.configuration.KMSEncryptionKeyARN : undefined) ?? defaultKeyOf(bucket, facts);
  // S3's own key lets in everybody of the account that comes through S3. Source: KMS Developer Guide, AWS managed keys.
  if (bucket === undefined || key === undefined || key.endsWith('alias/aws/s3') || keyCalls.length === 0) return [];
  const { account, region } = bucket.environment;
  return [
    {
      ...obligation,
      step: `${step}, with the bucket's key`,
      calls: keyCalls,
      resource: key,
      target: { kind: 'key', id: key, region, account },
      via: `s3.${region}.amazonaws.com`,
    },
  ];
}

/** By the name that the pipeline has for it, where the bucket is its artifact store: what is wrong with it is one thing. */
function defaultKeyOf(bucket: LandscapeBucket | undefined, { landscape, declared }: ActionFacts): string | undefined {
  const key = bucket?.kmsKey;
  if (bucket === undefined || key === undefined) return key;
  const store = Object.values(declared.pipeline.artifactStores).find(({ location }) => location === bucket.name);
  const named = store?.encryptionKey;
  if (named === undefined) return key;
  const same = landscape.key(named, bucket.environment)?.arn === landscape.key(key, bucket.environment)?.arn;
  return same ? named : key;
}
