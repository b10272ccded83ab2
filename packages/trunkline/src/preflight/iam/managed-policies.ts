// AWS managed policies, by their ARNs.
import { MANAGED_POLICY_DOCUMENTS } from './managed-policy-documents.js';
import type { Policy } from './policy.js';
import { unresolved } from './unresolved.js';

/**
 * An AWS managed policy by its ARN. Its document is unknown where no table here has it: `ReadOnlyAccess` and
 * `job-function/ViewOnlyAccess`, for example, list very many actions and change often.
 */
export function managedPolicy(arn: string): Policy {
  const name = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const document = name === undefined ? undefined : MANAGED_POLICY_DOCUMENTS.get(name);
  return { name: arn, document: document ?? unresolved(`the document of ${arn}`) };
}
