// Which accounts' lookup roles the steps of a pipeline may assume, read from the policies of its stack.
import type { StackArtifact } from '../model/assembly.js';
import type { TemplateResource, TemplateValue } from '../model/template.js';
import { field, items, textOf } from './template-text.js';

/** The tag that bootstrapping puts on its roles. Source: bootstrap template, `aws-cdk:bootstrap-role`. */
const ROLE_TAG = 'iam:ResourceTag/aws-cdk:bootstrap-role';

/**
 * The accounts that statements of the stack's policies name: by a lookup role's ARN, or by a condition on the role's
 * tag. `all` where such a statement names no account.
 */
export function lookedUpAccounts(stack: StackArtifact): ReadonlySet<string> | 'all' {
  const accounts = new Set<string>();
  for (const statement of Object.values(stack.template.Resources).flatMap(statementsOf)) {
    if (textOf(field(statement, 'Effect'), stack) !== 'Allow') continue;
    if (!items(field(statement, 'Action')).some((action) => action === 'sts:AssumeRole' || action === 'sts:*'))
      continue;
    const byTag = isLimitedToLookups(field(statement, 'Condition'));
    for (const resource of items(field(statement, 'Resource'))) {
      const text = textOf(resource, stack) ?? '';
      if (!byTag && !text.includes('-lookup-role-')) continue;
      const account = /:iam::(\d{12}):/.exec(text)?.[1];
      if (account === undefined) return 'all';
      accounts.add(account);
    }
  }
  return accounts;
}

function statementsOf({ Type, Properties = {} }: TemplateResource): TemplateValue[] {
  const documents =
    Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy'
      ? [Properties.PolicyDocument]
      : Type === 'AWS::IAM::Role'
        ? items(Properties.Policies).map((policy) => field(policy, 'PolicyDocument'))
        : [];
  return documents.flatMap((document) => [...items(field(document, 'Statement'))]);
}

function isLimitedToLookups(condition: TemplateValue | undefined): boolean {
  if (typeof condition !== 'object' || condition === null) return false;
  return Object.values(condition).some((test) =>
    items(field(test as TemplateValue, ROLE_TAG)).some((role) => role === 'lookup'),
  );
}
