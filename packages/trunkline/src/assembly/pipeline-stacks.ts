// Finds the stacks of an assembly that declare a pipeline.
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';

/** CloudFormation's name for a pipeline. */
export const PIPELINE_TYPE = 'AWS::CodePipeline::Pipeline';

/** Whether a stack declares a pipeline. */
export function declaresPipeline(stack: StackArtifact): boolean {
  return Object.values(stack.template.Resources).some((resource) => resource.Type === PIPELINE_TYPE);
}

/**
 * The top-level stacks that declare a pipeline, in the assembly's order.
 * @param app the assembly's folder as the user named it
 * @throws TrunklineError `PipelineNotFound` where there is none
 */
export function pipelineStacks(assembly: Assembly, app: string): StackArtifact[] {
  const declaring = assembly.stacks.filter((stack) => stack.nestedIn === '' && declaresPipeline(stack));
  if (declaring.length > 0) return declaring;
  throw new TrunklineError(
    'PipelineNotFound',
    `The cloud assembly ${app} holds no pipeline: none of its top-level stacks declares an ${PIPELINE_TYPE}. ` +
      'Name the right folder with --app, or add a pipeline stack to the app.',
  );
}
