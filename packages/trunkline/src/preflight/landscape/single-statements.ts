// Resources that add one statement to a resource policy, as the statement that the service makes of them.
import type { TemplateValue } from '../../model/template.js';
import type { StackScope } from './stack-scope.js';
import { field, textField } from './values.js';

/**
 * The statement of an AWS::Lambda::Permission.
 * Source: Lambda API reference, AddPermission; Lambda Developer Guide, resource-based policies.
 */
export function functionPermission(scope: StackScope, id: string): TemplateValue {
  const text = (property: string): string | undefined => textField(scope.property(id, property));
  const conditions: Record<string, TemplateValue> = {};
  const equal: Record<string, TemplateValue> = {};
  const sourceArn = text('SourceArn');
  if (sourceArn !== undefined) conditions.ArnLike = { 'AWS:SourceArn': sourceArn };
  const keys = [
    ['AWS:SourceAccount', 'SourceAccount'],
    ['aws:PrincipalOrgID', 'PrincipalOrgID'],
    ['lambda:EventSourceToken', 'EventSourceToken'],
    ['lambda:FunctionUrlAuthType', 'FunctionUrlAuthType'],
  ] as const;
  for (const [key, property] of keys) {
    const value = text(property);
    if (value !== undefined) equal[key] = value;
  }
  if (Object.keys(equal).length > 0) conditions.StringEquals = equal;
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(text('Principal') ?? scope.mark(`${id}.Principal`)),
    Action: text('Action') ?? scope.mark(`${id}.Action`),
    // unsure: a permission for one version or alias of the function is read as one for the function.
    Resource: '*',
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
  };
}

/** The statement of an AWS::Events::EventBusPolicy. Source: Template Reference; EventBridge API reference, PutPermission. */
export function busStatement(scope: StackScope, id: string): TemplateValue {
  const statement = scope.property(id, 'Statement');
  if (statement !== undefined) return statement;
  const condition = scope.property(id, 'Condition');
  const operator = textField(condition, 'Type');
  const key = textField(condition, 'Key');
  const value = field(condition, 'Value');
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(textField(scope.property(id, 'Principal')) ?? scope.mark(`${id}.Principal`)),
    Action: scope.property(id, 'Action') ?? scope.mark(`${id}.Action`),
    Resource: '*',
    ...(operator === undefined || key === undefined || value === undefined
      ? {}
      : { Condition: { [operator]: { [key]: value } } }),
  };
}

/** Everyone, a service by its domain, or an account or role. */
function principalOf(text: string): TemplateValue {
  if (text === '*') return '*';
  return /\.amazonaws\.com(\.cn)?$/.test(text) ? { Service: text } : { AWS: text };
}
