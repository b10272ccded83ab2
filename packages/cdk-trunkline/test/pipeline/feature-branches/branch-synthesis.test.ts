// What the pipeline of a branch and its stages are told about the branch.
import type { Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { FeatureBranch, PipelineConfig, type PipelineContext, type StageContext } from '../../../src';
import { buildspecs, MainOnlyPipeline, pipelineOf } from '../services-pipeline';
import { branchApp, branchPipeline, BRANCH_CONFIG, regularApp, ShopPipeline } from './branch-pipeline';

const SLUG = FeatureBranch.slugOf('feature/x');

describe('the synthesis', () => {
  test('is told the branch, quoted for the shell', () => {
    const app = branchApp(`feature/$(x)';\``);
    const [synth] = Object.entries(buildspecs(branchPipeline(app, MainOnlyPipeline))).filter(([name]) =>
      name.endsWith('Synth'),
    );
    const commands = synth?.[1].phases['build']?.commands;
    expect(commands).toEqual([`npx cdk synth --no-lookups -c 'branch=feature/$(x)'\\'';\`'`]);
  });

  test('of a branch in an app whose configuration is not from the context is refused', () => {
    class Ignoring extends MainOnlyPipeline {
      public constructor(scope: Construct, id: string, props: { pipeline: string }) {
        super(scope, id, { ...props, config: PipelineConfig.fromObject(BRANCH_CONFIG) });
      }
    }
    expect(() => new Ignoring(branchApp(), 'Pipeline', { pipeline: 'development' })).toThrow(
      /context "branch" is "feature\/x", and its "config" is not of that branch\. Use `PipelineConfig\.fromContext`/,
    );
  });
});

describe('a context "branch" in an app without pipelines of branches', () => {
  const stack = branchPipeline(branchApp('feature/x', { feature_branches: undefined }), MainOnlyPipeline);

  test('is its own business: the regular pipelines are synthesized', () => {
    expect(stack.context.name).toBe('development');
    const regular = branchPipeline(regularApp({ feature_branches: undefined }), MainOnlyPipeline);
    expect(pipelineOf(stack)).toEqual(pipelineOf(regular));
  });

  test('is warned of, as somebody may have meant a branch', () => {
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('context "branch" is "feature/x", but the configuration allows no pipelines of single'),
    );
    const regular = branchPipeline(regularApp({ feature_branches: undefined }), MainOnlyPipeline);
    Annotations.fromStack(regular).hasNoWarning('*', Match.stringLikeRegexp('regular pipeline'));
  });
});

describe('the stages of a branch', () => {
  test('know that they are, and of which stage', () => {
    const asked: (readonly [string, string, boolean])[] = [];
    class Asking extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        asked.push([context.stageName, context.baseStage, context.isFeatureBranch]);
        return super.appStage(scope, context);
      }
    }
    pipelineOf(
      branchPipeline(branchApp('feature/x', { feature_branches: { stages: ['dev'], branches: ['**'] } }), Asking),
    );
    pipelineOf(branchPipeline(regularApp(), Asking));
    expect(asked.slice(0, 2)).toEqual([
      [`dev-${SLUG}`, 'dev', true],
      ['dev', 'dev', false],
    ]);
  });

  test('are approved by nobody', () => {
    const pipeline = pipelineOf(branchPipeline(branchApp('feature/x', { approval: true }), ShopPipeline));
    expect(JSON.stringify(pipeline)).not.toContain('"Approval"');
  });
});

describe('commands of a project that do not pass the branch on', () => {
  function warned(commandsOf: (context: PipelineContext) => string[]): boolean {
    class Own extends MainOnlyPipeline {
      public override synthCommands(context: PipelineContext): string[] {
        return commandsOf(context);
      }
    }
    const stack = branchPipeline(branchApp(`feature/it's`), Own);
    pipelineOf(stack);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('do not name the branch')).length > 0;
  }

  test('are warned of', () => {
    expect(warned(() => ['npm run synth'])).toBe(true);
  });

  test('are not, where they pass it on', () => {
    expect(warned(({ featureBranch }) => [`npx cdk synth ${featureBranch?.contextArgument ?? ''}`])).toBe(false);
    expect(warned(({ branch }) => [`npm run synth -- "${branch}"`])).toBe(false);
  });
});
