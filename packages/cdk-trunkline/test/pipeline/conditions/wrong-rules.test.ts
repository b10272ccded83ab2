// Rules that CodePipeline would refuse, or that could never hold: each is said where it is made.
import { Duration, Stack } from 'aws-cdk-lib';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlarmState, StageRule, VariableOperator } from '../../../src';
import { cronProblem, timeZoneProblem } from '../../../src/config/cron-expression';

const window = (cron: string, timeZone?: string) => () =>
  StageRule.deploymentWindow('Window', { cron, ...(timeZone === undefined ? {} : { timeZone }) });
const commands = (list: string[]) => () => StageRule.commands('Checks', { commands: list });
const check =
  (variable: string, value = 'x', operator = VariableOperator.EQ) =>
  () =>
    StageRule.variableCheck('Check', { variable, operator, value });

test.each<readonly [string, () => StageRule]>([
  [
    'Rule a b (DeploymentWindow): name "a b" is no name of a rule; use 1 to 100 letters, digits and . @ _ -.',
    () => StageRule.deploymentWindow('a b', { cron: '* * * ? * MON' }),
  ],
  ['name "" is no name of a rule', () => StageRule.deploymentWindow('', { cron: '* * * ? * MON' })],
  [`name "${'n'.repeat(76)}`, () => StageRule.deploymentWindow('n'.repeat(101), { cron: '* * * ? * MON' })],
  [
    'Rule Alarm (CloudWatchAlarm): alarmName has 256 characters, and may have 255.',
    () => StageRule.cloudWatchAlarm('Alarm', { alarmName: 'a'.repeat(256) }),
  ],
  [
    'alarmName is missing; a rule of CloudWatchAlarm needs it.',
    () => StageRule.cloudWatchAlarm('Alarm', { alarmName: '' }),
  ],
  [
    'Rule Alarm: waitTime is 61 minutes; use whole minutes, 0 to 60.',
    () => StageRule.cloudWatchAlarm('Alarm', { alarmName: 'a', waitTime: Duration.minutes(61) }),
  ],
  [
    'waitTime is 1.5 minutes',
    () => StageRule.cloudWatchAlarm('Alarm', { alarmName: 'a', waitTime: Duration.seconds(90) }),
  ],
  ['cron "0 9 * * *" has 5 fields; it needs 6 or 7', window('0 9 * * *')],
  ['cron "0" is no second; a window has whole minutes', window('0 0 9 ? * MON')],
  ['cron "60" is no minute; use 0 to 59', window('* 60 9 ? * MON')],
  ['cron "9-25" is no hour; use 0 to 23', window('* * 9-25 ? * MON')],
  ['cron "32" is no day of the month; use 1 to 31', window('* * 9 32 * ?')],
  ['cron "0-11" is no month; use 1 to 12, or JAN to DEC', window('* * 9 ? 0-11 MON')],
  ['cron "MONDAY" is no day of the week; use 1 to 7, or SUN to SAT', window('* * 9 ? * MONDAY')],
  ['cron "1969" is no year; use 1970 to 2199', window('* * 9 ? * MON 1969')],
  ['cron has to have "?" for the day of the month or for the day of the week', window('* * 9-17 * * MON-FRI')],
  [
    'timeZone "Europe/Atlantis" is no time zone; it looks like "Europe/Berlin"',
    window('* * 9 ? * MON', 'Europe/Atlantis'),
  ],
  ['timeZone "UTC+2" is no time zone', window('* * 9 ? * MON', 'UTC+2')],
  ['variable "RELEASE" refers to no variable; it looks like "#{variables.RELEASE}"', check('RELEASE')],
  ['value is missing; a rule of VariableCheck needs it.', check('#{variables.A}', '')],
  [
    'value "(a|b" is no regular expression; it has a bracket',
    check('#{variables.A}', '(a|b', VariableOperator.MATCHES),
  ],
  ['commands is missing; a rule of Commands needs at least one.', commands([])],
  ['commands[1] is blank; take it out, or put it into a script, and run that.', commands(['npm ci', ' '])],
  ['commands[0] has several lines; take it out', commands(['npm ci\nnpm test'])],
  ['commands[0] has 1001 characters, and may have 1000; take it out', commands(['x'.repeat(1001)])],
  ['commands has 51 commands, and may have 50.', commands(Array.from({ length: 51 }, () => 'true'))],
  [
    'inputArtifacts lists 11; Commands takes 10 at most.',
    () => StageRule.commands('Checks', { commands: ['true'], inputArtifacts: 'abcdefghijk'.split('') }),
  ],
  [
    'primarySource is missing; with several input artifacts CodeBuild needs it.',
    () => StageRule.codeBuild('Smoke', { project: project(), inputArtifacts: ['One', 'Two'] }),
  ],
  [
    'primarySource "Tow" is none of the input artifacts; did you mean "Two"?',
    () => StageRule.codeBuild('Smoke', { project: project(), inputArtifacts: ['One', 'Two'], primarySource: 'Tow' }),
  ],
  [
    'userParameters has 10001 characters, and may have 10000.',
    () => StageRule.lambdaInvoke('Freeze', { handler: handler(), userParameters: 'x'.repeat(10_001) }),
  ],
])('%s', (words, make) => {
  expect(make).toThrow(words);
});

