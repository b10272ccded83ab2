// Wrong conditions of stages: each has one mistake, with its path and a part of what is said about it.
import { valid, withAccounts, withDev } from './configurations';
import type { Mistaken } from './mistaken';

type At = (path: string, problem: string, config: unknown, only?: 'reader') => Mistaken;

const WINDOW = { name: 'Open', provider: 'DeploymentWindow', configuration: { cron: '* * 9-16 ? * MON-FRI' } };
const ALARM = { name: 'Quiet', provider: 'CloudWatchAlarm', configuration: { alarm_name: 'errors' } };
const CHECK = {
  name: 'Check',
  provider: 'VariableCheck',
  configuration: { variable: '#{variables.A}', operator: 'EQ', value: 'x' },
};

function entry(rules: readonly unknown[], result = 'FAIL'): Record<string, unknown> {
  return { before_entry: { conditions: [{ result, rules }] } };
}

/** All of them. */
export function mistakenConditions(at: At): Mistaken[] {
  /** A rule before entry, with what is wrong in it. */
  const rule = (path: string, problem: string, value: unknown, only?: 'reader'): Mistaken =>
    at(`before_entry.conditions[0].rules[0].${path}`, problem, valid(entry([value])), only);
  const configured = (path: string, problem: string, of: object, changes: object, only?: 'reader'): Mistaken => {
    const base = of as { readonly configuration: object };
    return rule(
      `configuration.${path}`,
      problem,
      { ...base, configuration: { ...base.configuration, ...changes } },
      only,
    );
  };
  const failure = (path: string, problem: string, value: unknown, only?: 'reader'): Mistaken =>
    at(`on_failure${path}`, problem, valid({ on_failure: value }), only);
  const rollback = { result: 'ROLLBACK', rules: [ALARM] };
  return [
    at(
      'before_entry',
      'has to be an object with conditions, but is the string "FAIL"',
      valid({ before_entry: 'FAIL' }),
    ),
    at('before_entry.conditions', 'is missing; list the condition', valid({ before_entry: {} })),
    at(
      'before_entry.conditions',
      'is an empty list; it needs at least one condition',
      valid({ before_entry: { conditions: [] } }),
    ),
    at(
      'before_entry.conditions',
      'lists 2 conditions; at most 1 are allowed',
      valid({
        before_entry: {
          conditions: [
            { result: 'FAIL', rules: [WINDOW] },
            { result: 'FAIL', rules: [ALARM] },
          ],
        },
      }),
    ),
    at(
      'before_entry.conditions[0].rules',
      'is missing; list the rules',
      valid({ before_entry: { conditions: [{ result: 'FAIL' }] } }),
    ),
    at('before_entry.conditions[0].rules', 'is an empty list', valid(entry([]))),
    at(
      'before_entry.conditions[0].rules',
      'lists 6 rules; at most 5 are allowed',
      valid(entry(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ ...ALARM, name })))),
    ),
    at(
      'before_entry.conditions[0].rules[1].name',
      'names a second rule "Quiet"; give each its own name',
      valid(entry([ALARM, { ...WINDOW, name: 'Quiet' }])),
      'reader',
    ),
    at(
      'before_entry.conditions[0].result',
      '"ROLLBACK" is no result of a condition before entry; use "FAIL" or "SKIP"',
      valid(entry([ALARM], 'ROLLBACK')),
    ),
    at(
      'before_entry.conditions[0].rules[1].provider',
      'a rule of CloudWatchAlarm cannot skip a stage; use the result "FAIL", or a rule of LambdaInvoke or VariableCheck',
      valid(entry([CHECK, ALARM], 'SKIP')),
    ),
    at(
      'accounts.dev.on_success.conditions[0].result',
      '"SKIP" is no result of a condition on success; use "FAIL" or "ROLLBACK"',
      withDev({ on_success: { conditions: [{ result: 'SKIP', rules: [ALARM] }] } }),
    ),
    at(
      'on_success.conditions[0].result',
      'did you mean "ROLLBACK"?',
      valid({ on_success: { conditions: [{ result: 'rollback', rules: [ALARM] }] } }),
    ),

    // Rules
    rule('name', 'is missing; name the rule', { ...ALARM, name: undefined }),
    rule('name', '"a b" is no name of a rule; use 1 to 100 letters, digits and . @ _ -', { ...ALARM, name: 'a b' }),
    rule('provider', 'is missing; say what checks the rule', { name: 'A' }),
    rule('provider', 'did you mean "CloudWatchAlarm"?', { ...ALARM, provider: 'CloudwatchAlarms' }),
    rule('configuration.alarm_name', 'is missing; a rule of CloudWatchAlarm needs it', {
      ...ALARM,
      configuration: undefined,
    }),
    rule('configuration', 'has to be an object with what the provider of the rule needs, but is a list', {
      ...ALARM,
      configuration: [],
    }),
    configured('cron', 'belongs to rules of DeploymentWindow, and this is one of CloudWatchAlarm', ALARM, {
      cron: '* * * ? * 1',
    }),
    configured('AlarmName', 'did you mean "alarm_name"?', ALARM, { AlarmName: 'x' }, 'reader'),
    configured('alarm_name', 'has 256 characters, and may have 255', ALARM, { alarm_name: 'a'.repeat(256) }, 'reader'),
    configured('alarm_states[0]', 'did you mean "ALARM"?', ALARM, { alarm_states: ['alarm'] }),
    configured('wait_time', '61 is out of range; use 0 to 60', ALARM, { wait_time: 61 }),
    configured('cron', 'has 5 fields; it needs 6 or 7', WINDOW, { cron: '0 9 * * MON' }, 'reader'),
    configured('time_zone', '"Berlin" is no time zone', WINDOW, { time_zone: 'Berlin' }, 'reader'),
    configured('variable', '"A" refers to no variable', CHECK, { variable: 'A' }, 'reader'),
    configured('operator', 'has to be one of "EQ", "NE", "CONTAINS", "MATCHES", but is "LIKE"', CHECK, {
      operator: 'LIKE',
    }),
    configured('value', 'is missing; a rule of VariableCheck needs it', CHECK, { value: undefined }),
    configured('value', 'has a bracket without its counterpart', CHECK, { operator: 'MATCHES', value: '[a' }, 'reader'),
    rule(
      'configuration.function_name',
      'is no name of a function; use its name alone',
      { name: 'A', provider: 'LambdaInvoke', configuration: { function_name: 'arn:aws:lambda' } },
      'reader',
    ),
    rule(
      'configuration.project_name',
      'is no name of a project; use its name alone',
      { name: 'A', provider: 'CodeBuild', configuration: { project_name: '-' } },
      'reader',
    ),
    rule(
      'configuration.primary_source',
      'is missing; with several input artifacts CodeBuild needs it',
      { name: 'A', provider: 'CodeBuild', configuration: { project_name: 'smoke' }, input_artifacts: ['One', 'Two'] },
      'reader',
    ),
    rule('commands', 'is missing; a rule of Commands needs at least one', { name: 'A', provider: 'Commands' }),
    rule('commands', 'is an empty list', { name: 'A', provider: 'Commands', commands: [] }),
    rule(
      'commands[0]',
      'has several lines; take it out, or put it into a script',
      { name: 'A', provider: 'Commands', commands: ['a\nb'] },
      'reader',
    ),
    rule('commands', 'belongs to rules of Commands, and this is one of CloudWatchAlarm', {
      ...ALARM,
      commands: ['true'],
    }),
    rule('input_artifacts', 'lists 1; CloudWatchAlarm takes none', { ...ALARM, input_artifacts: ['Source'] }),
    rule('input_artifacts[0]', 'is no name of an artifact', {
      name: 'A',
      provider: 'Commands',
      commands: ['true'],
      input_artifacts: ['a.b'],
    }),
    rule('region', 'has no meaning for a rule of DeploymentWindow; leave it out', { ...WINDOW, region: 'eu-west-1' }),
    rule('role_arn', 'is no ARN of a role; it looks like arn:aws:iam::', { ...ALARM, role_arn: 'alarm-reader' }),

    // Failure
    failure('', 'says nothing about what follows; give "result" or "conditions"', {}),
    failure('.result', 'a stage that failed cannot be skipped; use "ROLLBACK" or "RETRY"', { result: 'SKIP' }),
    failure('.result', 'did you mean "ROLLBACK"?', { result: 'ROLL_BACK' }),
    failure('.retry_mode', 'belongs to the result "RETRY"; leave it out', {
      result: 'ROLLBACK',
      retry_mode: 'ALL_ACTIONS',
    }),
    failure('.retry_mode', 'has to be one of "ALL_ACTIONS", "FAILED_ACTIONS", but is "ONCE"', {
      result: 'RETRY',
      retry_mode: 'ONCE',
    }),
    failure('.conditions', 'nothing depends on conditions beside the result "ROLLBACK"', {
      result: 'ROLLBACK',
      conditions: [rollback],
    }),
    failure('.conditions', 'nothing depends on conditions beside the result "FAIL"', {
      result: 'FAIL',
      conditions: [rollback],
    }),
    failure('.conditions[0].result', '"FAIL" is no result of a condition on failure; use "ROLLBACK"', {
      conditions: [{ ...rollback, result: 'FAIL' }],
    }),

    // Transitions
    at(
      'disabled_transition',
      'is no reason for a disabled transition; CodePipeline takes',
      valid({ disabled_transition: "It's late" }),
    ),
    at('disabled_transition', 'is longer than 300 characters', valid({ disabled_transition: 'a'.repeat(301) })),
    at('disabled_transition', 'has to be text, but is the boolean true', valid({ disabled_transition: true })),
    at(
      'accounts.tooling.on_failure',
      'the toolchain account is no stage',
      withAccounts({ tooling: { account: '111111111111', region: 'eu-central-1', on_failure: { result: 'RETRY' } } }),
    ),
  ];
}
