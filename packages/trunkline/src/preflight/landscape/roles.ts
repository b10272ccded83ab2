// The roles of a template, with everything that says what they may do and who may assume them.
import { scalarText } from '../../assembly/intrinsics/context.js';
import type { TemplateValue } from '../../model/template.js';
import { hasHole } from '../iam/unresolved.js';
import type { IdentityPolicies } from './identity-policies.js';
import type { LandscapeRole, PlacedPolicy } from './landscape.js';
import type { StackScope } from './stack-scope.js';
import { later, placedPolicy } from './placed-policy.js';
import { accountOf, nameOf, originOf } from './template-source.js';
import { field, items, textField } from './values.js';

/** The roles of a template. */
export function rolesOf(scope: StackScope, policies: IdentityPolicies): LandscapeRole[] {
  return scope.idsOf('AWS::IAM::Role').map((id) => roleOf(scope, id, policies));
}

function roleOf(scope: StackScope, id: string, policies: IdentityPolicies): LandscapeRole {
  const { source } = scope;
  const { arn, name } = scope.identity(id);
  const account = accountOf(source);
  const trust = placedPolicy(scope, id, 'AssumeRolePolicyDocument');
  const identity = later(source, () =>
    distinct([
      ...inlinePolicies(scope, id),
      ...managedPolicies(scope, id, policies),
      ...policies.ofRole(account, name),
    ]),
  );
  const boundary = later(source, () => boundaryOf(scope, id, policies));
  const tags = later(source, () => tagsOf(scope, id));
  return {
    arn,
    account,
    origin: originOf(source, id),
    trust,
    get identity() {
      return identity();
    },
    get boundary() {
      return boundary();
    },
    get tags() {
      return tags();
    },
  };
}

function inlinePolicies(scope: StackScope, id: string): PlacedPolicy[] {
  return items(scope.property(id, 'Policies')).map((policy, index) => ({
    name: `${nameOf(scope.source, id)}/${textField(policy, 'PolicyName') ?? `Policies[${index}]`}`,
    document: field(policy, 'PolicyDocument') ?? scope.mark(`${id}.Policies[${index}].PolicyDocument`),
    origin: originOf(scope.source, id, `Policies[${index}].PolicyDocument`),
  }));
}

function managedPolicies(scope: StackScope, id: string, policies: IdentityPolicies): PlacedPolicy[] {
  return items(scope.property(id, 'ManagedPolicyArns')).map((arn, index) =>
    namedPolicy(scope, id, `ManagedPolicyArns[${index}]`, arn, policies),
  );
}

function boundaryOf(scope: StackScope, id: string, policies: IdentityPolicies): PlacedPolicy | undefined {
  const arn = scope.property(id, 'PermissionsBoundary');
  return arn === undefined ? undefined : namedPolicy(scope, id, 'PermissionsBoundary', arn, policies);
}

/** The managed policy that a property names; one that is not known where that is no ARN. */
function namedPolicy(
  scope: StackScope,
  id: string,
  property: string,
  arn: TemplateValue,
  policies: IdentityPolicies,
): PlacedPolicy {
  return policies.managed(scalarText(arn) ?? scope.mark(`${id}.${property}`), originOf(scope.source, id, property));
}

/** A managed policy may name the role that names it. */
function distinct(policies: readonly PlacedPolicy[]): readonly PlacedPolicy[] {
  return [...new Set(policies)];
}

function tagsOf(scope: StackScope, id: string): Record<string, string> {
  const own = items(scope.property(id, 'Tags')).flatMap((tag) => {
    const key = textField(tag, 'Key');
    const value = textField(tag, 'Value');
    return key === undefined || value === undefined || hasHole(key) ? [] : [[key, value] as const];
  });
  // CloudFormation gives the stack's tags to its resources; the resource's own go before.
  return Object.fromEntries([...Object.entries(scope.source.stack?.tags ?? {}), ...own]);
}