function project(): PipelineProject {
  return new PipelineProject(new Stack(), 'Project');
}

function handler(): ReturnType<typeof LambdaFunction.fromFunctionName> {
  return LambdaFunction.fromFunctionName(new Stack(), 'Function', 'check');
}

test('everything that is wrong with a rule is said at once', () => {
  expect(() => StageRule.deploymentWindow('a b', { cron: '*', timeZone: 'here' })).toThrow(
    /name .* cron .* timeZone /s,
  );
});

describe('what is right', () => {
  test.each([
    '* * 9-17 ? * MON-FRI *',
    '* 0/15 9-17 ? JAN-MAR,12 MON,WED 2026-2030',
    '* * * LW * ?',
    '* * 8,20 L-3 */2 ?',
    '* 30 22 15W * ?',
    '* * * ? * 6L',
    '* * * ? * FRI#2',
  ])('cron %s', (cron) => {
    expect(cronProblem(cron)).toBeUndefined();
  });

  test.each(['UTC', 'UTC+05:30', 'UTC-03:00', 'CET', 'America/New_York', 'America/Argentina/Ushuaia'])(
    'zone %s',
    (zone) => {
      expect(timeZoneProblem(zone)).toBeUndefined();
    },
  );

  test.each(['[(]+', '\\(', '(?<name>a)[)\\]]', '\\Q(\\E'])('regular expression %s', (value) => {
    expect(check('#{variables.A}', value, VariableOperator.MATCHES)).not.toThrow();
  });

  test('an alarm whose name nobody knows yet', () => {
    expect(() =>
      StageRule.cloudWatchAlarm('Alarm', {
        alarmName: project().projectName,
        alarmStates: [AlarmState.OK],
        waitTime: Duration.minutes(60),
      }),
    ).not.toThrow();
  });
});

test('a cron expression of any numbers is right exactly where each is in its range', () => {
  const range = { minute: [0, 59], hour: [0, 23], day: [1, 31], month: [1, 12] } as const;
  fc.assert(
    fc.property(fc.tuple(fc.nat(70), fc.nat(30), fc.nat(40), fc.nat(15)), ([minute, hour, day, month]) => {
      const isRight = Object.values(range).every(([min, max], index) => {
        const value = [minute, hour, day, month][index] ?? -1;
        return value >= min && value <= max;
      });
      const problem = cronProblem(['*', minute, hour, day, month, '?'].join(' '));
      expect(problem === undefined).toBe(isRight);
    }),
  );
});
