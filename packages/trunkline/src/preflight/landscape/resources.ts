// All other resources that preflight knows by name, with the policies that are attached to them.
import { isObject, scalarText } from '../../assembly/intrinsics/context.js';
import type { LandscapeResource, PlacedPolicy } from './landscape.js';
import { later, placedPolicy, policyUnderCondition } from './placed-policy.js';
import type { ResourcePolicies } from './resource-policies.js';
import { resourceType } from './resource-types.js';
import type { StackScope } from './stack-scope.js';
import { environmentOf, originOf } from './template-source.js';

/** Types that the landscape has a list of their own for. */
const LISTED: ReadonlySet<string> = new Set([
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::S3::Bucket',
]);

/** The resources of a template. */
export function resourcesOf(scope: StackScope, policies: ResourcePolicies): LandscapeResource[] {
  const types = [...scope.types].filter((type) => !LISTED.has(type) && resourceType(type) !== undefined);
  return types.flatMap((type) => scope.idsOf(type).map((id) => resourceOf(scope, id, type, policies)));
}

function resourceOf(scope: StackScope, id: string, type: string, policies: ResourcePolicies): LandscapeResource {
  const { name, arn, ref } = scope.identity(id);
  const { source } = scope;
  const policy = later(source, () =>
    scope.exists(id) === undefined
      ? policyUnderCondition(scope, id)
      : (ownPolicy(scope, id, type) ?? policies.find(source, type, name, arn, scalarText(ref) ?? name)),
  );
  const properties = later(source, () => scope.properties(id));
  return {
    arn,
    type,
    environment: environmentOf(source),
    origin: originOf(source, id),
    get properties() {
      return properties();
    },
    get policy() {
      return policy();
    },
  };
}

function ownPolicy(scope: StackScope, id: string, type: string): PlacedPolicy | undefined {
  const property = resourceType(type)?.policyProperty;
  const document = property === undefined ? undefined : scope.property(id, property);
  if (property === undefined || document === undefined) return undefined;
  // An empty policy is how some types say that there is none.
  if (isObject(document) && Object.keys(document).length === 0) return undefined;
  return placedPolicy(scope, id, property);
}
