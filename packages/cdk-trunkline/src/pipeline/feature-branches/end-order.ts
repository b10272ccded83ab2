// In which order the stacks of a branch are deleted: the reverse of that in which they were deployed.
import type { StackDeployment } from 'aws-cdk-lib/pipelines';
import type { PlannedWave } from '../delivery/codepipeline-stage';

/** Stacks that do not need each other, and are deleted at the same time. */
export type Deletions = readonly (readonly StackDeployment[])[];

/**
 * Orders the stacks of a pipeline for their deletion.
 *
 * @param waves what the pipeline delivers, in order
 */
export function endOrder(waves: readonly PlannedWave[]): Deletions {
  return waves.toReversed().flatMap((wave) => {
    const steps: StackDeployment[][] = [];
    for (const stack of wave.deployments.flatMap(({ stacks }) => stacks)) (steps[turnOf(stack)] ??= []).push(stack);
    return steps.toReversed();
  });
}

/** How many stacks one after the other have to be deployed before a stack. */
function turnOf({ stackDependencies }: StackDeployment): number {
  return Math.max(-1, ...stackDependencies.map(turnOf)) + 1;
}
