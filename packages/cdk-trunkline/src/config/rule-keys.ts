// The keys of a rule: what checks it, and what each provider of rules is configured with.
import { MOST_COMMANDS } from './command-limits';
import { AlarmState, RuleProvider, VariableOperator, type RuleSettings } from './condition-props';
import { REGION } from './patterns';
import { isJsonObject, type Place } from './place';
import { respell } from './respell';
import { LONGEST_WAIT, ruleProblems, RULE_PROVIDERS } from './rule-problems';
import type { ObjectShape, TextShape } from './shapes';

/** Any text: what it has to look like depends on the provider, and is checked with the rule as a whole. */
function free(what: string, more: Partial<TextShape> = {}): TextShape {
  return { kind: 'text', what, free: true, ...more };
}

/** Source: IAM User Guide, IAM identifiers. */
const ROLE_ARN: TextShape = {
  kind: 'text',
  what: 'ARN of a role',
  pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+$',
  hint: 'it looks like arn:aws:iam::<account>:role/<name>',
  example: 'arn:aws:iam::111122223333:role/alarm-reader',
};

const CONFIGURATION: ObjectShape = {
  kind: 'object',
  holds: 'what the provider of the rule needs',
  keys: [
    {
      name: 'alarm_name',
      shape: free('name of an alarm'),
      otherwise: 'none; CloudWatchAlarm needs it',
      description: 'CloudWatchAlarm: name of the alarm.',
    },
    {
      name: 'alarm_states',
      shape: { kind: 'list', what: 'state', of: { kind: 'choice', values: Object.values(AlarmState) } },
      otherwise: '`ALARM`',
      description: 'CloudWatchAlarm: the states of the alarm that the rule looks for.',
    },
    {
      name: 'wait_time',
      shape: { kind: 'integer', min: 0, max: LONGEST_WAIT },
      otherwise: 'it is looked at once',
      description:
        'CloudWatchAlarm: minutes for which the alarm is watched after a stage; before one, that it has to become OK in.',
    },
    {
      name: 'cron',
      shape: free('cron expression', { example: '* * 9-16 ? * MON-FRI' }),
      otherwise: 'none; DeploymentWindow needs it',
      description: 'DeploymentWindow: when the window is open, in 6 or 7 fields.',
    },
    {
      name: 'time_zone',
      shape: free('time zone', { example: 'Europe/Berlin' }),
      otherwise: 'UTC',
      description: 'DeploymentWindow: the time zone of `cron`.',
    },
    {
      name: 'variable',
      shape: free('variable', { example: '#{variables.RELEASE}' }),
      otherwise: 'none; VariableCheck needs it',
      description: 'VariableCheck: the variable, such as `#{variables.RELEASE}`.',
    },
    {
      name: 'operator',
      shape: { kind: 'choice', values: Object.values(VariableOperator) },
      otherwise: 'none; VariableCheck needs it',
      description: 'VariableCheck: how it is compared.',
    },
    {
      name: 'value',
      shape: free('value'),
      otherwise: 'none; VariableCheck needs it',
      description: 'VariableCheck: what it is compared with.',
    },
    {
      name: 'function_name',
      shape: free('name of a function'),
      otherwise: 'none; LambdaInvoke needs it',
      description: 'LambdaInvoke: name of the function.',
    },
    {
      name: 'user_parameters',
      shape: free('text for the function'),
      otherwise: 'none',
      description: 'LambdaInvoke: a text for the function.',
    },
    {
      name: 'project_name',
      shape: free('name of a project'),
      otherwise: 'none; CodeBuild needs it',
      description: 'CodeBuild: name of the project.',
    },
    {
      name: 'primary_source',
      shape: free('input artifact'),
      otherwise: 'the input artifact where there is one; required where there are several',
      description: 'CodeBuild: the input artifact that has the buildspec.',
    },
  ],
};

