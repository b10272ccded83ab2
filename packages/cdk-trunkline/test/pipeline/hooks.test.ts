// The hooks: when they are asked, and how each is overridden or left out.
import { Aspects, CfnResource, Stage, Tags, type IAspect, type Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { CodeBuildStep, ManualApprovalStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext, StageContext } from '../../src';
import {
  buildspecs,
  everyStack,
  MainOnlyPipeline,
  outline,
  pipelineOf,
  quickApp,
  ServicesPipeline,
} from './services-pipeline';

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;

function development(pipelineClass: PipelineClass = ServicesPipeline): ServicesPipeline {
  return new pipelineClass(quickApp(), 'Pipeline', { pipeline: 'development' });
}

/** All actions as `Stage/Action`, without the stacks' names, which CDK leaves out where a stage has nothing else. */
function actions(stack: Stack): string[] {
  return pipelineOf(stack).Stages.flatMap((stage) =>
    stage.Actions.map((action) => `${stage.Name}/${action.Name.replace(/services-\w+\./, '')}`),
  );
}

describe('built late', () => {
  class Late extends ServicesPipeline {
    public readonly asked: string[] = [];
    // A field of a subclass is set after the base constructor has returned.
    private readonly commands = ['make test'];

    public override lambdaTestCommands(): string[] {
      this.asked.push('lambdaTestCommands');
      return this.commands;
    }

    public override pipelineBuilt(context: PipelineContext): void {
      this.asked.push(`pipelineBuilt ${this.codePipeline.stages.map((stage) => stage.stageName).join(' ')}`);
      this.asked.push(context.name);
    }
  }

  test("a subclass's field and its override are both in effect", () => {
    const stack = development(Late);
    expect(buildspecs(stack)['Pipeline/Pipeline/Tests/LambdaTests']?.phases.build?.commands).toEqual(['make test']);
  });

  test('no hook is asked by the constructor, each once at synthesis, and pipelineBuilt when all is there', () => {
    const stack = development(Late) as Late;
    expect(stack.asked).toEqual([]);
    pipelineOf(stack);
    pipelineOf(stack);
    expect(stack.asked).toEqual([
      'lambdaTestCommands',
      'pipelineBuilt Source Build UpdatePipeline Assets Tests Toolchain Dev-Bootstrap Dev Qa-Bootstrap Qa',
      'development',
    ]);
  });

  test.each([true, false])('is the same by buildPipeline() and by synthesis, aspects stabilized: %s', (stabilized) => {
    const late = development();
    const early = development();
    early.buildPipeline();
    const templates = [late, early].map((stack) => {
      const assembly = (stack.node.root as Stage).synth({ aspectStabilization: stabilized });
      return everyStack(assembly).map(({ name, template }) => `${name} ${JSON.stringify(template)}`);
    });
    expect(templates[0]).toEqual(templates[1]);
    expect(templates[0]).toHaveLength(8);
  });

  test('what is built can be read only then, built only once, and no longer be added to', () => {
    const stack = development();
    expect(() => stack.pipeline).toThrow(/`pipeline` exists once.*`pipelineBuilt`, or call `buildPipeline\(\)`/);
    expect(() => stack.codePipeline).toThrow(/`codePipeline` exists once/);
    stack.buildPipeline();
    expect(stack.codePipeline).toBe(stack.pipeline.pipeline);
    expect(() => {
      stack.buildPipeline();
    }).toThrow(/buildPipeline\(\) was already called/);
    expect(() => stack.pipeline.addWave('More')).toThrow(/Wave More cannot be added: buildPipeline\(\) has built/);
    expect(() => stack.pipeline.addStage(new Stage(stack, 'More'))).toThrow(
      /Stage Pipeline\/More cannot be added: build/,
    );
  });
});

describe('leaving out', () => {
  const all = actions(development());

  /** The actions that a pipeline loses by a change. */
  function lost(pipelineClass: PipelineClass): string[] {
    const left = actions(development(pipelineClass));
    expect(left.filter((action) => !all.includes(action))).toEqual([]);
    return all.filter((action) => !left.includes(action));
  }

  const both = (stage: string, action: string): string[] =>
    ['eu-central-1', 'us-east-1'].map((r) => `${stage}/${r}.${action}`);

  test.each<[string, string[]]>([
    ['infrastructureTests', ['Tests/InfrastructureTests']],
    ['lambdaTests', ['Tests/LambdaTests']],
    ['toolchainStage', ['Toolchain/Prepare', 'Toolchain/Deploy']],
    ['images', ['Dev-Bootstrap/Images', ...both('Qa-Bootstrap', 'Images')]],
    ['integrationTests', ['Dev/IntegrationTests', ...both('Qa', 'IntegrationTests')]],
    ['acceptanceTests', ['Dev/AcceptanceTests', 'Qa/AcceptanceTests']],
    ['approval', ['Qa-Bootstrap/Approval']],
  ])('%s that returns undefined takes its step away and nothing else', (hook, gone) => {
    class Without extends ServicesPipeline {}
    Object.defineProperty(Without.prototype, hook, { value: () => undefined });
    expect(lost(Without)).toEqual(gone);
  });

  test.each<[string, string]>([
    ['infrastructureTestCommands', 'Tests/InfrastructureTests'],
    ['lambdaTestCommands', 'Tests/LambdaTests'],
    ['imageCommands', 'Dev-Bootstrap/Images'],
    ['integrationTestCommands', 'Dev/IntegrationTests'],
    ['acceptanceTestCommands', 'Dev/AcceptanceTests'],
  ])('%s without commands takes the step away', (hook, gone) => {
    class Without extends ServicesPipeline {}
    Object.defineProperty(Without.prototype, hook, { value: () => undefined });
    expect(lost(Without)).toContain(gone);
  });

  test('without tests there is no stage for them', () => {
    class Untested extends ServicesPipeline {
      public override infrastructureTests(): undefined {
        return undefined;
      }

      public override lambdaTestCommands(): string[] | undefined {
        return undefined;
      }
    }
    expect(pipelineOf(development(Untested)).Stages.map((stage) => stage.Name)).not.toContain('Tests');
  });

  test('without a bootstrap part, approval and images come before the main part', () => {
    class MainOnly extends ServicesPipeline {
      public override bootstrapStage(): undefined {
        return undefined;
      }
    }
    const stages = outline(pipelineOf(development(MainOnly)));
    expect(stages).toContain(
      'Dev: 1 Images, 2 services-Main.Prepare, 3 services-Main.Deploy, 4 IntegrationTests, 5 AcceptanceTests',
    );
    expect(stages.find((stage) => stage.startsWith('Qa:'))).toMatch(
      /^Qa: 1 Approval, 2 eu-central-1\.Images, 2 us-east-1\.Images, 3 .*Prepare, 3 /,
    );
  });

  test('a bootstrap part in the first region alone leaves the other regions without', () => {
    class Once extends ServicesPipeline {
      public override bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
        return context.isFirstRegion ? super.bootstrapStage(scope, context) : undefined;
      }
    }
    const stages = outline(pipelineOf(development(Once)));
    expect(stages).toContain(
      'Qa-Bootstrap: 1 Approval, 2 services-Repositories.Prepare, 3 services-Repositories.Deploy, 4 Images',
    );
    expect(stages.find((stage) => stage.startsWith('Qa:'))).toMatch(
      /^Qa: 1 .*us-east-1\.Images.*2 us-east-1\.Qa-services/,
    );
  });

  test.each(['source', 'synth'])('%s cannot be left out', (hook) => {
    class Without extends ServicesPipeline {}
    Object.defineProperty(Without.prototype, hook, { value: () => undefined });
    expect(() => pipelineOf(development(Without))).toThrow(
      new RegExp(
        `^Pipeline: Hook ${hook} of pipeline development: returned undefined \\(None in Python\\), but this step cannot be left out`,
      ),
    );
  });
});

