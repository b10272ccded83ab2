// Steps of a project's own: where each hook puts them, and that the order is one of CodePipeline, not of luck.
import type { App, CfnOutput, Stage } from 'aws-cdk-lib';
import { ManualApprovalStep, ShellStep, Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext, StageContext } from '../../src';
import type { OneStackStage } from './services-pipeline';
import {
  CONFIG,
  MainOnlyPipeline,
  outline,
  pipelineOf,
  quickApp,
  ServicesPipeline,
  type SynthesizedAction,
} from './services-pipeline';

function step(name: string): ShellStep {
  return new ShellStep(name, { commands: ['true'] });
}

/** Every hook for steps of one's own returns one. */
class OwnSteps extends ServicesPipeline {
  public override beforeStages(_context: PipelineContext): Step[] | undefined {
    return [step('BeforeStages')];
  }

  public override betweenStages(context: StageContext): Step[] | undefined {
    return [step(context.stepName('BetweenStages'))];
  }

  public override afterStages(_context: PipelineContext): Step[] | undefined {
    return [step('AfterStages')];
  }

  public override beforeStage(context: StageContext): Step[] | undefined {
    return [step(context.stepName('BeforeStage'))];
  }

  public override betweenParts(context: StageContext): Step[] | undefined {
    return [step(context.stepName('BetweenParts'))];
  }

  public override afterStage(context: StageContext): Step[] | undefined {
    return [step(context.stepName('AfterStage'))];
  }

  public override beforeRegion(_context: StageContext): Step[] | undefined {
    return [step('BeforeRegion')];
  }

  public override betweenRegions(context: StageContext): Step[] | undefined {
    return [step(context.stepName('BetweenRegions'))];
  }

  public override afterRegion(_context: StageContext): Step[] | undefined {
    return [step('AfterRegion')];
  }
}

class WithoutBootstrap extends OwnSteps {
  public override bootstrapStage(): undefined {
    return undefined;
  }
}

function app(stages: unknown[], accounts: Record<string, unknown> = {}): App {
  const pipelines = { main: { branch: 'trunk', stages } };
  return quickApp({ config: { ...CONFIG, pipelines, accounts: { ...CONFIG.accounts, ...accounts } } });
}

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;

function stagesOf(pipelineClass: PipelineClass, of: App): string[] {
  return outline(pipelineOf(new pipelineClass(of, 'Pipeline', { pipeline: 'main' }))).slice(4);
}

const FIRST = { ...CONFIG.accounts.qa, region_order: 'first_region_first' };

