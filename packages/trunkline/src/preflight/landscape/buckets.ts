// The buckets of a template, and the policies that templates give to buckets.
import { isObject } from '../../assembly/intrinsics/context.js';
import type { LandscapeBucket, PlacedPolicy } from './landscape.js';
import { later, policyUnderCondition } from './placed-policy.js';
import type { ResourcePolicies } from './resource-policies.js';
import type { StackScope } from './stack-scope.js';
import { environmentOf, originOf } from './template-source.js';
import { field, items, textField } from './values.js';

/** The key of S3 itself, which encrypts where a bucket wants KMS and names no key. Source: S3 User Guide, SSE-KMS. */
const S3_KEY = 'alias/aws/s3';

/** The buckets of a template. */
export function bucketsOf(scope: StackScope, policies: ResourcePolicies): LandscapeBucket[] {
  return scope.idsOf('AWS::S3::Bucket').map((id) => {
    const { name, arn } = scope.identity(id);
    const policy: PlacedPolicy | undefined =
      scope.exists(id) === undefined
        ? policyUnderCondition(scope, id)
        : policies.find(scope.source, 'AWS::S3::Bucket', name);
    const kmsKey = later(scope.source, () => kmsKeyOf(scope, id));
    const blocked = later(scope.source, () => blocksPublicPolicy(scope, id));
    const expires = later(scope.source, () => objectsExpire(scope, id));
    return {
      arn,
      name,
      environment: environmentOf(scope.source),
      origin: originOf(scope.source, id),
      ...(policy === undefined ? {} : { policy }),
      get kmsKey() {
        return kmsKey();
      },
      get blocksPublicPolicy() {
        return blocked();
      },
      get expires() {
        return expires();
      },
    };
  });
}

function objectsExpire(scope: StackScope, id: string): boolean {
  return items(field(scope.property(id, 'LifecycleConfiguration'), 'Rules')).some(
    (rule) =>
      textField(rule, 'Status') === 'Enabled' &&
      (field(rule, 'ExpirationInDays') !== undefined || field(rule, 'ExpirationDate') !== undefined),
  );
}

function kmsKeyOf(scope: StackScope, id: string): string | undefined {
  const encryption = scope.property(id, 'BucketEncryption');
  const [rule] = items(field(encryption, 'ServerSideEncryptionConfiguration'));
  const byDefault = field(rule, 'ServerSideEncryptionByDefault');
  const algorithm = textField(byDefault, 'SSEAlgorithm');
  if (algorithm === undefined || algorithm === 'AES256') return undefined;
  return textField(byDefault, 'KMSMasterKeyID') ?? S3_KEY;
}

/**
 * New buckets block public access, whoever makes them; a configuration replaces that as a whole.
 * Source: S3 User Guide, Default settings for new S3 buckets; API reference, PublicAccessBlockConfiguration.
 */
function blocksPublicPolicy(scope: StackScope, id: string): boolean {
  const configuration = scope.property(id, 'PublicAccessBlockConfiguration');
  if (!isObject(configuration)) return true;
  return textField(configuration, 'BlockPublicPolicy') === 'true';
}
