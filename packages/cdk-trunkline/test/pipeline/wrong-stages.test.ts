// Stages and names that are wrong: the error names the pipeline's stack, the hook, the Stage, and what to do.
import { Stack, Stage, type App } from 'aws-cdk-lib';
import { ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { StageContext } from '../../src';
import { CONFIG, configWith, MainOnlyPipeline, OneStackStage, pipelineOf, quickApp, said } from './services-pipeline';

function step(name: string): ShellStep {
  return new ShellStep(name, { commands: ['true'] });
}

describe('Stages', () => {
  function delivering(make: (scope: Construct, context: StageContext, stack: Stack) => Stage): string {
    class Delivering extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        return make(scope, context, this);
      }
    }
    return said(new Delivering(quickApp(), 'Delivery', { pipeline: 'development' }));
  }

  test('inside of another stack, or in another app', () => {
    const text = delivering((_, context, stack) => {
      const other = new Stack(stack.node.root, `Other-${context.id}`, { env: context.env });
      return new OneStackStage(other, context.id, 'Main', context.stageProps);
    });
    expect(text).toContain(
      'Hook appStage of pipeline development, stage dev in eu-central-1: returned Stage ' +
        'Other-Dev-eu-central-1/Dev-eu-central-1, which is not inside the stack of this pipeline, Delivery. Create it in ' +
        'the `scope` that the hook is given.',
    );
    expect(delivering((_, context) => new OneStackStage(quickApp(), context.id, 'Main', context.stageProps))).toContain(
      'returned Stage Dev-eu-central-1, which is not inside the stack of this pipeline, Delivery.',
    );
  });

  test('in the app itself are taken, as plain CDK Pipelines takes them', () => {
    expect(
      delivering((_, context, { node }) => new OneStackStage(node.root, context.id, 'Main', context.stageProps)),
    ).toBe('nothing');
  });

  test('of another pipeline', () => {
    const app = quickApp();
    const shared: Stage[] = [];
    class Sharing extends MainOnlyPipeline {
      public override appStage(_scope: Construct, context: StageContext): Stage {
        shared[0] ??= new OneStackStage(app, 'Shared', 'Main', context.stageProps);
        return shared[0];
      }
    }
    const pipelines = Object.fromEntries(['one', 'two'].map((name) => [name, { branch: name, stages: ['dev'] }]));
    const configs = ['one', 'two'].map((name) => configWith({ pipelines: { [name]: pipelines[name] } }));
    configs.forEach((config, index) => {
      const pipeline = index === 0 ? 'one' : 'two';
      new Sharing(app, pipeline, { pipeline, config });
    });
    expect(said(app.node.findChild('two') as Stack)).toMatch(
      /^Error: two: Hook appStage of pipeline two, stage dev in eu-central-1: returned Stage Shared, which Hook appStage of pipeline one, stage dev in eu-central-1 returned already for the pipeline of stack one\. Create a Stage each time/,
    );
  });

  test('of one id', () => {
    expect(delivering((scope, context) => new OneStackStage(scope, 'Same', 'Main', context.stageProps))).toMatch(
      /Hook appStage of pipeline development, stage qa in eu-central-1: .*already a Construct with name 'Same' in .*Delivery.*\. Give each Stage `context\.id`/,
    );
  });

  test('that are returned twice', () => {
    let made: Stage | undefined;
    const text = delivering(
      (scope, context) => (made ??= new OneStackStage(scope, context.id, 'Main', context.stageProps)),
    );
    expect(text).toContain(
      'stage qa in eu-central-1: returned Stage Delivery/Dev-eu-central-1, which Hook appStage of pipeline development, ' +
        'stage dev in eu-central-1 returned already. Create a Stage each time',
    );
  });

  test('of any id are taken, as long as each has its own', () => {
    const text = delivering(
      (scope, context) =>
        new OneStackStage(scope, `My.${context.stageName}_${context.region}`, 'Main', context.stageProps),
    );
    expect(text).toBe('nothing');
  });

  test('whose stack would have an overlong or illegal name', () => {
    const named = (stackName: string): string =>
      delivering((scope, context) => {
        const stage = new Stage(scope, context.id, context.stageProps);
        new Stack(stage, 'Main', { stackName });
        return stage;
      });
    expect(named('x'.repeat(129))).toMatch(
      /stage dev in eu-central-1: Stack name must be <= 128 characters\. .*\. Give the stack a shorter id or `stackName`/,
    );
    // aws-cdk-lib shortens the stack's id to the limit, and then puts the name of the Stage before it.
    expect(
      delivering((scope, context) => new OneStackStage(scope, context.id, 'x'.repeat(120), context.stageProps)),
    ).toMatch(/Stack name must be <= 128 characters\. .*\. Give the stack a shorter id/);
    expect(named('my_stack')).toMatch(
      /Stack name must match .*\. Give the stack an id or `stackName` of letters, digits/,
    );
  });

  test('with an illegal id', () => {
    expect(delivering((scope, context) => new OneStackStage(scope, '1st', 'Main', context.stageProps))).toMatch(
      /invalid stage name "1st".* Give the Stage `context\.id`\./,
    );
  });
});

