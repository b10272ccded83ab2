// Synthesizes one variant at one size in a process of its own, and prints its figures as JSON.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VARIANTS, writeAssets } from './pipelines.mjs';

const { App } = createRequire(import.meta.url)('aws-cdk-lib');
const [variant, stages, regions, assets] = process.argv.slice(2);
const size = { stages: Number(stages), regions: Number(regions), assets: Number(assets) };
const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
try {
  writeAssets(join(folder, 'assets'), size);
  // CDK's built-in validation is off on all sides: it would dominate every figure.
  // So is the limit of 500 resources, which a hundred stages with a test step each exceed on all sides.
  const context = { '@aws-cdk/core:stackResourceLimit': 0 };
  const app = new App({ outdir: join(folder, 'cdk.out'), builtinCloudFormationValidation: false, context });
  const before = process.cpuUsage();
  const stack = VARIANTS[variant](app, size, join(folder, 'assets'));
  app.synth();
  const { user, system } = process.cpuUsage(before);
  const text = readFileSync(join(folder, 'cdk.out', `${stack.artifactId}.template.json`), 'utf8');
  const template = JSON.parse(text);
  const types = Object.values(template.Resources).map((resource) => resource.Type);
  const count = (type) => types.filter((each) => each === type).length;
  const pipeline = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  console.log(
    JSON.stringify({
      cpu: (user + system) / 1000,
      bytes: Buffer.byteLength(JSON.stringify(template)),
      resources: types.length,
      roles: count('AWS::IAM::Role'),
      projects: count('AWS::CodeBuild::Project'),
      codePipelineStages: pipeline.Properties.Stages.length,
      actions: pipeline.Properties.Stages.flatMap((stage) => stage.Actions).length,
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
