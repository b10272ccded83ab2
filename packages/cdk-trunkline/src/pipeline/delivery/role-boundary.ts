// Puts the permissions boundary of the configuration onto the roles of a stage that was created without it.
import { AspectPriority, Aspects, CfnResource, PERMISSIONS_BOUNDARY_CONTEXT_KEY, Stack, type Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What IAM lets a boundary be put on. */
const BOUNDED = ['AWS::IAM::Role', 'AWS::IAM::User'];

/**
 * After the Aspect of `Stack`, which puts the boundary there that the stack inherited from the pipeline's: depending on a
 * feature flag it has the priority MUTATING or DEFAULT.
 */
const AFTER_THE_STACK = AspectPriority.DEFAULT + 1;

/**
 * Bounds all roles and users of a stage, unless the stage or one of its stacks brought a boundary of its own.
 *
 * `context.stageProps` has the boundary too, yet Python cannot pass that on; and a stage without it would silently have
 * the boundary of the pipeline's stack.
 *
 * @param stage what a hook returned
 * @param policyName name of the managed policy
 */
export function boundRoles(stage: Stage, policyName: string | undefined): void {
  if (policyName === undefined) return;
  const inherited = stage.node.scope === undefined ? undefined : boundaryOf(stage.node.scope);
  Aspects.of(stage).add(
    {
      visit: (node) => {
        if (!CfnResource.isCfnResource(node) || !BOUNDED.includes(node.cfnResourceType)) return;
        const stack = Stack.of(node);
        if (boundaryOf(stack) !== inherited) return;
        const arn = stack.formatArn({ service: 'iam', region: '', resource: 'policy', resourceName: policyName });
        node.addPropertyOverride('PermissionsBoundary', arn);
      },
    },
    { priority: AFTER_THE_STACK },
  );
}

/** The object that stands in the context, which is the same one in everything that inherited it. */
function boundaryOf(node: IConstruct): unknown {
  return node.node.tryGetContext(PERMISSIONS_BOUNDARY_CONTEXT_KEY) as unknown;
}
