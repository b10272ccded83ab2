// Hands the Aspects and Tags of a pipeline's surroundings down to the stages that it delivers.
import { Aspects, type IAspect, type Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Copies every Aspect of a stage's ancestors, Tags among them, onto the stage.
 *
 * A pipeline synthesizes a stage in the moment in which it is added, with the stage's own Aspects alone; what was put on
 * the app or on the pipeline's stack would silently not reach what is deployed.
 *
 * @param stage a stage that was not synthesized yet
 * @param except the Aspect that builds the pipeline
 */
export function inheritAspects(stage: Stage, except: IAspect): void {
  const ancestors: IConstruct[] = stage.node.scopes.slice(0, -1);
  for (const ancestor of ancestors) {
    for (const { aspect, priority } of Aspects.of(ancestor).applied) {
      if (aspect !== except) Aspects.of(stage).add(aspect, { priority });
    }
  }
}
