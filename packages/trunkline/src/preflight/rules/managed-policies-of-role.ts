// Roles with more managed policies than IAM attaches.
import { nameOf, placeOf } from '../proof/causes/finding.js';
import { rolesOfTemplates } from './role-policies.js';
import type { Rule } from './rule.js';

/** Counts those of AWS and of the app alike. */
export const managedPoliciesOfRole: Rule = {
  id: 'managed-policies-of-role',
  severity: 'error',
  checks: 'A role has no more managed policies than IAM attaches (quota `managed_policies_of_a_role`).',
  why: 'IAM refuses to attach more, so the stack cannot be deployed.',
  falsePositives: 'Low: the quota can be raised; set `quotas.managed_policies_of_a_role` then.',
  source: 'IAM User Guide, IAM and STS quotas (10).',
  mend: 'Merge policies, or have the quota raised.',
  check: (facts) =>
    rolesOfTemplates(facts).flatMap(({ role, managed }) => {
      const most = facts.quotas.managed_policies_of_a_role;
      if (managed.length <= most) return [];
      return [
        {
          problem: `${capitalized(nameOf(role.arn))} has ${String(managed.length)} managed policies; IAM attaches ${String(most)} to a role.`,
          place: placeOf({ ...role.origin, property: 'ManagedPolicyArns' }),
          consequence: `The deployment of stack ${role.origin.stackName} would fail: IAM refuses to attach more.`,
          remedy: {
            text: 'Merge policies, or have the quota raised and say so in `quotas.managed_policies_of_a_role` of .trunklinerc.json.',
          },
        },
      ];
    }),
};

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
