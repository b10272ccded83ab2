// The app: artifact stores, and one pipeline for each that the configuration has.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, PipelineConfig } from 'cdk-trunkline';
import { ProjectPipelineStack } from './project-pipeline-stack';

/**
 * Adds everything to the app.
 *
 * @throws an error named `PipelineConfigError` where context `config` is not valid
 */
export function addServices(app: App): ProjectPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  ArtifactStoreStack.forConfig(app, config);
  return config.pipelines.map(
    ({ name }) =>
      new ProjectPipelineStack(app, `services-pipeline-${name}`, {
        pipeline: name,
        pipelineName: `services-${name}`,
        config,
      }),
  );
}
