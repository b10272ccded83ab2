// The pipelines of a template, read although nothing is deployed.
import { PIPELINE_TYPE } from '../../assembly/pipeline-stacks.js';
import { pipelineWithMistakes } from '../../assembly/pipeline-from-resource.js';
import { describe, hasHole } from '../iam/unresolved.js';
import { declaredForm } from './declared-form.js';
import type { LandscapePipeline, UnreadPipeline } from './landscape.js';
import type { StackScope } from './stack-scope.js';
import { originOf } from './template-source.js';
import type { World } from './world.js';

/** The pipelines of a template; one that cannot be read is reported, and kept as that. */
export function pipelinesOf(
  scope: StackScope,
  world: World,
): { readonly read: LandscapePipeline[]; readonly unread: UnreadPipeline[] } {
  const read: LandscapePipeline[] = [];
  const unread: UnreadPipeline[] = [];
  const { source } = scope;
  const { stack, stackName } = source;
  if (stack === undefined) return { read, unread };
  for (const id of scope.idsOf(PIPELINE_TYPE)) {
    // Markers have no place in a pipeline's name, which folders and messages are named after.
    const form = declaredForm(scope, id, PIPELINE_TYPE, `${stackName}-${id}`.slice(0, 100));
    const { pipeline, mistakes } = pipelineWithMistakes(form.resource, form.stack);
    const { arn } = scope.identity(id);
    const origin = originOf(source, id);
    const [open, certain] = pipeline === undefined ? [mistakes, []] : split(mistakes);
    const problem = (mistake: string): string => `the pipeline cannot be read as a whole: ${describe(mistake)}`;
    for (const mistake of open)
      world.reportAt(source, id, problem(mistake), pipeline === undefined ? 'error' : 'warning');
    if (pipeline === undefined) {
      unread.push({ name: form.resource.physicalId, arn, origin, problem: open.map(problem).join('; ') });
    } else {
      read.push({ pipeline, arn, origin, stack, mistakes: certain, properties: form.resource.properties });
    }
  }
  return { read, unread };
}

/** A mistake that a marker makes is none of the pipeline's. */
function split(mistakes: readonly string[]): [open: string[], certain: string[]] {
  return [mistakes.filter((mistake) => hasHole(mistake)), mistakes.filter((mistake) => !hasHole(mistake))];
}
