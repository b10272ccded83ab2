// A pipeline whose stack says neither account nor region: what its ARNs leave open is a marker, and matches itself.
import { Stack, type App } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { beforeAll, expect, test } from 'vitest';
import { HOME, outcomes, provenApp, TOOLCHAIN, type Proven } from './proven.js';

let proven: Proven;

beforeAll(async () => {
  proven = await provenApp((app: App) => {
    new CodePipeline(new Stack(app, 'Delivery'), 'Pipeline', {
      selfMutation: false,
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
      }),
    });
  });
});

test('nothing is refuted for the region that nobody knows, and no placeholder of CDK is taken for one', () => {
  expect(outcomes(proven, 'refuted')).toEqual([]);
  expect(JSON.stringify(proven.obligations)).not.toMatch(/unknown-(account|region)/);
});

test('what the pipeline does in its own environment is proved all the same', () => {
  // Whether the connection is in the pipeline's account nobody can tell.
  expect(outcomes(proven, 'unproven')).toEqual([expect.stringContaining('uses the connection')]);
  expect(outcomes(proven, 'proved').length).toBeGreaterThan(5);
});
