// What the app holds: the artifact stores and one pipeline for each of the configuration.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, PipelineConfig } from 'cdk-trunkline';
import { ProjectPipelineStack } from './project-pipeline-stack';
import { readRedirects } from './redirects';

/**
 * Adds everything to the app.
 *
 * @throws an error named `PipelineConfigError` or `ServiceConfigError` where the context of cdk.json is not valid
 */
export function addDjangoService(app: App): ProjectPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  // Now, rather than first by the stages, in whose hooks it would be one error inside of another.
  readRedirects(app);
  ArtifactStoreStack.forConfig(app, config);
  return config.pipelines.map(
    ({ name }) => new ProjectPipelineStack(app, `django-service-${name}`, { pipeline: name, config }),
  );
}
