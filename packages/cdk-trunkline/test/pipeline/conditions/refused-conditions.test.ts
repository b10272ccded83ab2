// Conditions that CodePipeline would refuse are refused at synthesis, all of them in one error, with what to do.
import { ExecutionMode, Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import {
  StageRule,
  VariableOperator,
  type PipelineContext,
  type StageConditions,
  type StageContext,
} from '../../../src';
import { CONFIG, pipelineOf, said } from '../services-pipeline';
import { guarded, GuardedPipeline, pipelineWith, production, rulesOf, stagesOf } from './guarded-pipeline';

const open = StageRule.deploymentWindow('Open', { cron: '* * 9-16 ? * MON-FRI' });
const quiet = StageRule.cloudWatchAlarm('Quiet', { alarmName: 'errors' });
const healthy = StageRule.commands('Healthy', { commands: ['npm run health'] });

const ROLLBACK: StageConditions = { onFailure: { result: Result.ROLLBACK } };

/** What the place of the hook is called in every error about stage prod. */
const PROD = 'Hook stageConditions of pipeline production, stage prod in eu-central-1: ';

describe('an answer of the hook', () => {
  test.each<readonly [string, unknown]>([
    ['returned the text "ROLLBACK" where conditions have to be. Return an object', 'ROLLBACK'],
    ['returned a list of 1 where conditions have to be', [ROLLBACK]],
    [
      'beforeEntry ("before_entry" in the configuration): has to be an object, but is a list of 1',
      { beforeEntry: [open] },
    ],
    ['has nothing as its rules; give a list of StageRules.', { beforeEntry: { result: Result.FAIL } }],
    ['has 0 rules; use 1 to 5.', { beforeEntry: { result: Result.FAIL, rules: [] } }],
    [
      'has 6 rules; use 1 to 5.',
      { beforeEntry: { result: Result.FAIL, rules: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => alarm(name)) } },
    ],
    [
      'has an object of class Object as a rule; make one with StageRule.',
      { onSuccess: { result: Result.FAIL, rules: [{}] } },
    ],
    ['has two rules called Quiet.', { onSuccess: { result: Result.FAIL, rules: [quiet, quiet] } }],
    [
      '"ROLLBACK" is no result of a condition before entry; use "FAIL" or "SKIP".',
      { beforeEntry: { result: Result.ROLLBACK, rules: [open] } },
    ],
    [
      '"SKIP" is no result of a condition on success; use "FAIL" or "ROLLBACK".',
      { onSuccess: { result: Result.SKIP, rules: [open] } },
    ],
    [
      '"FAIL" is no result of a condition on failure; use "ROLLBACK".',
      { onFailure: { condition: { result: Result.FAIL, rules: [quiet] } } },
    ],
    ['has nothing as its result; use "FAIL" or "SKIP".', { beforeEntry: { rules: [open] } }],
    [
      'rule Healthy: a rule of Commands cannot skip a stage; use the result "FAIL", or a rule of LambdaInvoke or VariableCheck.',
      { beforeEntry: { result: Result.SKIP, rules: [healthy] } },
    ],
    ['onFailure ("on_failure" in the configuration): says nothing about what follows', { onFailure: {} }],
    [
      'retryMode belongs to the result "RETRY"; leave it out.',
      { onFailure: { result: Result.ROLLBACK, retryMode: RetryMode.ALL_ACTIONS } },
    ],
    [
      'nothing depends on conditions beside the result "ROLLBACK", which follows whatever they say; keep one of the two.',
      { onFailure: { result: Result.ROLLBACK, condition: { result: Result.ROLLBACK, rules: [quiet] } } },
    ],
    ['returned the unknown member "before_entry"; did you mean "beforeEntry"?', { before_entry: {} }],
    ['returned the unknown member "typo"; there are "beforeEntry", "onSuccess", "onFailure".', { typo: 1 }],
    [
      'returned the unknown member "rule"; did you mean "rules"?',
      { beforeEntry: { result: Result.FAIL, rule: [open] } },
    ],
    [
      'returned the unknown member "retry_mode"; did you mean "retryMode"?',
      { onFailure: { result: Result.RETRY, retry_mode: RetryMode.ALL_ACTIONS } },
    ],
    [
      'returned the unknown member "conditions"; did you mean "condition"?',
      { onFailure: { result: Result.RETRY, conditions: [] } },
    ],
    [
      'returned the unknown member "role"; ',
      { onFailure: { condition: { result: Result.ROLLBACK, rules: [quiet], role: 1 } } },
    ],
    ['returned conditions without beforeEntry, onSuccess, onFailure. Return undefined for none', {}],
    ['the text "SKIP" is no result of a failure.', { onFailure: { result: Result.SKIP } }],
    ['the text "ONCE" is no retry mode.', { onFailure: { result: Result.RETRY, retryMode: 'ONCE' } }],
    ['its condition is the text "x".', { onFailure: { condition: 'x' } }],
  ])('%s', (words, answer) => {
    const text = said(guarded(answer as StageConditions));
    expect(text).toContain(PROD);
    expect(text).toContain(words);
  });

  test('is right where it has everything that there is', () => {
    const conditions: StageConditions = {
      beforeEntry: { result: Result.FAIL, rules: [open, healthy] },
      onSuccess: { result: Result.ROLLBACK, rules: [quiet] },
      onFailure: { result: Result.RETRY, condition: { result: Result.ROLLBACK, rules: [alarm('Broken')] } },
    };
    expect(said(guarded(conditions))).toBe('nothing');
  });

  test('is told of with every mistake in it, and with those of other stages', () => {
    const stack = pipelineWith({});
    stack.ask = () => ({ onFailure: {}, onSuccess: { result: Result.SKIP, rules: [] } });
    const text = said(stack);
    for (const words of ['stage dev in', 'stage qa in', 'pipeline development has 2 mistakes', 'use 1 to 5']) {
      expect(text).toContain(words);
    }
  });
});

