// Which CodePipeline stage gets which condition: a stage of the configuration may be several of them.
import type { Stage } from 'aws-cdk-lib';
import { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { StageRule, VariableOperator, type StageConditions, type StageContext } from '../../../src';
import { CONFIG, OneStackStage } from '../services-pipeline';
import { disabledOf, GuardedPipeline, pipelineWith, rulesOf, stagesOf, type RenderedStage } from './guarded-pipeline';

/** With a bootstrap part: three CodePipeline stages, where the first region comes first. */
class ThreePartPipeline extends GuardedPipeline {
  public steps = 0;

  public override bootstrapStage(scope: Construct, context: StageContext): Stage {
    return new OneStackStage(scope, context.id, 'Repositories', context.stageProps);
  }

  public override afterStage(): Step[] {
    return Array.from({ length: this.steps }, (_, index) => new ManualApprovalStep(`Step${String(index)}`));
  }
}

const open = StageRule.deploymentWindow('Open', { cron: '* * 9-16 ? * MON-FRI' });
const quiet = StageRule.cloudWatchAlarm('Quiet', { alarmName: 'errors' });
const released = StageRule.variableCheck('Released', {
  variable: '#{codepipeline.PipelineExecutionId}',
  operator: VariableOperator.NE,
  value: 'none',
});

const EVERYTHING: StageConditions = {
  beforeEntry: { result: Result.FAIL, rules: [open] },
  onSuccess: { result: Result.ROLLBACK, rules: [quiet] },
  onFailure: { result: Result.RETRY, retryMode: RetryMode.ALL_ACTIONS },
};

function threeParts(conditions: StageConditions, steps = 0): Readonly<Record<string, RenderedStage>> {
  const prod = { ...CONFIG.accounts.prod, region_order: 'first_region_first' };
  const stack = pipelineWith({ accounts: { ...CONFIG.accounts, prod } }, ThreePartPipeline, 'production');
  stack.ask = () => conditions;
  stack.steps = steps;
  return stagesOf(stack);
}

/** `Prod: Open-Prod / Quiet-Prod / RETRY`: what is before, after and on failure of each stage that has any of it. */
function shown(stages: Readonly<Record<string, RenderedStage>>): string[] {
  const names = (conditions: RenderedStage['BeforeEntry']): string =>
    rulesOf(conditions)
      .map(({ Name }) => Name)
      .join(' ');
  return Object.values(stages)
    .map(({ Name, BeforeEntry, OnSuccess, OnFailure }) => {
      const failure = [OnFailure?.Result ?? '', names(OnFailure)].filter((each) => each !== '').join(' ');
      return `${Name}: ${names(BeforeEntry)} / ${names(OnSuccess)} / ${failure}`;
    })
    .filter((line) => !line.endsWith(':  /  / '));
}

describe('a stage of three CodePipeline stages', () => {
  test('has an entry condition before the first, a success condition after the last, and a retry in each', () => {
    const stages = threeParts(EVERYTHING);
    expect(shown(stages)).toEqual([
      'Prod-Bootstrap: Open-Prod-Bootstrap /  / RETRY',
      'Prod:  /  / RETRY',
      'Prod-OtherRegions:  / Quiet-Prod-OtherRegions / RETRY',
    ]);
    expect(stages['Prod-Bootstrap']?.BeforeEntry?.Conditions?.[0]?.Result).toBe('FAIL');
    expect(stages['Prod-OtherRegions']?.OnSuccess?.Conditions?.[0]?.Result).toBe('ROLLBACK');
    expect(stages['Prod']?.OnFailure).toEqual({ Result: 'RETRY', RetryConfiguration: { RetryMode: 'ALL_ACTIONS' } });
  });

  test('is skipped as a whole', () => {
    const stages = threeParts({ beforeEntry: { result: Result.SKIP, rules: [released] } });
    expect(shown(stages)).toEqual([
      'Prod-Bootstrap: Released-Prod-Bootstrap /  / ',
      'Prod: Released-Prod /  / ',
      'Prod-OtherRegions: Released-Prod-OtherRegions /  / ',
    ]);
  });
});

describe('a stage of more than 50 actions, which CDK Pipelines splits', () => {
  test('is entered in its first part, has ended after its last, and each part is tried once more', () => {
    const stages = threeParts(EVERYTHING, 120);
    expect(Object.keys(stages).slice(-3)).toEqual([
      'Prod-OtherRegions.1',
      'Prod-OtherRegions.2',
      'Prod-OtherRegions.3',
    ]);
    expect(shown(stages)).toEqual([
      'Prod-Bootstrap: Open-Prod-Bootstrap /  / RETRY',
      'Prod:  /  / RETRY',
      'Prod-OtherRegions.1:  /  / RETRY',
      'Prod-OtherRegions.2:  /  / RETRY',
      'Prod-OtherRegions.3:  / Quiet-Prod-OtherRegions.3 / RETRY',
    ]);
    expect(stages['Prod-OtherRegions.1']).not.toHaveProperty('OnSuccess');
  });

  test('is entered once where it fails, and skipped in every part', () => {
    const entry = (result: Result): string[] => {
      const stack = pipelineWith({ accounts: { ...CONFIG.accounts } }, ThreePartPipeline, 'production');
      stack.bootstrapStage = (): Stage => undefined as unknown as Stage;
      stack.ask = () => ({ beforeEntry: { result, rules: [released] } });
      stack.steps = 60;
      return shown(stagesOf(stack));
    };
    expect(entry(Result.FAIL)).toEqual(['Prod.1: Released-Prod.1 /  / ']);
    expect(entry(Result.SKIP)).toEqual(['Prod.1: Released-Prod.1 /  / ', 'Prod.2: Released-Prod.2 /  / ']);
  });
});

describe('what follows a failure', () => {
  test.each<readonly [string, StageConditions['onFailure'], object | undefined]>([
    ['a rollback', { result: Result.ROLLBACK }, { Result: 'ROLLBACK' }],
    [
      'one more try of what failed',
      { result: Result.RETRY },
      { Result: 'RETRY', RetryConfiguration: { RetryMode: 'FAILED_ACTIONS' } },
    ],
    ['nothing', { result: Result.FAIL }, undefined],
    [
      'a rollback where a rule fails',
      { condition: { result: Result.ROLLBACK, rules: [quiet] } },
      { Conditions: [{ Result: 'ROLLBACK', Rules: [expect.objectContaining({ Name: 'Quiet-Prod' })] }] },
    ],
  ])('is %s', (_, onFailure, rendered) => {
    const stack = pipelineWith({}, GuardedPipeline, 'production');
    stack.ask = () => (onFailure === undefined ? undefined : { onFailure });
    expect(stagesOf(stack)['Prod']?.OnFailure).toEqual(rendered);
  });
});

describe('CodePipeline stages that are no stage of the configuration', () => {
  class WholePipeline extends GuardedPipeline {
    public readonly asked: string[] = [];

    public override toolchainStage(scope: Construct, context: StageContext): Stage {
      return new OneStackStage(scope, context.id, 'Shared', context.stageProps, true);
    }

    public override afterStages(): Step[] {
      return [new ManualApprovalStep('Announce')];
    }

    public override pipelineStageConditions(stageName: string): StageConditions {
      this.asked.push(stageName);
      return { onFailure: { result: Result.RETRY } };
    }
  }

  test('are asked about by their names, and get what is answered', () => {
    const stack = pipelineWith({}, WholePipeline);
    const names = ['Source', 'Build', 'UpdatePipeline', 'Assets', 'Tests', 'Toolchain', 'AfterStages'];
    expect(shown(stagesOf(stack))).toEqual(names.map((name) => `${name}:  /  / RETRY`));
    expect(stack.asked).toEqual(names);
  });
});

describe('a disabled transition', () => {
  test('is that into the first CodePipeline stage of a stage, with its reason', () => {
    const prod = { ...CONFIG.accounts.prod, disabled_transition: 'Frozen until the audit is over.' };
    const stack = pipelineWith({ accounts: { ...CONFIG.accounts, prod } }, ThreePartPipeline, 'production');
    expect(disabledOf(stack)).toEqual([{ StageName: 'Prod-Bootstrap', Reason: 'Frozen until the audit is over.' }]);
  });

  test('may come of the hook, for single stages', () => {
    class Frozen extends GuardedPipeline {
      public override disabledTransition({ stageName }: StageContext): string | undefined {
        return stageName === 'qa' ? 'Frozen (see the calendar)' : undefined;
      }
    }
    expect(disabledOf(pipelineWith({}, Frozen))).toEqual([{ StageName: 'Qa', Reason: 'Frozen (see the calendar)' }]);
    expect(disabledOf(pipelineWith({}))).toBeUndefined();
  });

  test('is there in a pipeline of type V1, too', () => {
    const stack = pipelineWith({ pipeline_type: 'V1', disabled_transition: 'Frozen' }, GuardedPipeline, 'production');
    expect(disabledOf(stack)).toEqual([{ StageName: 'Prod', Reason: 'Frozen' }]);
  });

  test('of a stage that somebody adds to the pipeline himself is his own', () => {
    class Own extends GuardedPipeline {
      public override pipelineBuilt(): void {
        const actions = [new ManualApprovalAction({ actionName: 'Sure' })];
        const transition = { transitionToEnabled: false, transitionDisabledReason: 'Mine' };
        this.codePipeline.addStage({ stageName: 'End', actions, ...transition });
      }
    }
    expect(disabledOf(pipelineWith({}, Own))).toEqual([{ StageName: 'End', Reason: 'Mine' }]);
  });
});
