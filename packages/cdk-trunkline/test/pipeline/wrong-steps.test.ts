// Steps and answers of hooks that are wrong: the error names the pipeline's stack, the hook, and what to do.
import type { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { ManualApprovalStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext, StageContext } from '../../src';
import { CONFIG, MainOnlyPipeline, quickApp, said, ServicesPipeline } from './services-pipeline';

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;

function development(pipelineClass: PipelineClass, app = quickApp()): ServicesPipeline {
  return new pipelineClass(app, 'Pipeline', { pipeline: 'development' });
}

/** A pipeline with one hook that returns something else, as languages without types allow. */
function answering(hook: string, answer: () => unknown): ServicesPipeline {
  class Answering extends ServicesPipeline {}
  Object.defineProperty(Answering.prototype, hook, { value: answer });
  return development(Answering);
}

function step(name: string): ShellStep {
  return new ShellStep(name, { commands: ['true'], primaryOutputDirectory: 'out' });
}

function twoPipelines(make: (step: Step) => Step): Stack {
  const app = quickApp();
  const shared = step('Scan');
  class First extends MainOnlyPipeline {
    public override beforeStages(): Step[] {
      return [shared];
    }
  }
  class Second extends MainOnlyPipeline {
    public override lambdaTests(): Step {
      return make(shared);
    }
  }
  new First(app, 'First', { pipeline: 'development' });
  return new Second(app, 'Second', { pipeline: 'production' });
}

describe('steps', () => {
  test('of another pipeline', () => {
    expect(said(twoPipelines((shared) => shared))).toBe(
      'Error: Second: Hook lambdaTests of pipeline production: returned step "Scan", which belongs to the pipeline of ' +
        'stack First (Hook beforeStages of pipeline development). Create a step for each pipeline, inside the hook.',
    );
  });

  test('that need a step of another pipeline, be it for its files or behind another step', () => {
    const files = (input: Step): Step => new ShellStep('Report', { input, commands: ['true'] });
    const order = (other: Step): Step => {
      const between = step('Between');
      between.addStepDependency(other);
      return files(between);
    };
    for (const make of [files, order]) {
      expect(said(twoPipelines(make))).toMatch(
        /^Error: Second: Hook lambdaTests of pipeline production: returned step "Report", which needs step "Scan" or its files, and that step belongs to the pipeline of stack First \(.*\)\. A step can only need/,
      );
    }
  });

  test('of two apps do not meet: the same classes build one after the other', () => {
    expect([said(development(ServicesPipeline)), said(development(ServicesPipeline))]).toEqual(['nothing', 'nothing']);
  });

  test('that are returned twice: by two hooks, for two regions, or in one list', () => {
    const one = step('Once');
    class TwoHooks extends ServicesPipeline {
      public override infrastructureTests(): Step {
        return one;
      }

      public override lambdaTests(): Step {
        return one;
      }
    }
    expect(said(development(TwoHooks))).toBe(
      'Error: Pipeline: Hook lambdaTests of pipeline development: returned step "Once" again, which Hook ' +
        'infrastructureTests of pipeline development returned already. Create a step each time that the hook is asked, ' +
        'and return it once.',
    );
    class TwoRegions extends ServicesPipeline {
      readonly #step = step('Once');

      public override integrationTests(): Step {
        return this.#step;
      }
    }
    expect(said(development(TwoRegions))).toMatch(
      /stage qa in us-east-1: returned step "Once" again, which Hook integrationTests of pipeline development, stage dev in eu-central-1 returned/,
    );
    expect(
      said(
        answering('beforeStages', () => {
          const twice = step('Twice');
          return [twice, twice];
        }),
      ),
    ).toMatch(/returned step "Twice" again, which the same hook returned already/);
  });

  test('of one name in one CodePipeline stage', () => {
    expect(said(answering('beforeStages', () => [step('Scan'), step('Scan')]))).toBe(
      'Error: Pipeline: Two steps in CodePipeline stage Tests are called "Scan": both of Hook beforeStages of pipeline ' +
        "development. Give one of them another id, such as `context.stepName('Scan')` for a step that exists once a " +
        'stage.',
    );
    expect(said(answering('beforeStages', () => [step('LambdaTests')]))).toMatch(
      /"LambdaTests": one of Hook lambdaTests of pipeline development, one of Hook beforeStages/,
    );
  });

  test('of one name in two regions are no mistake, and neither is a step that two others need', () => {
    const made: Step[] = [];
    class Sharing extends ServicesPipeline {
      public override afterRegion(context: StageContext): Step[] {
        const needed = made[0] ?? step('Needed');
        made.push(needed);
        return [new ShellStep('Check', { input: needed, commands: [context.region] })];
      }
    }
    expect(said(development(Sharing))).toBe('nothing');
  });

  test('without a name', () => {
    expect(said(answering('beforeStages', () => [step('')]))).toMatch(
      /returned a step without a name\. Give the step an/,
    );
  });

  test('that wait for each other: the cycle is said with the pipeline', () => {
    class Cycle extends ServicesPipeline {
      public override beforeStages(): Step[] {
        const [left, right] = [step('Left'), step('Right')];
        left.addStepDependency(right);
        right.addStepDependency(left);
        return [left, right];
      }
    }
    expect(said(development(Cycle))).toMatch(/^Error: Pipeline: .*[Cc]ycle/);
  });
});

describe('what a hook returns', () => {
  test.each<[string, unknown, string]>([
    ['lambdaTests', 'npm test', 'returned the text "npm test" where a step of CDK Pipelines has to be. Return a Step'],
    ['lambdaTests', { commands: [] }, 'returned an object of class Object where a step'],
    ['beforeStages', step('Alone'), 'returned an object of class ShellStep where a list of steps'],
    ['beforeStages', ['npm test'], 'returned a list of steps with the text "npm test" in it. Return a list of Steps'],
    ['beforeStages', [undefined], 'returned a list of steps with nothing in it'],
    ['testEnvironment', [], 'returned a list of 0 where stack outputs by environment variable have to be. Return an'],
    ['testEnvironment', { URL: 'https://' }, 'returned the text "https://" as URL, which is no output of a stack'],
    ['acceptanceTestEnvironment', 7, 'returned number 7 where stack outputs'],
    ['imageEnvironment', { URL: 7 }, 'returned number 7 as URL'],
    ['appStage', {}, 'returned an object of class Object where a Stage has to be. Put the stacks into a subclass'],
    [
      'lambdaTestCommands',
      'npm test',
      'returned the text "npm test" where a list of commands has to be. Return a list',
    ],
    ['lambdaTestCommands', { build: 'npm test' }, 'returned an object of class Object where a list of commands'],
    [
      'lambdaTestCommands',
      [],
      'returned an empty list of commands. Return undefined to leave the step out (None in Python).',
    ],
    ['lambdaTestCommands', ['npm ci', ' \t'], 'returned a blank command 2 of 2. Take it out of the list, or return'],
    ['lambdaTestCommands', [7], 'returned number 7 as command 1 of 1. Return strings alone.'],
    ['synthCommands', [''], 'returned a blank command 1 of 1.'],
    ['installCommands', [], 'returned an empty list of commands.'],
    ['imageCommands', [], 'returned an empty list of commands.'],
    ['integrationTestCommands', [], 'returned an empty list of commands.'],
    ['acceptanceTestCommands', [], 'returned an empty list of commands.'],
    ['infrastructureTestCommands', [], 'returned an empty list of commands.'],
  ])('%s: %j', (hook, answer, expected) => {
    const text = said(answering(hook, () => answer));
    expect(text).toMatch(/^Error: Pipeline: /);
    expect(text).toContain(`Hook ${hook} of pipeline development`);
    expect(text).toContain(expected);
  });

  test('all mistakes of one build are reported together, also those before an exception', () => {
    class Several extends ServicesPipeline {
      public override lambdaTestCommands(): string[] {
        return [];
      }

      public override beforeStages(_context: PipelineContext): Step[] {
        return 'scan' as unknown as Step[];
      }

      public override approval(_context: StageContext): Step | undefined {
        return undefined;
      }

      public override testEnvironment(): Record<string, CfnOutput> {
        throw new Error('no such output');
      }
    }
    expect(said(development(Several)).split('\n')).toEqual([
      'Error: Pipeline: pipeline development has 3 mistakes:',
      '  Hook lambdaTestCommands of pipeline development: returned an empty list of commands. Return undefined to leave the step out (None in Python).',
      '  Hook beforeStages of pipeline development: returned the text "scan" where a list of steps of CDK Pipelines has to be. Return a list of Steps, or undefined for none (None in Python).',
      '  Hook testEnvironment of pipeline development, stage dev in eu-central-1: no such output',
      'Correct them, then run `npx cdk synth` again.',
    ]);
  });
});

describe('approvals', () => {
  const app = (approval: boolean): App =>
    quickApp({ config: { ...CONFIG, accounts: { ...CONFIG.accounts, prod: { ...CONFIG.accounts.prod, approval } } } });

  class Unapproved extends ServicesPipeline {
    public override approval(): Step | undefined {
      return undefined;
    }
  }

  test('that the configuration demands and the hook leaves out', () => {
    expect(said(new Unapproved(app(true), 'Pipeline', { pipeline: 'production' }))).toBe(
      'Error: Pipeline: Hook approval of pipeline production, stage prod in eu-central-1: returned undefined (None in Python), but the ' +
        'configuration demands an approval before stage prod. Return a step, such as ' +
        "`new ManualApprovalStep(context.stepName('Approval'))`, or take `approval: true` out of the stage's " +
        'configuration.',
    );
    expect(said(new Unapproved(app(false), 'Pipeline', { pipeline: 'production' }))).toBe('nothing');
  });

  test('that are none of anybody: the demand is for an action that a person answers', () => {
    class Robot extends ServicesPipeline {
      public override approval(context: StageContext): Step {
        return this.stageStep('Gate', ['true'], context);
      }
    }
    expect(said(new Robot(app(true), 'Pipeline', { pipeline: 'production' }))).toBe(
      'Error: Pipeline: Hook approval of pipeline production, stage prod in eu-central-1: returned step "Gate", which is ' +
        'no manual approval, but the configuration demands one before stage prod. Return a step such as ' +
        "`new ManualApprovalStep(context.stepName('Approval'))`, and a check of your own from `beforeStage`; or take " +
        "`approval: true` out of the stage's configuration.",
    );
    expect(said(new Robot(app(false), 'Pipeline', { pipeline: 'production' }))).toBe('nothing');
  });

  test('of whatever name the hook returns fulfil the demand', () => {
    class Approved extends ServicesPipeline {
      public override approval(): Step {
        return new ManualApprovalStep('Four Eyes');
      }
    }
    expect(said(new Approved(app(true), 'Pipeline', { pipeline: 'production' }))).toBe('nothing');
  });
});

describe('too late', () => {
  test('steps that are added once the pipeline is built, which would never run', () => {
    class Late extends ServicesPipeline {
      public override pipelineBuilt(): void {
        const wave = this.pipeline.waves.at(-1);
        for (const target of [wave, wave?.stages[0]]) {
          expect(() => {
            target?.addPost(step('Late'));
          }).toThrow(
            /cannot be added to with `addPost`: .* has built the pipeline Pipeline\/Delivery already\. Return/,
          );
        }
        expect(() => {
          wave?.addPre(step('Late'));
        }).toThrow(/^Wave Qa cannot be added to with `addPre`/);
        this.node.addMetadata('asked', true);
      }
    }
    const stack = development(Late);
    expect(said(stack)).toBe('nothing');
    expect(stack.node.metadata.map(({ type }) => type)).toContain('asked');
  });

  test('an exception in pipelineBuilt, and a pipeline that a hook reads', () => {
    expect(
      said(
        answering('pipelineBuilt', () => {
          throw new Error('no alarm');
        }),
      ),
    ).toBe('Error: Pipeline: Hook pipelineBuilt of pipeline development: no alarm');
    class Early extends ServicesPipeline {
      public override lambdaTests(): Step | undefined {
        this.pipeline.addWave('Early');
        return undefined;
      }
    }
    expect(said(development(Early))).toMatch(
      /^Error: Pipeline: Hook lambdaTests of pipeline development: Pipeline: `pipeline` exists once the pipeline is built/,
    );
  });
});
