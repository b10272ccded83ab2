// Which action gives an artifact out: found once for a pipeline, since every reader asks.
import type { Action, Pipeline } from '../../model/pipeline.js';

const found = new WeakMap<Pipeline, ReadonlyMap<string, Action>>();

/** The action that has the artifact among its outputs; the first where a pipeline wrongly has several. */
export function producerOf(pipeline: Pipeline, artifact: string): Action | undefined {
  let producers = found.get(pipeline);
  if (producers === undefined) {
    const all = pipeline.stages.flatMap(({ actions }) => actions);
    producers = new Map(
      all.flatMap((action) => action.outputArtifacts.map(({ name }) => [name, action] as const)).reverse(),
    );
    found.set(pipeline, producers);
  }
  return producers.get(artifact);
}