describe('a rollback', () => {
  test.each<readonly [string, StageConditions]>([
    ['onFailure', ROLLBACK],
    ['onSuccess', { onSuccess: { result: Result.ROLLBACK, rules: [quiet] } }],
    ['onFailure', { onFailure: { condition: { result: Result.ROLLBACK, rules: [quiet] } } }],
  ])('of %s is refused where executions run in parallel', (kind, conditions) => {
    const stack = production({}, { execution_mode: 'PARALLEL' });
    stack.ask = () => conditions;
    expect(said(stack)).toContain(
      `${PROD}rolls back (${kind}), which CodePipeline refuses in execution mode PARALLEL. Use another result, or mode ` +
        'QUEUED or SUPERSEDED.',
    );
  });

  test('is refused as well where the hook says that they run in parallel', () => {
    class Parallel extends GuardedPipeline {
      public override executionMode(): ExecutionMode {
        return ExecutionMode.PARALLEL;
      }
    }
    expect(said(pipelineWith({ on_failure: { result: 'ROLLBACK' } }, Parallel))).toContain(
      'in execution mode PARALLEL',
    );
  });

  test('is fine in a queue, and a retry is fine in parallel', () => {
    const queued = production({ on_failure: { result: 'ROLLBACK' } }, { execution_mode: 'QUEUED' });
    const parallel = production({ on_failure: { result: 'RETRY' } }, { execution_mode: 'PARALLEL' });
    expect([said(queued), said(parallel)]).toEqual(['nothing', 'nothing']);
  });
});

describe('a pipeline of type V1', () => {
  const former = (conditions: StageConditions): GuardedPipeline => {
    const stack = production({}, { pipeline_type: 'V1' });
    stack.ask = () => conditions;
    return stack;
  };

  test('has no conditions', () => {
    expect(said(former({ onFailure: { result: Result.RETRY } }))).toContain(
      `${PROD}has onFailure, which need a pipeline of type V2, but the configuration says "pipeline_type": "V1". Take that ` +
        'out of it, or the conditions.',
    );
    expect(said(former({ beforeEntry: { result: Result.FAIL, rules: [open] } }))).toContain(`${PROD}has beforeEntry,`);
  });

  test('may say that nothing follows a failure, and has no condition in its template then', () => {
    const config = {
      on_failure: { result: 'RETRY' },
      variables: { LEVEL: { default: 'low' } },
      pipelines: {
        production: {
          branch: 'main',
          stages: ['prod'],
          pipeline_type: 'V1',
          variables: {},
          on_failure: { result: 'FAIL' },
        },
      },
    };
    for (const stack of [production({}, config), former({ onFailure: { result: Result.FAIL } })]) {
      expect(stagesOf(stack)['Prod']).not.toHaveProperty('OnFailure');
      expect(pipelineOf(stack)).not.toHaveProperty('Variables');
    }
  });
});

