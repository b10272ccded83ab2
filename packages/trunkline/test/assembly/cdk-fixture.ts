// Synthesizes a real CDK Pipelines app for tests: cross-account, cross-region, with assets, waves and nested stages.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, CfnOutput, Stack, type StackProps, Stage, type StageProps } from 'aws-cdk-lib';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { temporaryFolder } from './temporary-folder.js';

export const TOOLING = { account: '111111111111', region: 'eu-central-1' };
export const DEV = { account: '222222222222', region: 'eu-central-1' };
export const PROD = { account: '333333333333', region: 'us-east-1' };

/** What differs between the fixtures. */
export interface FixtureOptions {
  readonly publishAssetsInParallel?: boolean;
}

class Main extends Stack {
  public constructor(scope: Construct, id: string, assets: string, props: StackProps = {}) {
    super(scope, id, props);
    const bucket = new Bucket(this, 'Bucket');
    new Asset(this, 'Code', { path: join(assets, 'code') });
    new Asset(this, 'Settings', { path: join(assets, 'settings.json') });
    new DockerImageAsset(this, 'Image', { directory: join(assets, 'image') });
    new CfnOutput(this, 'BucketArn', { value: bucket.bucketArn });
  }
}

class Services extends Stage {
  public constructor(scope: Construct, id: string, assets: string, props: StageProps) {
    super(scope, id, props);
    const main = new Main(this, 'Main', assets, { tags: { team: 'delivery' } });
    const data = new Stack(this, 'Data');
    new Bucket(data, 'Archive');
    main.addStackDependency(data);
  }
}

/** Writes the app's cloud assembly into a new temporary folder and gives its path, `<folder with spaces>/cdk.out`. */
export async function synthesizeServices(options: FixtureOptions = {}): Promise<string> {
  const folder = await temporaryFolder('trunkline fixture ');
  const assets = await writeAssets(folder);
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'ServicesPipeline', { env: TOOLING, tags: { owner: 'platform' } });
  const pipeline = new CodePipeline(stack, 'Delivery', {
    pipelineName: 'services',
    crossAccountKeys: true,
    ...options,
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.connection('example/services', 'main', {
        connectionArn: `arn:aws:codeconnections:eu-central-1:${TOOLING.account}:connection/c0ffee`,
      }),
      env: { NODE_ENV: 'test' },
      commands: ['npm ci', 'npx cdk synth'],
    }),
  });
  pipeline.addStage(new Services(app, 'Dev', assets, { env: DEV }), {
    post: [new ShellStep('Integration', { commands: ['npm run integration'] })],
  });
  const wave = pipeline.addWave('Prod');
  wave.addStage(new Services(stack, 'Us', assets, { env: PROD }), { pre: [new ManualApprovalStep('Release')] });
  app.synth();
  return join(folder, 'cdk.out');
}

/** An app whose stack says nothing about its environment. */
export async function synthesizeAgnostic(): Promise<string> {
  const folder = await temporaryFolder('trunkline-fixture-');
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  new Main(app, 'Anywhere', await writeAssets(folder));
  const outer = new Stage(app, 'Outer', { env: DEV });
  new Bucket(new Stack(new Stage(outer, 'Inner'), 'Deep'), 'Bucket');
  app.synth();
  return join(folder, 'cdk.out');
}

async function writeAssets(folder: string): Promise<string> {
  const assets = join(folder, 'assets');
  await mkdir(join(assets, 'code', 'deep er'), { recursive: true });
  await mkdir(join(assets, 'image'));
  await writeFile(join(assets, 'code', 'index.js'), 'exports.handler = async () => 1;\n');
  await writeFile(join(assets, 'code', 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(assets, 'code', 'deep er', 'größe.txt'), 'ü\n');
  await writeFile(join(assets, 'settings.json'), '{"a":1}\n');
  await writeFile(join(assets, 'image', 'Dockerfile'), 'FROM scratch\n');
  return assets;
}
