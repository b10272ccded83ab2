// The shapes in which projects write plain CDK Pipelines, each with the subclass that it migrates to.
import { type App, Stack, type Environment, type Stage } from 'aws-cdk-lib';
import {
  CodePipeline,
  CodePipelineSource,
  ManualApprovalStep,
  ShellStep,
  StageDeployment,
} from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import { ShopStage } from './shop-stage';

const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000';
const TOOLING: Environment = { account: '111111111111', region: 'eu-central-1' };
const DEV: Environment = { account: '222222222222', region: 'eu-central-1' };
const PROD: Environment = { account: '444444444444', region: 'eu-central-1' };
const PROD_US: Environment = { account: '444444444444', region: 'us-east-1' };

/** What a shape's stages are created with, by stage and region of the configuration. */
type OldStages = (scope: Construct, context: StageContext) => Stage;

/** A plain pipeline and its successor. */
export interface Shape {
  readonly plain: (app: App) => Stack;
  readonly migrated: (app: App, id?: string) => Stack;
}

function plain(addStages: (pipeline: CodePipeline, stack: Stack) => void): Shape['plain'] {
  return (app) => {
    const stack = new Stack(app, 'ShopPipeline', { env: TOOLING });
    const input = CodePipelineSource.connection('acme/shop', 'main', { connectionArn: CONNECTION });
    const synth = new ShellStep('Synth', { input, commands: ['npm ci', 'npx cdk synth'] });
    addStages(new CodePipeline(stack, 'Pipeline', { synth, crossAccountKeys: true }), stack);
    return stack;
  };
}

function migrated(regions: Readonly<Record<string, readonly string[]>>, oldStages: OldStages): Shape['migrated'] {
  class Migrated extends GenericPipelineStack {
    public override appStage(scope: Construct, context: StageContext): Stage {
      return oldStages(scope, context);
    }
  }
  const accounts = Object.entries(regions).map(([stage, listed]) => {
    return [stage, { account: stage === 'dev' ? DEV.account : PROD.account, regions: listed }];
  });
  const config = PipelineConfig.fromObject({
    owner: 'acme',
    repo: 'shop',
    connection_arn: CONNECTION,
    pipelines: { delivery: { branch: 'main', stages: Object.keys(regions) } },
    accounts: { tooling: TOOLING, ...(Object.fromEntries(accounts) as Record<string, unknown>) },
  });
  return (app, id = 'ShopPipeline') => {
    return new Migrated(app, id, { config, pipeline: 'delivery', stackName: 'shop-delivery' });
  };
}

/** Whoever leaves writes a plain pipeline with the ids that the superclass has given. */
export const WAY_OUT: Shape = {
  plain: plain((pipeline, stack) => {
    pipeline.addStage(new ShopStage(stack, 'Dev-eu-central-1', { env: DEV, stageName: 'Dev-shop' }));
    // Two Stages of one stageName: `addStage` would give both to CodePipeline by that name.
    const wave = pipeline.addWave('Prod');
    for (const env of [PROD, PROD_US]) {
      const stage = new ShopStage(stack, `Prod-${String(env.region)}`, { env, stageName: 'Prod-shop' });
      wave.stages.push(StageDeployment.fromStage(stage, { stageName: String(env.region) }));
    }
  }),
  migrated: migrated({ dev: ['eu-central-1'], prod: ['eu-central-1', 'us-east-1'] }, (scope, context) => {
    return new ShopStage(scope, context.id, context.stageProps);
  }),
};

/** Every shape by its name. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'stages straight on the pipeline': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(stack, 'Dev', { env: DEV }));
      pipeline.addStage(new ShopStage(stack, 'Prod', { env: PROD }), { pre: [new ManualApprovalStep('Approve')] });
    }),
    migrated: migrated({ dev: ['eu-central-1'], prod: ['eu-central-1'] }, (scope, context) => {
      return new ShopStage(scope, context.stageName === 'dev' ? 'Dev' : 'Prod', { env: context.env });
    }),
  },
  'a wave over regions': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(stack, 'Dev', { env: DEV }));
      const wave = pipeline.addWave('Production');
      wave.addStage(new ShopStage(stack, 'Prod', { env: PROD }));
      wave.addStage(new ShopStage(stack, 'ProdUs', { env: PROD_US }));
    }),
    migrated: migrated({ dev: ['eu-central-1'], prod: ['eu-central-1', 'us-east-1'] }, (scope, context) => {
      const id = context.stageName === 'dev' ? 'Dev' : context.isFirstRegion ? 'Prod' : 'ProdUs';
      return new ShopStage(scope, id, { env: context.env });
    }),
  },
  'stages with a stageName': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(stack, 'DeployDev', { env: DEV, stageName: 'shop-dev' }));
    }),
    migrated: migrated({ dev: ['eu-central-1'] }, (scope, context) => {
      return new ShopStage(scope, 'DeployDev', { env: context.env, stageName: 'shop-dev' });
    }),
  },
  'stacks with a stackName': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(stack, 'Dev', { env: DEV, mainStackName: 'shop-main' }));
    }),
    migrated: migrated({ dev: ['eu-central-1'] }, (scope, context) => {
      return new ShopStage(scope, 'Dev', { env: context.env, mainStackName: 'shop-main' });
    }),
  },
  'stages in the app': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(stack.node.root as App, 'Dev', { env: DEV }));
    }),
    migrated: migrated({ dev: ['eu-central-1'] }, (scope, context) => {
      return new ShopStage(scope.node.root as App, 'Dev', { env: context.env });
    }),
  },
  'stages in a construct of the pipeline': {
    plain: plain((pipeline, stack) => {
      pipeline.addStage(new ShopStage(new Construct(stack, 'Stages'), 'Dev', { env: DEV }));
    }),
    migrated: migrated({ dev: ['eu-central-1'] }, (scope, context) => {
      return new ShopStage(new Construct(scope, 'Stages'), 'Dev', { env: context.env });
    }),
  },
};