describe('overriding', () => {
  test('commands change the step that they belong to', () => {
    class Commands extends ServicesPipeline {
      public override installCommands(context: PipelineContext): string[] {
        return [`install on ${context.branch}`];
      }

      public override synthCommands(): string[] {
        return ['cd app', 'make synth'];
      }

      public override cloudAssemblyDirectory(): string {
        return 'app/assembly';
      }

      public override infrastructureTestCommands(): string[] {
        return ['make infrastructure'];
      }

      public override integrationTestCommands(context: StageContext): string[] {
        return [`make integration-${context.stageName}-${context.region}`];
      }

      public override acceptanceTestCommands(context: StageContext): string[] {
        return [`make acceptance-${context.stageName}`];
      }

      public override cachePaths(): string[] {
        return ['.m2/**/*'];
      }

      public override cacheKey(context: PipelineContext): string {
        return `maven-${context.name}`;
      }

      public override runtimeVersions(): Record<string, string> {
        return { java: 'corretto21' };
      }
    }
    const specs = buildspecs(development(Commands));
    expect(specs['Pipeline/Pipeline/Build/Synth']).toEqual({
      version: '0.2',
      phases: {
        install: { 'runtime-versions': { java: 'corretto21' }, commands: ['install on develop'] },
        build: { commands: ['cd app', 'make synth'] },
      },
      cache: { key: 'maven-development', paths: ['.m2/**/*'] },
      artifacts: { 'base-directory': 'app/assembly', files: ['**/*'] },
    });
    const commands = (step: string): readonly unknown[] =>
      specs[`Pipeline/Pipeline/${step}`]?.phases.build?.commands ?? [];
    expect(commands('Tests/InfrastructureTests')).toEqual(['make infrastructure']);
    // The stage's profile comes first.
    expect(commands('Qa/us-east-1.IntegrationTests').at(-1)).toBe('make integration-qa-us-east-1');
    expect(commands('Qa/AcceptanceTests').at(-1)).toBe('make acceptance-qa');
  });

  test('steps can be replaced by any step of CDK Pipelines', () => {
    class Steps extends ServicesPipeline {
      public override synth(source: Step): Step {
        return new ShellStep('Make', { input: source, commands: ['make'], primaryOutputDirectory: 'out' });
      }

      public override lambdaTests(context: PipelineContext): Step | undefined {
        return this.pipelineStep('Functions', ['make functions'], context);
      }

      public override acceptanceTests(context: StageContext): Step {
        return new CodeBuildStep('Contract', { commands: ['make contract'], envFromCfnOutputs: context.outputs });
      }

      public override approval(context: StageContext): Step {
        return new ManualApprovalStep(`Approve-${context.stageName}`);
      }
    }
    expect(actions(development(Steps))).toEqual(
      expect.arrayContaining(['Build/Make', 'Tests/Functions', 'Dev-Bootstrap/Approve-dev', 'Qa/Contract']),
    );
  });

  test('the cache can be switched off', () => {
    class Uncached extends ServicesPipeline {
      public override cachePaths(): string[] {
        return [];
      }
    }
    const spec = buildspecs(development(Uncached))['Pipeline/Pipeline/Build/Synth'];
    expect(spec?.phases.build).toBeDefined();
    expect(spec).not.toHaveProperty('cache');
  });
});

