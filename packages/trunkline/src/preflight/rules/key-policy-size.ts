// Key policies that KMS refuses for their size.
import { describe } from '../iam/unresolved.js';
import { placeOf } from '../proof/causes/finding.js';
import { formatLength, lengthOf } from './policy-text.js';
import type { Rule } from './rule.js';

/** As bucket policies, key policies grow with the stages of plain CDK Pipelines. */
export const keyPolicySize: Rule = {
  id: 'key-policy-size',
  severity: 'error',
  checks: 'A key policy is not longer than KMS takes (quota `key_policy_bytes`).',
  why: 'KMS refuses the policy, so the stack that holds the key cannot be deployed.',
  falsePositives: 'Low: near the limit the length is an estimate where names are generated.',
  source: 'KMS Developer Guide, Resource quotas (32 KB).',
  mend: 'Let roles in by a condition on `aws:PrincipalArn` and `kms:ViaService` instead of one by one, as `ArtifactStoreStack` of cdk-trunkline does.',
  check: ({ landscape, quotas }) =>
    landscape.keys.flatMap(({ arn, policy }) => {
      if (policy.origin.kind !== 'template') return [];
      const size = lengthOf(policy);
      if (size.length <= quotas.key_policy_bytes) return [];
      return [
        {
          problem: `The policy of key ${describe(arn)} has ${formatLength(size)} bytes; KMS takes ${String(quotas.key_policy_bytes)}.`,
          place: placeOf(policy.origin),
          consequence: `The deployment of stack ${policy.origin.stackName} would fail: KMS refuses the policy.`,
          remedy: {
            text: 'Replace the statements for single roles by one with a condition: `ArnLike` on `aws:PrincipalArn` with a pattern of the roles’ names.',
          },
        },
      ];
    }),
};
