// The pipeline of a branch for the tests: a stage of two parts, in two regions, with stacks that depend on each other.
import { Stack, Stage, type App, type StageProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { GenericPipelineStack, PipelineConfig, StageAccessRole, type StageContext } from '../../../src';
import { CONFIG, quickApp } from '../services-pipeline';

/** The configuration of the tests, with pipelines for the branches `feature/**` in dev and qa. */
export const BRANCH_CONFIG = {
  ...CONFIG,
  feature_branches: { stages: ['dev', 'qa'], branches: ['feature/**'] },
};

/** An app as `cdk synth -c branch=...` has it, with some keys of the configuration replaced. */
export function branchApp(branch = 'feature/x', changes: Record<string, unknown> = {}): App {
  return quickApp({ config: { ...BRANCH_CONFIG, ...changes }, branch });
}

/** The same app without a branch: that of the regular pipelines. */
export function regularApp(changes: Record<string, unknown> = {}): App {
  return quickApp({ config: { ...BRANCH_CONFIG, ...changes } });
}

/** Two stacks, of which one is deployed after the other. */
class ShopStage extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const [data, site] = ['Data', 'Site'].map((name) => new Stack(this, name));
    for (const stack of [data, site]) {
      if (stack !== undefined) new StringParameter(stack, 'Parameter', { stringValue: 'x' });
    }
    if (data !== undefined) site?.addStackDependency(data);
  }
}

/** A pipeline with a bootstrap part, which holds the access role of a branch's stage. */
export class ShopPipeline extends GenericPipelineStack {
  public override bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
    const stage = new Stage(scope, context.id, context.stageProps);
    const stack = new Stack(stage, 'Base');
    new StringParameter(stack, 'Parameter', { stringValue: 'x' });
    if (context.isFeatureBranch && context.isFirstRegion) {
      new StageAccessRole(stack, 'Access', { config: context.config, stage: context.stageName });
    }
    return stage;
  }

  public override appStage(scope: Construct, context: StageContext): Stage | undefined {
    return new ShopStage(scope, context.id, context.stageProps);
  }
}

/** The stack of the first pipeline, as an app that loops over `config.pipelines` creates it. */
export function branchPipeline<T extends GenericPipelineStack>(
  app: App,
  create: new (scope: Construct, id: string, props: { pipeline: string }) => T,
): T {
  const config = PipelineConfig.fromContext(app);
  const [stack] = config.pipelines.map(
    ({ name }) => new create(app, `${config.repo}-pipeline-${name}`, { pipeline: name }),
  );
  if (stack === undefined) throw new Error('There is no pipeline.');
  return stack;
}
