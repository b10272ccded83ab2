// The app: artifact stores, the tests' access to the stages, and one pipeline for each that the configuration has.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, PipelineConfig, StageAccessStack } from 'cdk-trunkline';
import { ProjectPipelineStack } from './project-pipeline-stack';
import { testStatements } from './test-access';

/**
 * Adds everything to the app.
 *
 * @throws an error named `PipelineConfigError` where context `config` is not valid
 */
export function addServices(app: App): ProjectPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  ArtifactStoreStack.forConfig(app, config);
  StageAccessStack.forConfig(app, config, { policyStatements: testStatements() });
  return config.pipelines.map(
    ({ name }) => new ProjectPipelineStack(app, `services-${name}`, { pipeline: name, config }),
  );
}
