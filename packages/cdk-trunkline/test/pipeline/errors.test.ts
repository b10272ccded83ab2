// What is said when a hook, or what it returns, is wrong: always with the hook, the pipeline and the stage.
import { CfnResource, Stack, Stage, type CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { ArtifactStores, type StageContext } from '../../src';
import {
  CONFIG,
  configWith,
  MainOnlyPipeline,
  OneStackStage,
  pipelineOf,
  quickApp,
  ServicesPipeline,
} from './services-pipeline';

function development(pipelineClass: typeof ServicesPipeline): ServicesPipeline {
  return new pipelineClass(quickApp(), 'Pipeline', { pipeline: 'development' });
}

describe('errors name the place', () => {
  test('an exception in a hook: hook, pipeline, stage and region', () => {
    class Broken extends MainOnlyPipeline {
      public override testEnvironment(_stage: Stage, context: StageContext): Record<string, CfnOutput> {
        if (context.region === 'us-east-1') throw new Error('no such output');
        return {};
      }
    }
    expect(() => pipelineOf(new Broken(quickApp(), 'Pipeline', { pipeline: 'development' }))).toThrow(
      'Hook testEnvironment of pipeline development, stage qa in us-east-1: no such output',
    );
  });

  test('a main part that is missing, or not overridden, as other languages allow', () => {
    class Missing extends ServicesPipeline {}
    Object.defineProperty(Missing.prototype, 'appStage', { value: () => undefined });
    expect(() => pipelineOf(development(Missing))).toThrow(
      /^Pipeline: pipeline development has 3 mistakes:\n {2}Hook appStage of .*stage dev in eu-central-1: returned nothing/,
    );
    class Unwritten extends ServicesPipeline {}
    Object.defineProperty(Unwritten.prototype, 'appStage', { value: undefined });
    expect(() => pipelineOf(development(Unwritten))).toThrow(/ {2}Hook appStage of .*: is not there\. Override it/);
  });

  test('a stage for another account or region, and a stage without stacks', () => {
    class Elsewhere extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        return new OneStackStage(scope, context.id, 'Main', { env: { account: context.account, region: 'eu-west-3' } });
      }
    }
    const props = { pipeline: 'development' };
    expect(() => pipelineOf(new Elsewhere(quickApp(), 'Pipeline', props))).toThrow(
      /returned Stage Pipeline\/Dev-eu-central-1, which is not for account 222222222222 and region eu-central-1\. Create it with `context\.stageProps`/,
    );
    class Empty extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        return new Stage(scope, context.id, context.stageProps);
      }
    }
    expect(() => pipelineOf(new Empty(quickApp(), 'Pipeline', props))).toThrow(
      /Hook appStage .*stage dev in eu-central-1: returned Stage Pipeline\/Dev-eu-central-1, which has no stack\. Create/,
    );
  });

  test('a region without an artifact store: of a stack that goes elsewhere, and of stores that are too few', () => {
    class Certificates extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        const stage = super.appStage(scope, context);
        if (!context.isFirstRegion) return stage;
        const stack = new Stack(stage, 'Certificates', { env: { account: context.account, region: 'ap-south-1' } });
        new CfnResource(stack, 'Resource', { type: 'AWS::SNS::Topic' });
        return stage;
      }
    }
    const props = { pipeline: 'development' };
    expect(() => pipelineOf(new Certificates(quickApp(), 'Pipeline', props))).toThrow(
      /deploys to "ap-south-1", where it has no artifact store\. Add "ap-south-1" to \$\.config\.artifact_stores\.regions/,
    );
    const artifact_stores = { regions: ['ap-south-1'] };
    const covered = new Certificates(quickApp(), 'Pipeline', { ...props, config: configWith({ artifact_stores }) });
    expect(pipelineOf(covered).ArtifactStores?.map((store) => store.Region)).toContain('ap-south-1');

    class NotAtHome extends MainOnlyPipeline {
      public override artifactStores(): ArtifactStores {
        return ArtifactStores.byName({ regions: ['us-east-1'] });
      }
    }
    expect(() => pipelineOf(new NotAtHome(quickApp(), 'Pipeline', props))).toThrow(/deploys to "eu-central-1", where/);
  });

  test('a pipeline that the configuration has not, and an environment that is not the toolchain account', () => {
    expect(() => new MainOnlyPipeline(quickApp(), 'Pipeline', { pipeline: 'staging' })).toThrow(
      /no pipeline "staging"/,
    );
    const env = { account: CONFIG.accounts.dev.account, region: 'eu-central-1' };
    expect(() => new MainOnlyPipeline(quickApp(), 'Pipeline', { pipeline: 'development', env })).toThrow(
      /Pipeline stack Pipeline: its "env" is not the toolchain account 111111111111 and region eu-central-1/,
    );
  });

  test('an exception in a command hook names that hook, not the step that asked it', () => {
    const hooks: [string, string][] = [
      ['installCommands', 'pipeline development'],
      ['synthCommands', 'pipeline development'],
      ['cloudAssemblyDirectory', 'pipeline development'],
      ['infrastructureTestCommands', 'pipeline development'],
      ['lambdaTestCommands', 'pipeline development'],
      ['imageCommands', 'pipeline development, stage dev in eu-central-1'],
      ['integrationTestCommands', 'pipeline development, stage dev in eu-central-1'],
      ['acceptanceTestCommands', 'pipeline development, stage dev in eu-central-1'],
    ];
    for (const [hook, place] of hooks) {
      class Broken extends ServicesPipeline {}
      Object.defineProperty(Broken.prototype, hook, {
        value: () => {
          throw new Error('no commands today');
        },
      });
      expect(() => pipelineOf(new Broken(quickApp(), 'Pipeline', { pipeline: 'development' }))).toThrow(
        new RegExp(`^Pipeline: Hook ${hook} of ${place}: no commands today$`),
      );
    }
  });

  test('two stacks of one name in one account and region: both stages, both hooks and the remedy', () => {
    class SameName extends MainOnlyPipeline {
      public override bootstrapStage(scope: Construct, context: StageContext): Stage {
        return new OneStackStage(scope, context.id, 'Main', { env: context.env, stageName: 'shop' });
      }

      public override appStage(scope: Construct, context: StageContext): Stage {
        return new OneStackStage(scope, context.id, 'Main', { env: context.env, stageName: 'shop' });
      }
    }
    expect(() => pipelineOf(new SameName(quickApp(), 'Pipeline', { pipeline: 'development' }))).toThrow(
      'Two stacks are called shop-Main in account 222222222222 and region eu-central-1, ' +
        'and one would overwrite the other: Pipeline/Dev-Bootstrap-eu-central-1/Main (Hook bootstrapStage of pipeline ' +
        'development, stage dev in eu-central-1) and Pipeline/Dev-eu-central-1/Main (Hook appStage of pipeline ' +
        'development, stage dev in eu-central-1). Create both Stages with `context.stageProps`, give one of the ' +
        'stacks another `stackName`, or create it in one region alone; then run `npx cdk synth` again.',
    );
  });

  test('one name in two accounts or two regions is no mistake', () => {
    class SameName extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        return new OneStackStage(scope, context.id, 'Main', { env: context.env, stageName: 'shop' });
      }
    }
    expect(() => pipelineOf(new SameName(quickApp(), 'Pipeline', { pipeline: 'development' }))).not.toThrow();
  });
});
