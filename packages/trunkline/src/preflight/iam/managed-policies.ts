// The AWS managed policies that CDK's bootstrap template attaches, as far as they are short enough to be known here.
import type { TemplateValue } from '../../model/template.js';
import type { Policy } from './policy.js';
import { unresolved } from './unresolved.js';

/**
 * Documents by the name in `arn:<partition>:iam::aws:policy/<name>`. AWS may add to them; none is known to deny.
 * unsure: whether AWS has added to `AWSCloudFormationReadOnlyAccess` since; its actions are CloudFormation's alone.
 *
 * Source: AWS Managed Policy Reference Guide.
 */
const DOCUMENTS: ReadonlyMap<string, TemplateValue> = new Map<string, TemplateValue>([
  ['AdministratorAccess', statement(['*'])],
  [
    'AWSCloudFormationReadOnlyAccess',
    statement([
      'cloudformation:Describe*',
      'cloudformation:EstimateTemplateCost',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
      'cloudformation:Detect*',
    ]),
  ],
]);

function statement(actions: readonly string[]): TemplateValue {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}

/** An AWS managed policy by its ARN; its document is unknown where this table does not have it, `ReadOnlyAccess` for example. */
export function managedPolicy(arn: string): Policy {
  const name = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const document = name === undefined ? undefined : DOCUMENTS.get(name);
  return { name: arn, document: document ?? unresolved(`the document of ${arn}`) };
}
