// Roles whose inline policies are too long together.
import { nameOf, placeOf } from '../proof/causes/finding.js';
import { formatLength, lengthOf, sum } from './policy-text.js';
import { rolesOfTemplates } from './role-policies.js';
import type { Rule } from './rule.js';

/** The policies of a pipeline's role grow with its stages, and IAM counts all inline ones together. */
export const inlinePoliciesSize: Rule = {
  id: 'inline-policies-size',
  severity: 'error',
  checks: 'The inline policies of a role are together not longer than IAM takes (quota `inline_policies_characters`).',
  why: 'IAM refuses the policy, so its stack cannot be deployed. CDK moves what is too long into managed policies in most cases, but not what is added to one role from several stacks.',
  falsePositives: 'Low: near the limit the length is an estimate where names are generated.',
  source: 'IAM User Guide, IAM and STS quotas (10,240 characters).',
  mend: 'Put statements into a managed policy, or grant by pattern instead of one resource at a time.',
  check: (facts) =>
    rolesOfTemplates(facts).flatMap(({ role, inline }) => {
      const [first] = inline;
      const size = sum(inline.map(lengthOf));
      const most = facts.quotas.inline_policies_characters;
      if (first === undefined || size.length <= most) return [];
      return [
        {
          problem: `The ${inline.length === 1 ? 'inline policy' : `${String(inline.length)} inline policies`} of ${nameOf(role.arn)} have ${formatLength(size)} characters; IAM takes ${String(most)} for all of a role.`,
          place: placeOf(first.origin),
          consequence: `The deployment of stack ${first.origin.stackName} would fail: IAM refuses the policy.`,
          remedy: {
            text: 'Put a part of the statements into a managed policy (`ManagedPolicy`), or grant by a pattern of names instead of one resource at a time.',
          },
        },
      ];
    }),
};