describe('what surrounds a stage reaches it', () => {
  const visitor = (visited: string[]): IAspect => ({
    visit: (node: IConstruct) => {
      if (CfnResource.isCfnResource(node)) visited.push(node.node.path);
    },
  });

  test.each([true, false])('Aspects of the app and of the pipeline, aspects stabilized: %s', (stabilized) => {
    const stack = development();
    const app = stack.node.root as Stage;
    const [fromApp, fromStack]: [string[], string[]] = [[], []];
    Aspects.of(app).add(visitor(fromApp));
    Aspects.of(stack).add(visitor(fromStack), { priority: 800 });
    app.synth({ aspectStabilization: stabilized });
    for (const visited of [fromApp, fromStack]) {
      expect(visited).toEqual(
        expect.arrayContaining([
          'Pipeline/Pipeline/Resource',
          'Pipeline/Dev-eu-central-1/Main/Parameter/Resource',
          'Pipeline/Qa-Bootstrap-us-east-1/Repositories/Parameter/Resource',
          'Pipeline/Toolchain-eu-central-1/Shared/Parameter/Resource',
        ]),
      );
      expect(new Set(visited).size).toBe(visited.length);
    }
  });

  test('Tags and Aspects of the pipeline, once, also where the Stage was created in the app', () => {
    const visits: string[] = [];
    class InTheApp extends MainOnlyPipeline {
      public override appStage(_scope: Construct, context: StageContext): Stage {
        return super.appStage(this.node.root as Stage, context);
      }
    }
    const app = quickApp();
    const stack = new InTheApp(app, 'Pipeline', { pipeline: 'development' });
    Tags.of(app).add('team', 'platform');
    Tags.of(stack).add('team', 'shop');
    Tags.of(stack).add('cost-center', '42');
    for (const each of [app, stack]) Aspects.of(each).add(visitor(visits));
    const delivered = app.synth().stacksRecursively.filter(({ stackName }) => stackName.endsWith('-services-Main'));
    expect(delivered.map(({ tags }) => tags)).toEqual(
      Array.from({ length: 3 }, () => ({ team: 'shop', 'cost-center': '42' })),
    );
    const here = 'Dev-eu-central-1/Main/Parameter/Resource';
    expect(visits.filter((path) => path === here)).toHaveLength(2);
  });

  test('Tags', () => {
    const stack = development();
    Tags.of(stack.node.root).add('cost-center', '42');
    const templates = everyStack((stack.node.root as Stage).synth());
    const tagged = templates.filter(({ template }) => JSON.stringify(template).includes('cost-center'));
    expect(tagged.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Pipeline/Qa-us-east-1/Main (Qa-services-Main)', 'Pipeline']),
    );
  });
});
