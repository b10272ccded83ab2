// Managed policies that IAM refuses for their size.
import { placeOf } from '../proof/causes/finding.js';
import { formatLength, lengthOf } from './policy-text.js';
import { managedPoliciesOfTemplates } from './role-policies.js';
import type { Rule } from './rule.js';

/** A managed policy that an app declares and a role has. */
export const managedPolicySize: Rule = {
  id: 'managed-policy-size',
  severity: 'error',
  checks: 'A managed policy that a role has is not longer than IAM takes (quota `managed_policy_characters`).',
  why: 'IAM refuses the policy, so its stack cannot be deployed.',
  falsePositives: 'Low: near the limit the length is an estimate where names are generated.',
  source: 'IAM User Guide, IAM and STS quotas (6144 characters).',
  mend: 'Split the policy, or grant by pattern instead of one resource at a time.',
  check: (facts) =>
    managedPoliciesOfTemplates(facts).flatMap((policy) => {
      const size = lengthOf(policy);
      const most = facts.quotas.managed_policy_characters;
      if (size.length <= most) return [];
      return [
        {
          problem: `Managed policy ${policy.name} has ${formatLength(size)} characters; IAM takes ${String(most)}.`,
          place: placeOf(policy.origin),
          consequence: `The deployment of stack ${policy.origin.stackName} would fail: IAM refuses the policy.`,
          remedy: { text: 'Split it into several policies, or grant by a pattern of names.' },
        },
      ];
    }),
};