describe('each hook has its place', () => {
  test('with a bootstrap part, in one region and in two, the first one first', () => {
    expect(stagesOf(OwnSteps, app(['dev', 'qa'], { qa: FIRST }))).toEqual([
      'Tests: 1 BeforeStages, 1 InfrastructureTests, 1 LambdaTests',
      'Toolchain: 1 Prepare, 2 Deploy',
      'Dev-Bootstrap: 1 BeforeStage, 2 services-Repositories.Prepare, 3 services-Repositories.Deploy, 4 Images',
      'Dev: 1 BetweenParts, 2 BeforeRegion, 3 services-Main.Prepare, 4 services-Main.Deploy, 5 IntegrationTests, ' +
        '6 AfterRegion, 7 AcceptanceTests, 8 AfterStage',
      'Qa-Bootstrap: 1 BetweenStages, 2 Approval, 3 BeforeStage, ' +
        '4 eu-central-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '4 us-east-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '5 eu-central-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '5 us-east-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '6 eu-central-1.Images, 6 us-east-1.Images',
      'Qa: 1 BetweenParts, 2 BeforeRegion, 3 services-Main.Prepare, 4 services-Main.Deploy, 5 IntegrationTests, ' +
        '6 AfterRegion',
      'Qa-OtherRegions: 1 BetweenRegions, 2 BeforeRegion, 3 Qa-services-Main.Prepare, 4 Qa-services-Main.Deploy, ' +
        '5 IntegrationTests, 6 AfterRegion, 7 AcceptanceTests, 8 AfterStage',
      'AfterStages: 1 AfterStages',
    ]);
  });

  test('without a bootstrap part, everything is in one CodePipeline stage and still in order', () => {
    expect(stagesOf(WithoutBootstrap, app(['dev', 'qa']))).toEqual([
      'Tests: 1 BeforeStages, 1 InfrastructureTests, 1 LambdaTests',
      'Toolchain: 1 Prepare, 2 Deploy',
      'Dev: 1 BeforeStage, 2 BetweenParts, 3 Images, 4 BeforeRegion, 5 services-Main.Prepare, 6 services-Main.Deploy, ' +
        '7 IntegrationTests, 8 AfterRegion, 9 AcceptanceTests, 10 AfterStage',
      'Qa: 1 BetweenStages, 2 Approval, 3 BeforeStage, 4 BetweenParts, ' +
        '5 eu-central-1.Images, 5 us-east-1.Images, ' +
        '6 eu-central-1.BeforeRegion, 6 us-east-1.BeforeRegion, ' +
        '7 eu-central-1.Qa-services-Main.Prepare, 7 us-east-1.Qa-services-Main.Prepare, ' +
        '8 eu-central-1.Qa-services-Main.Deploy, 8 us-east-1.Qa-services-Main.Deploy, ' +
        '9 eu-central-1.IntegrationTests, 9 us-east-1.IntegrationTests, ' +
        '10 eu-central-1.AfterRegion, 10 us-east-1.AfterRegion, 11 AcceptanceTests, 12 AfterStage',
      'AfterStages: 1 AfterStages',
    ]);
  });

  test('of stages that are delivered together', () => {
    const stages = stagesOf(OwnSteps, app(['dev', ['qa', 'prod']]));
    expect(stages.find((stage) => stage.startsWith('Qa-Prod-Bootstrap'))).toMatch(
      /: 1 BetweenStages-Prod, 1 BetweenStages-Qa, 2 Approval-Prod, 2 Approval-Qa, 3 BeforeStage-Prod, 3 BeforeStage-Qa, 4 Prod\.eu-central-1\./,
    );
    expect(stages.find((stage) => stage.startsWith('Qa-Prod:'))).toMatch(
      /7 AcceptanceTests-Prod, 7 AcceptanceTests-Qa, 8 AfterStage-Prod, 8 AfterStage-Qa$/,
    );
  });

  test('those of the first stages are not asked what comes between', () => {
    const stages = stagesOf(OwnSteps, app([['dev', 'prod'], 'qa']));
    expect(stages.filter((stage) => stage.includes('BetweenStages')).map((stage) => stage.split(':')[0])).toEqual([
      'Qa-Bootstrap',
    ]);
  });

  test('steps of one hook run at the same time, unless they are put in order', () => {
    class Several extends ServicesPipeline {
      public override beforeStage(): Step[] {
        return [step('Left'), step('Right')];
      }

      public override afterStage(): Step[] {
        return Step.sequence([step('First'), step('Second')]);
      }
    }
    const stages = stagesOf(Several, app(['dev']));
    expect(stages[2]).toMatch(/^Dev-Bootstrap: 1 Left, 1 Right, 2 /);
    expect(stages[3]).toMatch(/4 AcceptanceTests, 5 First, 6 Second$/);
  });
});

test('what a step needs reads the outputs of a stack too, which its deployment hands on for that alone', () => {
  class Measured extends MainOnlyPipeline {
    public override integrationTestCommands(): undefined {
      return undefined;
    }

    public override acceptanceTestCommands(): undefined {
      return undefined;
    }

    public override testEnvironment(stage: Stage): Record<string, CfnOutput> {
      return { URL: (stage as OneStackStage).output };
    }

    public override afterRegion(context: StageContext): Step[] {
      const load = this.stageTestStep('Load', ['make load'], context);
      const report = new ShellStep(context.stepName('Report'), { commands: ['make report'] });
      report.addStepDependency(load);
      return [report];
    }
  }
  const stack = new Measured(quickApp(), 'Pipeline', { pipeline: 'development' });
  const { Actions } = pipelineOf(stack).Stages.find(({ Name }) => Name === 'Dev') ?? { Actions: [] };
  const load = Actions.find(({ Name }) => Name === 'Load');
  const [, namespace] = /#\{(\w+)\./.exec(String(load?.Configuration?.['EnvironmentVariables'])) ?? [];
  expect(namespace).toBeDefined();
  expect(Actions.map((each) => (each as { readonly Namespace?: string }).Namespace)).toContain(namespace);
});

