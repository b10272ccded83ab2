// Conditions in the configuration: what counts for a stage, and every provider of rules in the template.
import { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import { describe, expect, test } from 'vitest';
import { PipelineConfig, RuleProvider } from '../../src';
import { CONFIG } from '../pipeline/services-pipeline';
import { disabledOf, production, rulesOf, stagesOf, statementsOf } from '../pipeline/conditions/guarded-pipeline';
import { everything, valid, withDev } from './configurations';
import { mistakesOf, mistakesOfProps } from './errors';

describe('of root, pipeline and stage', () => {
  test('the innermost counts, each key as a whole', () => {
    const config = PipelineConfig.fromObject({
      ...everything(),
      on_failure: { result: 'RETRY', retry_mode: 'ALL_ACTIONS' },
      disabled_transition: 'Root',
      pipelines: {
        trunk: { branch: 'x', stages: ['dev', 'qa'], on_failure: { result: 'ROLLBACK' } },
        release: { branch: 'main', stages: ['prod'] },
      },
      accounts: {
        ...CONFIG.accounts,
        perf: CONFIG.accounts.dev,
        dev: { ...CONFIG.accounts.dev, on_failure: { result: 'FAIL' }, disabled_transition: 'Stage' },
      },
    });
    const conditions = (stage: string): unknown => config.account(stage).conditions;
    expect(conditions('dev')).toEqual({ onFailure: { result: 'FAIL' }, disabledTransition: 'Stage' });
    expect(conditions('qa')).toEqual({ onFailure: { result: 'ROLLBACK' }, disabledTransition: 'Root' });
    expect(conditions('prod')).toEqual({
      onFailure: { result: 'RETRY', retryMode: 'ALL_ACTIONS' },
      disabledTransition: 'Root',
    });
    expect(config.account('dev').disabledTransition).toBe('Stage');
  });

  test('none is about the toolchain account', () => {
    const config = PipelineConfig.fromObject(valid({ on_failure: { result: 'RETRY' }, disabled_transition: 'Frozen' }));
    expect(config.tooling.conditions).toEqual({});
    expect(config.tooling.disabledTransition).toBeUndefined();
  });

  test('what is given out is a copy', () => {
    const dev = PipelineConfig.fromObject(withDev({ on_failure: { result: 'RETRY' } })).account('dev');
    (dev.conditions as { onFailure?: unknown }).onFailure = undefined;
    expect(dev.conditions).toEqual({ onFailure: { result: 'RETRY' } });
  });
});

describe('rules of the configuration', () => {
  const render = (rule: object): ReturnType<typeof rulesOf> => {
    const stack = production(
      { on_success: { conditions: [{ result: 'ROLLBACK', rules: [rule] }] } },
      { variables: { A: { default: 'x' } } },
    );
    return rulesOf(stagesOf(stack)['Prod']?.OnSuccess);
  };

  test.each<readonly [object, object]>([
    [
      {
        name: 'A',
        provider: 'CloudWatchAlarm',
        configuration: { alarm_name: 'errors', alarm_states: ['OK'], wait_time: 5 },
      },
      { Configuration: { AlarmName: 'errors', AlarmStates: 'OK', WaitTime: '5' } },
    ],
    [
      {
        name: 'A',
        provider: 'DeploymentWindow',
        configuration: { cron: '* * 9-16 ? * MON-FRI', time_zone: 'Europe/Berlin' },
      },
      { Configuration: { Cron: '* * 9-16 ? * MON-FRI', TimeZone: 'Europe/Berlin' } },
    ],
    [
      {
        name: 'A',
        provider: 'VariableCheck',
        configuration: { variable: '#{variables.A}', operator: 'MATCHES', value: ' (?<x>a) ' },
      },
      { Configuration: { Variable: '#{variables.A}', Operator: 'MATCHES', Value: ' (?<x>a) ' } },
    ],
    [
      {
        name: 'A',
        provider: 'LambdaInvoke',
        configuration: { function_name: 'freeze', user_parameters: '{}' },
        region: 'us-east-1',
        input_artifacts: ['Synth_Output'],
      },
      {
        Configuration: { FunctionName: 'freeze', UserParameters: '{}' },
        Region: 'us-east-1',
        InputArtifacts: [{ Name: 'Synth_Output' }],
      },
    ],
    [
      {
        name: 'A',
        provider: 'CodeBuild',
        configuration: { project_name: 'smoke', primary_source: 'Synth_Output' },
        input_artifacts: ['acme_services_Source', 'Synth_Output'],
      },
      {
        Configuration: { ProjectName: 'smoke', PrimarySource: 'Synth_Output' },
        InputArtifacts: [{ Name: 'acme_services_Source' }, { Name: 'Synth_Output' }],
      },
    ],
    [
      { name: 'A', provider: 'Commands', commands: ['true', 'true'] },
      { Commands: ['true', 'true'], InputArtifacts: [{ Name: 'acme_services_Source' }] },
    ],
    [
      {
        name: 'A',
        provider: 'CloudWatchAlarm',
        configuration: { alarm_name: 'errors' },
        role_arn: 'arn:aws:iam::444444444444:role/x/alarm-reader',
      },
      { RoleArn: 'arn:aws:iam::444444444444:role/x/alarm-reader' },
    ],
  ])('%j', (rule, rendered) => {
    const { provider } = rule as { readonly provider: string };
    expect(render(rule)).toEqual([
      expect.objectContaining({
        Name: 'A-Prod',
        RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: provider, Version: '1' },
        ...rendered,
      }),
    ]);
  });

  test('get rights on what they name alone', () => {
    const stack = production({
      on_success: {
        conditions: [
          {
            result: 'FAIL',
            rules: [
              { name: 'A', provider: 'CodeBuild', configuration: { project_name: 'smoke' } },
              { name: 'B', provider: 'LambdaInvoke', configuration: { function_name: 'freeze' }, region: 'us-east-1' },
            ],
          },
        ],
      },
    });
    const text = JSON.stringify(statementsOf(stack, 'PipelineRole'));
    expect(text).toContain(':codebuild:eu-central-1:111111111111:project/smoke');
    expect(text).toContain(':lambda:us-east-1:111111111111:function:freeze');
  });

  test('of a role in another account leave it to that role what it may do', () => {
    const role = 'arn:aws:iam::444444444444:role/alarm-reader';
    const stack = production({
      on_failure: {
        conditions: [
          {
            result: 'ROLLBACK',
            rules: [
              { name: 'A', provider: 'CloudWatchAlarm', configuration: { alarm_name: 'errors' }, role_arn: role },
            ],
          },
        ],
      },
    });
    const statements = JSON.stringify(statementsOf(stack, 'PipelineRole'));
    expect(statements).toContain(role);
    expect(statements).not.toContain('DescribeAlarms');
  });
});

