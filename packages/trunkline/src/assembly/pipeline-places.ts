// Walks a pipeline's actions and names their places, for the rules about its structure.
import type { Action, Pipeline, Stage } from '../model/pipeline.js';

/** Finds the mistakes of one kind; every one of them is a sentence that names its place. */
export type PipelineRule = (pipeline: Pipeline) => readonly string[];

/** Every action with its stage, in order. */
export function actionsOf(stages: readonly Stage[]): (readonly [Stage, Action])[] {
  return stages.flatMap((stage) => stage.actions.map((action) => [stage, action] as const));
}

/** `action Build.Synth`, as messages name it. */
export function place(stage: Stage, action: Action): string {
  return `action ${stage.name}.${action.name}`;
}

/** The values that occur more than once, each once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/**
 * Whether everything of the one action is certain to have ended before the other starts: it is of an earlier stage, or
 * of the same stage with a lower run order. Source: CodePipeline User Guide, pipeline structure reference.
 */
export function precedes(
  pipeline: Pipeline,
  earlier: readonly [Stage, Action],
  later: readonly [Stage, Action],
): boolean {
  const [earlierStage, earlierAction] = earlier;
  const [laterStage, laterAction] = later;
  if (earlierStage === laterStage) return earlierAction.runOrder < laterAction.runOrder;
  return pipeline.stages.indexOf(earlierStage) < pipeline.stages.indexOf(laterStage);
}
