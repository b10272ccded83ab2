// Finds the action that a source step became.
import type { IAction, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Step } from 'aws-cdk-lib/pipelines';

/**
 * The action of a source, of which a pipeline may have several: with these, the pipeline's first action may be of a
 * repository that it does not follow.
 *
 * @param pipeline the pipeline, once its first stage is there
 * @param source the step
 */
export function sourceAction(pipeline: Pipeline, source: Step): IAction | undefined {
  const actions = pipeline.stages[0]?.actions ?? [];
  // CDK Pipelines replaces characters of a step's name that an action or an artifact cannot have.
  const name = source.id.replaceAll(/[^A-Za-z0-9.@_-]+/g, '_');
  const output = source.primaryOutput;
  const artifact = output && `${source.id}.${output.id}`.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return (
    actions.find(({ actionProperties }) => actionProperties.actionName === name) ??
    // A step may give its action another name.
    actions.find(({ actionProperties: { outputs = [] } }) =>
      outputs.some(({ artifactName }) => artifactName !== undefined && artifactName === artifact),
    ) ??
    (actions.length === 1 ? actions[0] : undefined)
  );
}
