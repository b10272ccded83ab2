// Bucket policies that S3 refuses for their size.
import { describe } from '../iam/unresolved.js';
import { placeOf } from '../proof/causes/finding.js';
import { formatLength, lengthOf } from './policy-text.js';
import type { Rule } from './rule.js';

/** CDK adds statements to a pipeline's bucket for every role that deploys, and never says how long the policy is. */
export const bucketPolicySize: Rule = {
  id: 'bucket-policy-size',
  severity: 'error',
  checks: 'A bucket policy is not longer than S3 takes (quota `bucket_policy_bytes`).',
  why: 'S3 refuses the policy, so the stack that holds the bucket cannot be deployed. The policies of CDK’s own artifact buckets grow with every stage: at about 35 stages of one region they are too long.',
  falsePositives: 'Low: near the limit the length is an estimate where names are generated.',
  source: 'S3 User Guide, Bucket policies (20 KB); the growth was measured by synthesizing.',
  mend: 'Let roles in by a condition on `aws:PrincipalArn` and the organization instead of one by one, as `ArtifactStoreStack` of cdk-trunkline does.',
  check: ({ landscape, quotas }) =>
    landscape.buckets.flatMap(({ name, policy }) => {
      if (policy?.origin.kind !== 'template') return [];
      const size = lengthOf(policy);
      if (size.length <= quotas.bucket_policy_bytes) return [];
      return [
        {
          problem: `The policy of bucket ${describe(name)} has ${formatLength(size)} bytes; S3 takes ${String(quotas.bucket_policy_bytes)}.`,
          place: placeOf(policy.origin),
          consequence: `The deployment of stack ${policy.origin.stackName} would fail: S3 refuses the policy.`,
          remedy: {
            text: 'Replace the statements for single roles by one for everybody with conditions: `StringEquals` on `aws:PrincipalOrgID`, and `ArnLike` on `aws:PrincipalArn` with a pattern of the roles’ names.',
          },
        },
      ];
    }),
};
