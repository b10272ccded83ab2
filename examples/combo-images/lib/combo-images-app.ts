// The app: artifact stores, the tests' access to the combos, and the pipeline that delivers the combos.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, PipelineConfig, StageAccessStack } from 'cdk-trunkline';
import { CombosPipelineStack } from './combos-pipeline-stack';
import { readCombos } from './read-combos';
import { testStatements } from './test-access';

/**
 * Adds everything to the app.
 *
 * @throws an error named `PipelineConfigError` or `CombosError` where context `config` or `combos` is not valid
 */
export function addComboImages(app: App): CombosPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  const combos = readCombos(app);
  ArtifactStoreStack.forConfig(app, config);
  StageAccessStack.forConfig(app, config, { policyStatements: testStatements(config) });
  return config.pipelines.map(
    ({ name }) => new CombosPipelineStack(app, `combo-images-${name}`, { pipeline: name, config, combos }),
  );
}