describe('an approval holds back everything that it guards', () => {
  /** Steps that need others, which no hook returns. */
  class Needing extends WithoutBootstrap {
    public override approval(context: StageContext): Step {
      return new ManualApprovalStep(context.stepName('Approval'));
    }

    public override images(): undefined {
      return undefined;
    }

    public override integrationTests(context: StageContext): Step {
      return this.#needing(`IntegrationTests-${context.region}`);
    }

    public override acceptanceTests(context: StageContext): Step {
      return this.#needing(context.stepName('AcceptanceTests'));
    }

    public override beforeStage(context: StageContext): Step[] {
      return [this.#needing(context.stepName('BeforeStage'))];
    }

    public override beforeRegion(context: StageContext): Step[] {
      return [this.#needing(`BeforeRegion-${context.region}`)];
    }

    public override afterRegion(context: StageContext): Step[] {
      return [this.#needing(`AfterRegion-${context.region}`)];
    }

    public override afterStage(context: StageContext): Step[] {
      return [this.#needing(context.stepName('AfterStage'))];
    }

    #needing(name: string): ShellStep {
      const needed = new ShellStep(`${name}-Needed`, { commands: ['true'], primaryOutputDirectory: 'out' });
      return new ShellStep(name, { input: needed, commands: ['true'] });
    }
  }

  test.each([
    ['one region', ['dev']],
    ['two regions', ['qa']],
    ['two stages', [['qa', 'prod']]],
  ])('also what its steps need: %s', (_name, stages) => {
    const [guarded] = pipelineOf(new Needing(app(stages), 'Pipeline', { pipeline: 'main' })).Stages.slice(6);
    const actions: readonly SynthesizedAction[] = guarded?.Actions ?? [];
    const isApproval = ({ ActionTypeId }: SynthesizedAction): boolean => ActionTypeId.Provider === 'Manual';
    const approved = Math.max(...actions.filter(isApproval).map((action) => action.RunOrder));
    const early = actions.filter((action) => !isApproval(action) && action.RunOrder <= approved);
    expect(early.map((action) => action.Name)).toEqual([]);
    expect(actions.filter(({ Name }) => Name.includes('-Needed')).length).toBeGreaterThan(3);
  });
});

test('steps get the outputs of what is deployed by then, and no others', () => {
  const seen: Record<string, string[]> = {};
  class Seeing extends OwnSteps {
    public override acceptanceTestEnvironment(stage: Stage): Record<string, CfnOutput> {
      return { ACCEPTANCE: (stage as OneStackStage).output };
    }
  }
  const hooks = [
    'betweenStages',
    'approval',
    'beforeStage',
    'betweenParts',
    'beforeRegion',
    'integrationTests',
    'afterRegion',
    'betweenRegions',
    'acceptanceTests',
    'afterStage',
  ] as const;
  for (const hook of hooks) {
    Object.defineProperty(Seeing.prototype, hook, {
      value: (context: StageContext) => {
        seen[`${hook} ${context.region}`] = Object.keys(context.outputs);
        return undefined;
      },
    });
  }
  stagesOf(Seeing, app(['dev', 'qa'], { qa: FIRST }));
  expect(seen).toEqual({
    'betweenStages eu-central-1': [],
    'approval eu-central-1': [],
    'beforeStage eu-central-1': [],
    'betweenParts eu-central-1': ['REPOSITORY'],
    'beforeRegion eu-central-1': ['REPOSITORY'],
    'beforeRegion us-east-1': ['REPOSITORY'],
    'integrationTests eu-central-1': ['PARAMETER'],
    'integrationTests us-east-1': ['PARAMETER'],
    'afterRegion eu-central-1': ['PARAMETER'],
    'afterRegion us-east-1': ['PARAMETER'],
    'betweenRegions eu-central-1': ['PARAMETER'],
    'acceptanceTests eu-central-1': ['ACCEPTANCE', 'ACCEPTANCE_US_EAST_1'],
    'afterStage eu-central-1': ['ACCEPTANCE', 'ACCEPTANCE_US_EAST_1'],
  });
});
