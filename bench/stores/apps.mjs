// The same pipelines on plain CDK Pipelines and on shared stores, and what their templates hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// CommonJS, as CDK apps are run: its exports are lazy, which an ESM import of aws-cdk-lib is not.
const require = createRequire(import.meta.url);
const cdk = require('aws-cdk-lib');
const { CodeBuildStep, CodePipeline, CodePipelineSource } = require('aws-cdk-lib/pipelines');
const {
  ArtifactStoreStack,
  GenericPipelineStack,
  PipelineConfig,
} = require('../../packages/cdk-trunkline/lib/index.js');

const TOOLCHAIN = '111111111111';
const STAGE = '222222222222';

/** A stage with nearly nothing in it: the stores are what is measured. */
function stageOf(scope, id, props) {
  const stage = new cdk.Stage(scope, id, props);
  const stack = new cdk.Stack(stage, 'Main');
  new cdk.CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
  return stage;
}

/** Synthesizes an app, without CDK's validation, which would take most of the time. */
function synthesized(fill) {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-stores-'));
  try {
    const app = new cdk.App({ outdir, builtinCloudFormationValidation: false, analyticsReporting: false });
    fill(app);
    return app.synth().stacks.map(({ stackName, template }) => ({ stackName, template }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function counted(stacks) {
  const types = stacks.flatMap(({ template }) => Object.values(template.Resources ?? {}).map(({ Type }) => Type));
  const count = (type) => types.filter((each) => each === type).length;
  return { stacks: stacks.length, buckets: count('AWS::S3::Bucket'), keys: count('AWS::KMS::Key') };
}

const connection = (region) =>
  `arn:aws:codeconnections:${region}:${TOOLCHAIN}:connection/00000000-0000-4000-8000-000000000000`;

/** Plain CDK Pipelines as its documentation shows it, with the keys that other accounts need. */
export function plain(pipelines, regions, together) {
  const add = (app, index) => {
    const stack = new cdk.Stack(app, `pipeline-${index}`, { env: { account: TOOLCHAIN, region: regions[0] } });
    const source = CodePipelineSource.connection('acme/shop', 'main', { connectionArn: connection(regions[0]) });
    const synth = new CodeBuildStep('Synth', { input: source, commands: ['npx cdk synth'] });
    const pipeline = new CodePipeline(stack, 'Pipeline', { crossAccountKeys: true, synth });
    const wave = pipeline.addWave('Dev');
    for (const region of regions) {
      wave.addStage(stageOf(stack, `shop-${index}-${region}`, { env: { account: STAGE, region } }));
    }
  };
  return counted(inApps(pipelines, together, add));
}

/** The superclass on stores that are found by name; these are made once, in an app of their own where pipelines have theirs. */
export function ours(pipelines, regions, together) {
  class Delivery extends GenericPipelineStack {
    appStage(scope, context) {
      return stageOf(scope, context.id, context.stageProps);
    }
    installCommands() {
      return ['npm ci'];
    }
  }
  const configOf = (index) =>
    PipelineConfig.fromObject({
      owner: 'acme',
      repo: `shop-${index}`,
      connection_arn: connection(regions[0]),
      accounts: { tooling: { account: TOOLCHAIN, region: regions[0] }, dev: { account: STAGE, regions } },
      pipelines: { development: { branch: 'main', stages: ['dev'] } },
    });
  const addStores = (app) => ArtifactStoreStack.forConfig(app, configOf(0));
  const add = (app, index) =>
    new Delivery(app, `pipeline-${index}`, { config: configOf(index), pipeline: 'development' });
  if (!together) return counted([...synthesized(addStores), ...inApps(pipelines, false, add)]);
  return counted(
    inApps(pipelines, true, (app, index) => {
      if (index === 0) addStores(app);
      add(app, index);
    }),
  );
}

function inApps(pipelines, together, add) {
  const indices = Array.from({ length: pipelines }, (_, index) => index);
  if (!together) return indices.flatMap((index) => synthesized((app) => add(app, index)));
  return synthesized((app) => indices.forEach((index) => add(app, index)));
}