describe('one pipeline twice in an app', () => {
  test('is one too many, whatever it is called', () => {
    const app = quickApp();
    const config = configWith({});
    new MainOnlyPipeline(app, 'first', { pipeline: 'development', config });
    for (const more of [{}, { pipelineName: 'other' }]) {
      const id = `second-${Object.keys(more).join('')}`;
      expect(() => new MainOnlyPipeline(app, id, { pipeline: 'development', config: configWith({}), ...more })).toThrow(
        `Pipeline stack ${id}: stack first is pipeline development of repository services already, and both would ` +
          'deliver the same stacks. Create one stack for each of $.config.pipelines, then run `npx cdk synth` again.',
      );
    }
    expect(() => new MainOnlyPipeline(app, 'third', { pipeline: 'production', config })).not.toThrow();
  });

  test('or two of one name in CodePipeline', () => {
    const app = quickApp();
    new MainOnlyPipeline(app, 'first', { pipeline: 'development', pipelineName: 'delivery' });
    const config = configWith({ repo: 'shop' });
    expect(
      () => new MainOnlyPipeline(app, 'second', { pipeline: 'development', pipelineName: 'delivery', config }),
    ).toThrow(
      'Pipeline stack second: stack first has a pipeline called "delivery" in account 111111111111 and eu-central-1 ' +
        'already. Give one of them another `pipelineName`, then run `npx cdk synth` again.',
    );
    expect(() => new MainOnlyPipeline(app, 'third', { pipeline: 'production', config })).not.toThrow();
    expect(() => new MainOnlyPipeline(quickApp(), 'first', { pipeline: 'development' })).not.toThrow();
  });
});

describe('names in CodePipeline', () => {
  const withStages = (stages: unknown[], accounts: Record<string, unknown>): App =>
    quickApp({
      config: {
        ...CONFIG,
        accounts: { ...CONFIG.accounts, ...accounts },
        pipelines: { main: { branch: 'a', stages } },
      },
    });

  test('that two stages would share', () => {
    const joined = { account: '666666666666', region: 'eu-central-1' };
    const app = withStages([['dev', 'qa'], 'dev-Qa'], { 'dev-Qa': joined });
    expect(said(new MainOnlyPipeline(app, 'Pipeline', { pipeline: 'main' }))).toMatch(
      /Pipeline: Pipeline main would have two CodePipeline stages called Dev-Qa\. Give one of the stages in \$\.config\.accounts/,
    );
  });

  test.each(['with space', 'x'.repeat(101), ''])('a pipeline called "%s"', (pipelineName) => {
    expect(() => new MainOnlyPipeline(quickApp(), 'Pipeline', { pipeline: 'development', pipelineName })).toThrow(
      /^Pipeline stack Pipeline: ".*" cannot be the name of a pipeline, .* Give another one as `pipelineName`\.$/,
    );
  });

  test('overlong or illegal names of steps are taken: CDK Pipelines shortens and replaces', () => {
    class Named extends MainOnlyPipeline {
      public override beforeStages(): Step[] {
        return [step('x'.repeat(150)), step('has it a space?')];
      }
    }
    const stack = new Named(quickApp(), 'Pipeline', { pipeline: 'development' });
    const names = pipelineOf(stack).Stages.flatMap((stage) => stage.Actions.map((action) => action.Name));
    expect(names.filter((name) => !/^[A-Za-z0-9.@_-]{1,100}$/.test(name))).toEqual([]);
    expect(names).toContain('has_it_a_space_');
  });
});