/** A rule of a condition. */
export const RULE: ObjectShape = {
  kind: 'object',
  holds: 'name, provider and what the provider needs',
  keys: [
    {
      name: 'name',
      shape: free('name of a rule', { pattern: '^[A-Za-z0-9.@_-]+$', maxLength: 100, example: 'OfficeHours' }),
      required: true,
      missing: 'name the rule',
      description: "The rule's name, which the name of the CodePipeline stage is added to.",
    },
    {
      name: 'provider',
      shape: { kind: 'choice', values: Object.values(RuleProvider) },
      required: true,
      missing: 'say what checks the rule, such as "CloudWatchAlarm"',
      description: 'What checks it.',
    },
    {
      name: 'configuration',
      shape: CONFIGURATION,
      otherwise: 'none; every provider but Commands needs it',
      description: 'What it is configured with, by provider.',
    },
    {
      name: 'commands',
      shape: { kind: 'list', what: 'command', of: free('command'), max: MOST_COMMANDS, repeats: true },
      otherwise: 'none; Commands needs them',
      description: 'Commands: what is run, 1 to 50 commands of one line.',
    },
    {
      name: 'input_artifacts',
      shape: {
        kind: 'list',
        what: 'input artifact',
        of: {
          kind: 'text',
          what: 'name of an artifact',
          pattern: '^[A-Za-z0-9_-]{1,100}$',
          hint: 'use 1 to 100 letters, digits, _ and -',
        },
      },
      otherwise: 'the source for CodeBuild and Commands, none for LambdaInvoke',
      description: 'CodeBuild, Commands, LambdaInvoke: names of the artifacts that it gets.',
    },
    {
      name: 'region',
      shape: REGION,
      otherwise: 'that of the pipeline',
      description: 'CloudWatchAlarm, LambdaInvoke: the region of the alarm or function.',
    },
    {
      name: 'role_arn',
      shape: ROLE_ARN,
      otherwise: "the pipeline's role; a role that may do next to nothing for Commands",
      description: 'ARN of the role that the rule is checked with.',
    },
  ],
  also: (rule, mistakes) => {
    // Members of wrong types were reported already, and the check passes them over.
    for (const { path, problem } of ruleProblems(respell(rule, RULE, 'props') as RuleSettings)) {
      if (!isTold(rule, path)) mistakes.add(placeIn(rule, path).path, problem);
    }
  },
  schema: { allOf: Object.values(RuleProvider).map(ofProvider) },
};

/** Whether the shape of the key has seen to it. */
function isTold(rule: Place, [key, inner]: readonly (string | number)[]): boolean {
  const isCommands = rule.key('provider').text === RuleProvider.COMMANDS;
  if (key === 'commands') return inner === undefined && isCommands && rule.key('commands').isThere;
  const configuration = rule.key('configuration');
  return key === 'configuration' && configuration.isThere && !isJsonObject(configuration.value);
}

function placeIn(rule: Place, path: readonly (string | number)[]): Place {
  return path.reduce<Place>(
    (place, key) => (typeof key === 'number' ? (place.elements[key] ?? place) : place.key(snake(key))),
    rule,
  );
}

function snake(prop: string): string {
  return prop.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What JSON Schema can say of rules of one provider. */
function ofProvider(provider: RuleProvider): Readonly<Record<string, unknown>> {
  const { required, optional, commands, region, inputs } = RULE_PROVIDERS[provider];
  const needed = required.map(snake);
  const known = [...needed, ...optional.map(snake)];
  const strange = CONFIGURATION.keys.map(({ name }) => name).filter((name) => !known.includes(name));
  return {
    if: { properties: { provider: { const: provider } }, required: ['provider'] },
    then: {
      required: [...(needed.length > 0 ? ['configuration'] : []), ...(commands === true ? ['commands'] : [])],
      properties: {
        configuration: {
          ...(needed.length > 0 ? { required: needed } : {}),
          properties: Object.fromEntries(strange.map((name) => [name, false])),
        },
        ...(commands === true ? {} : { commands: false }),
        ...(region === true ? {} : { region: false }),
        ...(inputs === 0 ? { input_artifacts: false } : { input_artifacts: { maxItems: inputs } }),
      },
    },
  };
}
