// Hands the Aspects and Tags of a pipeline's surroundings down to the stages that it delivers.
import { Aspects, type IAspect, type Stack, type Stage } from 'aws-cdk-lib';

/**
 * Copies every Aspect of the pipeline's stack and of a stage's ancestors, Tags among them, onto the stage, which need not
 * have been created in that stack.
 *
 * A pipeline synthesizes a stage in the moment in which it is added, with the stage's own Aspects alone; what was put on
 * the app or on the pipeline's stack would silently not reach what is deployed.
 *
 * @param stack the pipeline's stack
 * @param stage a stage that was not synthesized yet
 * @param except the Aspect that builds the pipeline
 */
export function inheritAspects(stack: Stack, stage: Stage, except: IAspect): void {
  for (const ancestor of new Set([...stack.node.scopes, ...stage.node.scopes.slice(0, -1)])) {
    for (const { aspect, priority } of Aspects.of(ancestor).applied) {
      if (aspect !== except) Aspects.of(stage).add(aspect, { priority });
    }
  }
}
