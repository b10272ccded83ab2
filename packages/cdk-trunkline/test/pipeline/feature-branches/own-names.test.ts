// The pipeline of a branch deploys, and at its end deletes, nothing that is not named after its branch.
import { Stack, Stage, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { FeatureBranch, PipelineConfig, type EndStageOptions, type StageContext } from '../../../src';
import { MainOnlyPipeline, said } from '../services-pipeline';
import { branchApp, branchPipeline, regularApp, ShopPipeline } from './branch-pipeline';

const SLUG = FeatureBranch.slugOf('feature/x');

/** A pipeline of an app that names its stacks by itself. */
function naming(nameOf: (context: StageContext) => StackProps): typeof MainOnlyPipeline {
  return class extends MainOnlyPipeline {
    public asked = 0;

    public override appStage(scope: Construct, context: StageContext): Stage {
      const stage = new Stage(scope, context.id, context.stageProps);
      const stack = new Stack(stage, 'Main', nameOf(context));
      new StringParameter(stack, 'Parameter', { stringValue: 'x' });
      return stage;
    }

    public override endStage(): EndStageOptions | undefined {
      this.asked++;
      return undefined;
    }
  };
}

/** The pipeline of a branch whose own stack and name the app has chosen. */
function named(id: string, pipelineName?: string, create = MainOnlyPipeline): MainOnlyPipeline {
  const app = branchApp();
  const [definition] = PipelineConfig.fromContext(app).pipelines;
  const pipeline = definition?.name ?? '';
  return new create(app, id, { pipeline, ...(pipelineName === undefined ? {} : { pipelineName }) });
}

describe('the pipeline of a branch is refused', () => {
  test('where a stack has a name that does not come from the branch, before anybody is asked about its end', () => {
    const stack = branchPipeline(
      branchApp(),
      naming(({ baseStage }) => ({ stackName: `services-${baseStage}` })),
    );
    expect(said(stack)).toMatch(/branch feature\/x .*\n {2}Stack services-dev of CodePipeline stage Dev-feature-x-/);
    expect((stack as unknown as { asked: number }).asked).toBe(0);
  });

  test('where its own stack or its name is that of every branch', () => {
    expect(said(named('Delivery'))).toMatch(/\n {2}The pipeline's own stack Delivery\n/);
    expect(said(named(`Delivery-${SLUG}`, 'services-delivery'))).toMatch(/\n {2}The pipeline services-delivery\n/);
  });

  test('with one error that lists them all, with what to do', () => {
    const text = said(
      named(
        'Delivery',
        'services-delivery',
        naming(() => ({ stackName: 'services-main' })),
      ),
    );
    expect(text.split('\n').slice(1, -1)).toEqual([
      '  The pipeline services-delivery',
      "  The pipeline's own stack Delivery",
      expect.stringMatching(/^ {2}Stack services-main of CodePipeline stage Dev-\S+ in account 222222222222/),
      expect.stringMatching(/^ {2}Stack services-main of CodePipeline stage Qa-\S+ .* eu-central-1$/),
      expect.stringMatching(/^ {2}Stack services-main of CodePipeline stage Qa-\S+ .* us-east-1$/),
    ]);
    expect(text).toContain(`Put "${SLUG}" into each`);
    expect(text).toContain('context.stageName');
  });

  test('where the name is that of another branch', () => {
    const other = FeatureBranch.slugOf('feature/X');
    expect(said(named(`services-${other}`))).toContain("The pipeline's own stack services-");
  });
});

test('names of its own are fine, as long as the branch is in them', () => {
  const own = naming(({ stageName }) => ({ stackName: `services-of-${stageName}` }));
  expect(said(branchPipeline(branchApp(), own))).toBe('nothing');
  expect(said(named(`Delivery-${SLUG}`, `delivery-${SLUG}`))).toBe('nothing');
  expect(said(branchPipeline(branchApp(), ShopPipeline))).toBe('nothing');
});

test('a regular pipeline may be called anything', () => {
  const fixed = naming(() => ({ stackName: 'services-main' }));
  expect(said(branchPipeline(regularApp(), fixed))).toBe('nothing');
});
