// A plain pipeline with one stage in another account, all of whose obligations are proved: what tests then break.
import { DefaultStackSynthesizer, Stack, Stage, type App, type DefaultStackSynthesizerProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { HOME, MEMBER, provenApp, TOOLCHAIN, type Proven, type ProvenOptions } from './proven.js';

/** What a test adds to it. */
export interface OneStageOptions extends ProvenOptions {
  /** Of all stacks, that of the pipeline too. @default CDK's own roles */
  readonly synthesizer?: DefaultStackSynthesizerProps;
  readonly more?: (stack: Stack, pipeline: CodePipeline) => void;
  /** After the stage is deployed. @default none */
  readonly step?: (stack: Stack) => Step;
  /** What the stage's stack holds. @default a parameter */
  readonly holds?: (main: Stack) => void;
}

/** Synthesizes and proves it. */
export async function oneStage({ synthesizer, more, step, holds, ...options }: OneStageOptions = {}): Promise<Proven> {
  const own = () => ({ synthesizer: new DefaultStackSynthesizer(synthesizer) });
  return provenApp((app: App) => {
    const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME }, ...own() });
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      crossAccountKeys: true,
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
      }),
    });
    const stage = new Stage(app, 'Dev', { env: { account: MEMBER, region: HOME } });
    const main = new Stack(stage, 'Main', own());
    if (holds === undefined) new StringParameter(main, 'Parameter', { stringValue: 'x' });
    else holds(main);
    pipeline.addStage(stage, step === undefined ? {} : { post: [step(stack)] });
    if (more !== undefined) {
      pipeline.buildPipeline();
      more(stack, pipeline);
    }
  }, options);
}