describe('the source stage', () => {
  class Sourced extends GuardedPipeline {
    public conditions: StageConditions = {};

    public override pipelineStageConditions(stageName: string, context: PipelineContext): StageConditions | undefined {
      return stageName === 'Source' ? this.conditions : super.pipelineStageConditions(stageName, context);
    }
  }

  test.each<readonly [string, StageConditions]>([
    ['rolls back (onFailure), which the source stage cannot do. Use another result.', ROLLBACK],
    [
      'has beforeEntry, but there is nothing before the source.',
      { beforeEntry: { result: Result.FAIL, rules: [open] } },
    ],
    ['returned the text "x" where conditions have to be', 'x' as StageConditions],
  ])('%s', (words, conditions) => {
    const stack = pipelineWith({}, Sourced);
    stack.conditions = conditions;
    expect(said(stack)).toContain(
      `Hook pipelineStageConditions of pipeline development: of CodePipeline stage Source: ${words}`,
    );
  });

  test('may be tried once more, and checked once it is there', () => {
    const stack = pipelineWith({}, Sourced);
    stack.conditions = { onFailure: { result: Result.RETRY }, onSuccess: { result: Result.FAIL, rules: [healthy] } };
    expect(said(stack)).toBe('nothing');
  });
});

describe('names of rules', () => {
  test('that case tells apart are fine', () => {
    const stack = pipelineWith({
      pipelines: { development: { branch: 'develop', stages: ['qa', 'A-qa'] } },
      accounts: { ...CONFIG.accounts, 'A-qa': CONFIG.accounts.qa },
    });
    const names: Readonly<Record<string, string>> = { qa: 'Check-A', 'A-qa': 'Check' };
    stack.ask = ({ stageName }) => ({ onSuccess: { result: Result.FAIL, rules: [alarm(names[stageName] ?? '')] } });
    expect(said(stack)).toBe('nothing');
  });

  test('that end up the same in the pipeline are refused', () => {
    const same = pipelineWith({
      pipelines: { development: { branch: 'develop', stages: ['Qa', 'A-Qa'] } },
      accounts: { tooling: CONFIG.accounts.tooling, Qa: CONFIG.accounts.qa, 'A-Qa': CONFIG.accounts.qa },
    });
    same.ask = ({ stageName }) => ({
      onSuccess: { result: Result.FAIL, rules: [alarm(stageName === 'Qa' ? 'Check-A' : 'Check')] },
    });
    expect(said(same)).toContain(
      'Pipeline development would have two rules called Check-A-Qa: rule Check-A in onSuccess of stage Qa, rule Check in ' +
        'onSuccess of stage A-Qa. ' +
        'CodePipeline wants every name once in a pipeline; give one of them another name.',
    );
  });

  test('of two kinds of conditions of one stage are refused where they are the same', () => {
    const conditions: StageConditions = {
      onSuccess: { result: Result.FAIL, rules: [quiet] },
      onFailure: { condition: { result: Result.ROLLBACK, rules: [quiet] } },
    };
    expect(said(guarded(conditions))).toContain(
      'two rules called Quiet-Prod: rule Quiet in onSuccess of stage prod, rule Quiet in onFailure of stage prod.',
    );
  });

  test('that are too long together with the stage are refused', () => {
    expect(said(guarded({ onSuccess: { result: Result.FAIL, rules: [alarm('n'.repeat(93))] } }))).toContain(
      `would be called ${'n'.repeat(93)}-Prod, which has 98 characters, and may have 97. Give the rule a shorter name.`,
    );
  });
});

