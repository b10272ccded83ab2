// Tells what stays when a branch ends: resources that CloudFormation keeps, and stacks that it does not delete.
import { readFileSync } from 'node:fs';
import { Annotations, Stack } from 'aws-cdk-lib';
import type { StackDeployment } from 'aws-cdk-lib/pipelines';
import type { PlannedWave } from '../delivery/codepipeline-stage';

/** How many are named; the others are counted. */
const MOST_NAMED = 10;

/** Source: CloudFormation Template Reference, DeletionPolicy attribute. */
const KEPT = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly DeletionPolicy?: string }>>;
}

/**
 * Warns of what the end of a branch would leave, or fail at.
 *
 * @param stack the pipeline's stack
 * @param waves what it delivers, as far as synthesized
 */
export function warnOfLeftovers(stack: Stack, waves: readonly PlannedWave[]): void {
  const stacks = waves.flatMap(({ deployments }) => deployments.flatMap((each) => each.stacks));
  const kept = stacks.flatMap(keptBy);
  if (kept.length > 0) {
    const more = kept.length > MOST_NAMED ? ` and ${String(kept.length - MOST_NAMED)} more` : '';
    Annotations.of(stack).addWarningV2(
      'cdk-trunkline:branchLeavesResources',
      `When this branch ends, its stacks are deleted, and these resources stay: ${kept.slice(0, MOST_NAMED).join(', ')}` +
        `${more}. Give them RemovalPolicy.DESTROY where \`context.isFeatureBranch\`, or acknowledge this.`,
    );
  }
  const locked = [stack, ...stacksIn(stack)].filter(({ terminationProtection }) => terminationProtection === true);
  if (locked.length > 0) {
    const names = locked.map(({ stackName }) => stackName).join(', ');
    Annotations.of(stack).addWarningV2(
      'cdk-trunkline:branchProtected',
      `Termination protection lets nobody delete ${names}, so the stage that ends this branch would fail. Switch it off ` +
        'where `config.featureBranch` is there.',
    );
  }
}

function keptBy({ stackName, absoluteTemplatePath }: StackDeployment): string[] {
  const { Resources = {} } = JSON.parse(readFileSync(absoluteTemplatePath, 'utf8')) as Template;
  return Object.entries(Resources)
    .filter(([, { DeletionPolicy = 'Delete' }]) => KEPT.includes(DeletionPolicy))
    .map(([logicalId]) => `${stackName}/${logicalId}`);
}

/** Those of the Stages that hooks created in the pipeline's stack. */
function stacksIn(stack: Stack): Stack[] {
  return stack.node.findAll().filter((each): each is Stack => each !== stack && Stack.isStack(each));
}
