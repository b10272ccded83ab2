// Trust policies that IAM refuses for their size.
import { nameOf, placeOf } from '../proof/causes/finding.js';
import { formatLength, lengthOf } from './policy-text.js';
import { rolesOfTemplates } from './role-policies.js';
import type { Rule } from './rule.js';

/** A role that many pipelines may assume has a long trust policy. */
export const roleTrustSize: Rule = {
  id: 'role-trust-size',
  severity: 'error',
  checks: 'A role’s trust policy is not longer than IAM takes (quota `role_trust_characters`).',
  why: 'IAM refuses the role, so its stack cannot be deployed.',
  falsePositives: 'Low: the quota can be raised to 8192; set `quotas.role_trust_characters` then.',
  source: 'IAM User Guide, IAM and STS quotas (2048 characters).',
  mend: 'Trust accounts with a condition on `aws:PrincipalArn` instead of naming every role.',
  check: (facts) =>
    rolesOfTemplates(facts).flatMap(({ role }) => {
      const size = lengthOf(role.trust);
      const most = facts.quotas.role_trust_characters;
      if (size.length <= most) return [];
      return [
        {
          problem: `The trust policy of ${nameOf(role.arn)} has ${formatLength(size)} characters; IAM takes ${String(most)}.`,
          place: placeOf(role.trust.origin),
          consequence: `The deployment of stack ${role.origin.stackName} would fail: IAM refuses the role.`,
          remedy: {
            text: 'Trust accounts with a condition on aws:PrincipalArn instead of naming every role, or have the quota raised.',
          },
        },
      ];
    }),
};