describe('stages that are delivered together', () => {
  const together = (accounts: object): GuardedPipeline =>
    pipelineWith({
      accounts: { ...CONFIG.accounts, ...accounts },
      pipelines: { development: { branch: 'develop', stages: [['dev', 'qa']] } },
    });

  test('have to have the same conditions and transition', () => {
    const stack = together({
      dev: { ...CONFIG.accounts.dev, on_failure: { result: 'RETRY' }, disabled_transition: 'Frozen' },
    });
    const text = said(stack);
    expect(text).toContain(
      'Stages dev and qa of pipeline development are delivered together, in CodePipeline stages that both share, but ' +
        'differ in their conditions. Return the same from the hook `stageConditions` for both, give both the same ' +
        '"before_entry", "on_success" and "on_failure" in the configuration, or deliver one after the other.',
    );
    expect(text).toContain('differ in their disabled transition. Return the same from the hook `disabledTransition`');
  });

  test('may have conditions that are made anew for each', () => {
    const stack = together({});
    stack.ask = () => ({ onSuccess: { result: Result.FAIL, rules: [alarm('Quiet')] } });
    expect(said(stack)).toBe('nothing');
  });

  test('have different ones where a rule differs in its configuration alone', () => {
    const stack = together({});
    stack.ask = ({ stageName }) => ({ onSuccess: { result: Result.FAIL, rules: [alarm('Quiet', stageName)] } });
    expect(said(stack)).toContain('differ in their conditions');
  });
});

describe('the reason for a disabled transition', () => {
  class Disabled extends GuardedPipeline {
    public reason: unknown;

    public override disabledTransition({ stageName }: StageContext): string | undefined {
      return stageName === 'dev' ? (this.reason as string) : undefined;
    }
  }

  test.each([
    ['returned the text "" where the reason for a disabled transition has to be', ''],
    ['returned boolean true where the reason', true],
    [`returned the reason "It's late"; CodePipeline takes letters of English, digits, spaces`, "It's late"],
    ['returned a reason of 301 characters, and may have 300.', 'x'.repeat(301)],
  ])('%s', (words, reason) => {
    const stack = pipelineWith({}, Disabled);
    stack.reason = reason;
    expect(said(stack)).toContain(
      `Hook disabledTransition of pipeline development, stage dev in eu-central-1: ${words}`,
    );
  });
});

describe('what a rule refers to', () => {
  class Measured extends GuardedPipeline {
    public readonly build = new CodeBuildStep('Coverage', { commands: ['export COVERAGE=90'] });

    public override beforeStages(): Step[] {
      return [this.build];
    }
  }

  test('is an output of a step, which the step hands on for the rule alone', () => {
    const stack = pipelineWith({}, Measured);
    stack.ask = () => ({
      beforeEntry: {
        result: Result.FAIL,
        rules: [
          StageRule.variableCheck('Covered', {
            variable: stack.build.exportedVariable('COVERAGE'),
            operator: VariableOperator.EQ,
            value: '90',
          }),
        ],
      },
    });
    expect(rulesOf(stagesOf(stack)['Dev']?.BeforeEntry)[0]?.Configuration).toMatchObject({
      Variable: '#{Tests@Coverage.COVERAGE}',
    });
  });

  const after = (rule: StageRule): string => said(guarded({ onSuccess: { result: Result.FAIL, rules: [rule] } }));

  test('is an artifact of an earlier action', () => {
    expect(after(StageRule.commands('Checks', { commands: ['true'], inputArtifacts: ['Synth_Ouput'] }))).toContain(
      'Rule Checks-Prod of stage Prod gets the artifact "Synth_Ouput", which no earlier action has. Did you mean ' +
        '"Synth_Output"?',
    );
    expect(after(StageRule.commands('Checks', { commands: ['true'], inputArtifacts: ['Synth_Output'] }))).toBe(
      'nothing',
    );
  });

  test('is an output of an earlier action', () => {
    const check = (variable: string): StageRule =>
      StageRule.variableCheck('Check', { variable, operator: VariableOperator.NE, value: 'x' });
    expect(after(check('#{Sauce.CommitId}'))).toContain(
      'Rule Check-Prod of stage Prod refers to namespace "Sauce", which no earlier action has.',
    );
    expect(after(check('#{codepipeline.PipelineExecutionId}'))).toBe('nothing');
  });

  test('is a variable that the pipeline declares', () => {
    const check = StageRule.variableCheck('Check', {
      variable: '#{variables.RELEASE}',
      operator: VariableOperator.EQ,
      value: 'yes',
    });
    expect(after(check)).toContain('Rule Check-Prod of stage Prod refers to variable "RELEASE"');
  });
});

function alarm(name: string, alarmName = 'errors'): StageRule {
  return StageRule.cloudWatchAlarm(name, { alarmName });
}
