// The app: artifact stores, the tests' access to the stages, one pipeline for each that the configuration has, and what
// creates those of feature branches.
import type { App } from 'aws-cdk-lib';
import { ArtifactStoreStack, BranchPipelinesStack, PipelineConfig, StageAccessStack } from 'cdk-trunkline';
import { ProjectPipelineStack } from './project-pipeline-stack';
import { testStatements } from './test-access';

/**
 * Adds everything to the app; with `-c branch=feature/x` it is the pipeline of that branch alone.
 *
 * @throws an error named `PipelineConfigError` where context `config` is not valid
 */
export function addServices(app: App): ProjectPipelineStack[] {
  const config = PipelineConfig.fromContext(app);
  ArtifactStoreStack.forConfig(app, config);
  StageAccessStack.forConfig(app, config, { policyStatements: testStatements() });
  BranchPipelinesStack.forConfig(app, config, {
    // The project is one of several in its repository, in whose folder the assembly has to be.
    synthCommands: ['npm run synth --workspace services -- --output "$PWD/cdk.out" -c "branch=$BRANCH"'],
  });
  return config.pipelines.map(
    ({ name }) => new ProjectPipelineStack(app, `services-${name}`, { pipeline: name, config }),
  );
}
