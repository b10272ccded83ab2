// The same delivery three times: through the superclass, on plain CDK Pipelines, and on plain CDK Pipelines tuned.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// CommonJS, as CDK apps are run: its exports are lazy, which an ESM import of aws-cdk-lib is not.
const require = createRequire(import.meta.url);
const cdk = require('aws-cdk-lib');
const pipelines = require('aws-cdk-lib/pipelines');
const { Asset } = require('aws-cdk-lib/aws-s3-assets');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { GenericPipelineStack, PipelineConfig } = require('../../packages/cdk-trunkline/lib/index.js');

const TOOLING = { account: '111111111111', region: 'eu-central-1' };
const CONNECTION = `arn:aws:codeconnections:eu-central-1:${TOOLING.account}:connection/00000000-0000-4000-8000-000000000000`;
const REGIONS = ['eu-central-1', 'eu-west-1', 'eu-north-1'];
const TEST = ['npm run test:integration'];

/** Names, accounts and regions of the stages, each in an account of its own. */
function stagesOf(size) {
  return Array.from({ length: size.stages }, (_, index) => ({
    name: `stage${index + 1}`,
    account: String(200_000_000_000 + index),
    regions: REGIONS.slice(0, size.regions),
  }));
}

/** A stage with one stack: a bucket, and the assets. */
function deliverable(scope, id, props, size, assetFolder) {
  const stage = new cdk.Stage(scope, id, props);
  const stack = new cdk.Stack(stage, 'Main');
  new Bucket(stack, 'Bucket');
  for (let index = 0; index < size.assets; index++) {
    new Asset(stack, `Asset${index}`, { path: join(assetFolder, `${index}.txt`) });
  }
  return stage;
}

/** Writes the files that are delivered. */
export function writeAssets(folder, size) {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < size.assets; index++) writeFileSync(join(folder, `${index}.txt`), `asset ${index}\n`);
}

/** The pipeline stack of a variant, by name. */
export const VARIANTS = {
  superclass(app, size, assetFolder) {
    const stages = stagesOf(size);
    const config = PipelineConfig.fromObject({
      owner: 'acme',
      repo: 'shop',
      connection_arn: CONNECTION,
      accounts: {
        tooling: TOOLING,
        ...Object.fromEntries(
          stages.map(({ name, account, regions }) => [name, { account, regions, approval: false }]),
        ),
      },
      pipelines: { development: { branch: 'main', stages: stages.map(({ name }) => name) } },
    });
    class Delivery extends GenericPipelineStack {
      appStage(scope, context) {
        return deliverable(scope, context.id, context.stageProps, size, assetFolder);
      }
      installCommands() {
        return ['npm ci'];
      }
      cachePaths() {
        return [];
      }
      infrastructureTests() {
        return undefined;
      }
      lambdaTests() {
        return undefined;
      }
      acceptanceTests() {
        return undefined;
      }
    }
    return new Delivery(app, 'Delivery', { config, pipeline: 'development' });
  },
  plain: (app, size, assetFolder) => plainCdk(app, size, assetFolder, {}),
  tuned: (app, size, assetFolder) =>
    plainCdk(app, size, assetFolder, { publishAssetsInParallel: false, usePipelineRoleForActions: true }),
};

/** By hand, as CDK's documentation shows it. */
function plainCdk(app, size, assetFolder, tuning) {
  const stack = new cdk.Stack(app, 'Delivery', { env: TOOLING });
  const source = pipelines.CodePipelineSource.connection('acme/shop', 'main', { connectionArn: CONNECTION });
  const pipeline = new pipelines.CodePipeline(stack, 'Pipeline', {
    pipelineName: 'shop-development',
    crossAccountKeys: true,
    synth: new pipelines.CodeBuildStep('Synth', {
      input: source,
      installCommands: ['npm ci'],
      commands: ['npx cdk synth'],
      primaryOutputDirectory: 'cdk.out',
    }),
    ...tuning,
  });
  for (const { name, account, regions } of stagesOf(size)) {
    const wave = pipeline.addWave(name);
    for (const region of regions) {
      const stage = deliverable(stack, `${name}-${region}`, { env: { account, region } }, size, assetFolder);
      const deployment = wave.addStage(stage);
      deployment.addPost(
        new pipelines.CodeBuildStep(`IntegrationTests-${name}-${region}`, {
          installCommands: ['npm ci'],
          commands: TEST,
          env: { STAGE_NAME: name, STAGE_ACCOUNT: account, STAGE_REGION: region, STAGE_REGIONS: regions.join(',') },
        }),
      );
    }
  }
  return stack;
}