test('failure and transitions of the configuration are in the template', () => {
  const stack = production({ on_failure: { result: 'RETRY' }, disabled_transition: 'Frozen' });
  expect(stagesOf(stack)['Prod']?.OnFailure).toEqual({
    Result: 'RETRY',
    RetryConfiguration: { RetryMode: 'FAILED_ACTIONS' },
  });
  expect(disabledOf(stack)).toEqual([{ StageName: 'Prod', Reason: 'Frozen' }]);
});

describe('as props', () => {
  test('are checked with the same words, at the paths of props', () => {
    const props = {
      repo: 'services',
      connectionArn: CONFIG.connection_arn,
      owner: 'acme',
      developmentBranch: 'develop',
      accounts: { tooling: CONFIG.accounts.tooling, dev: CONFIG.accounts.dev },
      beforeEntry: {
        conditions: [
          {
            result: Result.FAIL,
            rules: [{ name: 'Open', provider: RuleProvider.DEPLOYMENT_WINDOW, configuration: { timeZone: 'here' } }],
          },
        ],
      },
      onFailure: { result: Result.ROLLBACK, retryMode: RetryMode.ALL_ACTIONS },
    };
    expect(mistakesOfProps(props)).toEqual([
      'props.beforeEntry.conditions[0].rules[0].configuration.cron: is missing; a rule of DeploymentWindow needs it.',
      expect.stringMatching(
        /^props\.beforeEntry\.conditions\[0\]\.rules\[0\]\.configuration\.timeZone: "here" is no time/,
      ),
      'props.onFailure.retryMode: belongs to the result "RETRY"; leave it out.',
    ]);
  });
});

test('a wrong type is told of once', () => {
  const rule = { name: 7, provider: 'Commands', commands: 'npm test', configuration: 'x' };
  const mistakes = mistakesOf(valid({ before_entry: { conditions: [{ result: 'FAIL', rules: [rule] }] } }));
  expect(mistakes.map((line) => line.replace(/: .*/, '').replace(/^.*rules\[0\]\./, ''))).toEqual([
    'name',
    'configuration',
    'commands',
  ]);
});
