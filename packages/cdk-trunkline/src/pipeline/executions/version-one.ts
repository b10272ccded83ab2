// Refuses actions that a pipeline of type V1 does not have.
import { PipelineType, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { PipelineContext } from '../hooks/pipeline-context';

/**
 * Sources: CodePipeline User Guide, What type of pipeline is right for me? and the action reference of
 * ECRBuildAndPublish.
 */
const NOT_IN_V1 = ['Commands', 'ECRBuildAndPublish'];

/**
 * Checks the actions of a pipeline, with everything that hooks added to it.
 *
 * @throws one error that names all actions that need the other type
 */
export function assertVersionOne(pipeline: Pipeline, { name, definition }: PipelineContext): void {
  if (definition.pipelineType !== PipelineType.V1) return;
  const wrong = pipeline.stages.flatMap(({ stageName, actions }) =>
    actions
      .map(({ actionProperties }) => actionProperties)
      .filter(({ provider }) => NOT_IN_V1.includes(provider))
      .map(({ actionName, provider }) => `${stageName}/${actionName} (${provider})`),
  );
  if (wrong.length === 0) return;
  throw new Error(
    `pipeline ${name} is of type V1, by "pipeline_type" in the configuration, and a pipeline of that type has no such ` +
      `actions: ${wrong.join(', ')}. Return a CodeBuildStep from the hook in place of each, such as what \`pipelineStep\` ` +
      'makes, or take "pipeline_type" out of the configuration.',
  );
}
