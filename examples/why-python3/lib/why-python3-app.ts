// The app: artifact stores, and one pipeline for each that the configuration has.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, PipelineConfig } from 'cdk-trunkline';
import { ProjectPipelineStack } from './project-pipeline-stack';
import { readDomains } from './site-domain';

/**
 * Adds everything to the app. The access of the pipelines to the stages is delivered with the site.
 *
 * @throws an error named `PipelineConfigError` where context `config` is not valid, and one named `SiteSettingsError`
 *   where context `domains` is not, or does not suit the configuration
 */
export function addWhyPython3(app: App): ProjectPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  // Now, rather than first by the stages, in whose hooks it would be one error inside of another.
  readDomains(app, config);
  ArtifactStoreStack.forConfig(app, config);
  return config.pipelines.map(
    ({ name }) => new ProjectPipelineStack(app, `why-python3-${name}`, { pipeline: name, config }),
  );
}
