// The size of a resource policy as the service will get it, known at synthesis because every name in it is.
import type { Stack } from 'aws-cdk-lib';

/** S3 refuses a longer bucket policy. Source: Amazon S3 User Guide, "Bucket policies and user policies": 20 KB. */
export const BUCKET_POLICY_LIMIT = 20 * 1024;

/** KMS refuses a longer key policy. Source: AWS KMS Developer Guide, "Quotas", key policy document size: 32 KB. */
export const KEY_POLICY_LIMIT = 32 * 1024;

/**
 * Counts the bytes of a policy without white space.
 *
 * @param stack the stack that holds the policy
 * @param document the policy
 * @param values what references resolve to, by the JSON of the intrinsic function, such as `{"Ref":"AWS::Partition"}`
 */
export function policySize(stack: Stack, document: unknown, values: ReadonlyMap<string, string>): number {
  return Buffer.byteLength(JSON.stringify(settled(stack.resolve(document), values)));
}

/** The value with its references replaced; one that is not among the values stays as it is, and counts as it stands. */
function settled(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => settled(each, values));
  if (typeof value !== 'object' || value === null) return value;
  const known = values.get(JSON.stringify(value));
  if (known !== undefined) return known;
  const entries = Object.entries(value).map(([key, each]) => [key, settled(each, values)] as const);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'Fn::Join') {
    const [separator, parts] = first[1] as [string, unknown[]];
    if (parts.every((part) => typeof part === 'string')) return parts.join(separator);
  }
  return Object.fromEntries(entries);
}
