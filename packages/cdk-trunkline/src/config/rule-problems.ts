// What each provider of rules needs, and what is wrong with a rule: one check for the configuration and for code.
import { Token } from 'aws-cdk-lib';
import { commandProblem, MOST_COMMANDS } from './command-limits';
import { RuleProvider, VariableOperator, type RuleConfigurationSettings, type RuleSettings } from './condition-props';
import { cronProblem, timeZoneProblem } from './cron-expression';
import { didYouMean } from './did-you-mean';
import { quoted } from './mistakes';

/** A key of a rule's configuration, as a member of props. */
export type RuleKey = keyof RuleConfigurationSettings;

/** What a provider takes. */
export interface ProviderTraits {
  /** The keys of its configuration that it needs. */
  readonly required: readonly RuleKey[];
  readonly optional: readonly RuleKey[];
  readonly commands?: true;
  /** How many input artifacts it takes. */
  readonly inputs: number;
  /** Whether what it looks at may be in another region. */
  readonly region?: true;
  /** Whether a rule of it may lead to a skipped stage. Source: CodePipeline User Guide, Commands rule, a note. */
  readonly skips?: true;
}

/**
 * The providers. Source: CodePipeline User Guide, rule structure reference. CodeBuild's batch builds and environment
 * variables are left out. unsure: how many input artifacts a rule takes; the numbers are those of the actions.
 */
export const RULE_PROVIDERS: Readonly<Record<RuleProvider, ProviderTraits>> = {
  [RuleProvider.CLOUD_WATCH_ALARM]: {
    required: ['alarmName'],
    optional: ['alarmStates', 'waitTime'],
    inputs: 0,
    region: true,
  },
  [RuleProvider.CODE_BUILD]: { required: ['projectName'], optional: ['primarySource'], inputs: 5 },
  [RuleProvider.COMMANDS]: { required: [], optional: [], commands: true, inputs: 10 },
  [RuleProvider.DEPLOYMENT_WINDOW]: { required: ['cron'], optional: ['timeZone'], inputs: 0 },
  [RuleProvider.LAMBDA_INVOKE]: {
    required: ['functionName'],
    optional: ['userParameters'],
    inputs: 5,
    region: true,
    skips: true,
  },
  [RuleProvider.VARIABLE_CHECK]: { required: ['variable', 'operator', 'value'], optional: [], inputs: 0, skips: true },
};

/** A mistake in a rule: where, from the rule on, and what. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** Source: CodePipeline API Reference, RuleDeclaration: `name`, `configuration`, `commands`. */
const RULE_NAME = /^[A-Za-z0-9.@_-]+$/;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 10_000;

/**
 * For how many minutes an alarm is watched, or waited for, at most. unsure: the User Guide has no limit, but a rule ends after an hour like
 * actions without a limit of their own, and CloudFormation has nothing to change that with.
 */
export const LONGEST_WAIT = 60;

/** A reference to a variable that CodePipeline resolves. Source: CodePipeline User Guide, Variables. */
const REFERENCE = /#\{[^#{}.\s]+\.[^#{}\s]+\}/;

/**
 * What is wrong with a rule whose members have the types that they should have; those of another type are passed over,
 * as are tokens, whose value nobody knows yet.
 */
export function ruleProblems(rule: RuleSettings): RuleProblem[] {
  const problems: RuleProblem[] = [...named(rule)];
  const traits = (RULE_PROVIDERS as Readonly<Record<string, ProviderTraits | undefined>>)[rule.provider];
  if (traits === undefined) return problems;
  return [...problems, ...configured(rule, traits), ...commanded(rule, traits), ...supplied(rule, traits)];
}

function named({ name }: RuleSettings): RuleProblem[] {
  if (!isKnown(name)) return [];
  if (RULE_NAME.test(name) && name.length <= LONGEST_NAME) return [];
  const problem = `${quoted(name)} is no name of a rule; use 1 to ${String(LONGEST_NAME)} letters, digits and . @ _ -.`;
  return [{ path: ['name'], problem }];
}

function configured({ provider, configuration = {} }: RuleSettings, traits: ProviderTraits): RuleProblem[] {
  const keys = [...traits.required, ...traits.optional];
  const strange = Object.keys(configuration).filter(
    (key) => !keys.includes(key as RuleKey) && configuration[key as RuleKey] !== undefined,
  );
  return [
    ...strange.map((key) => ({
      path: ['configuration', key],
      problem: `belongs to rules of ${ownersOf(key as RuleKey)}, and this is one of ${provider}.`,
    })),
    ...traits.required
      .filter((key) => configuration[key] === undefined || configuration[key] === '')
      .map((key) => ({ path: ['configuration', key], problem: `is missing; a rule of ${provider} needs it.` })),
    ...keys.flatMap((key) => {
      const problem = valueProblem(key, configuration);
      return problem === undefined ? [] : [{ path: ['configuration', key], problem }];
    }),
  ];
}

function ownersOf(key: RuleKey): string {
  const owners = Object.entries(RULE_PROVIDERS).filter(([, { required, optional }]) =>
    [...required, ...optional].includes(key),
  );
  return owners.map(([provider]) => provider).join(' and ');
}

function valueProblem(key: RuleKey, configuration: RuleConfigurationSettings): string | undefined {
  const value: unknown = configuration[key];
  if (!isKnown(value) || value === '') return undefined;
  if (value.length > LONGEST_VALUE) {
    return `has ${String(value.length)} characters, and may have ${String(LONGEST_VALUE)}.`;
  }
  return VALUES[key]?.(value, configuration);
}

/** What the values of single keys have to look like. */
const VALUES: Readonly<
  Partial<Record<RuleKey, (value: string, all: RuleConfigurationSettings) => string | undefined>>
> = {
  // Source: CloudWatch API Reference, PutMetricAlarm.
  alarmName: (name) => (name.length <= 255 ? undefined : `has ${String(name.length)} characters, and may have 255.`),
  cron: cronProblem,
  timeZone: timeZoneProblem,
  variable: (variable) =>
    REFERENCE.test(variable)
      ? undefined
      : `${quoted(variable)} refers to no variable; it looks like "#{variables.RELEASE}" or "#{<namespace>.<name>}".`,
  value: (value, { operator }) => (operator === VariableOperator.MATCHES ? expressionProblem(value) : undefined),
  // Source: Lambda API Reference, CreateFunction. unsure: whether a rule takes a function's ARN or alias.
  functionName: (name) =>
    /^[A-Za-z0-9_-]{1,64}$/.test(name)
      ? undefined
      : `${quoted(name)} is no name of a function; use its name alone, of 1 to 64 letters, digits, _ and -.`,
  // Source: CodeBuild API Reference, CreateProject.
  projectName: (name) =>
    /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(name)
      ? undefined
      : `${quoted(name)} is no name of a project; use its name alone, of 2 to 150 letters, digits, _ and -.`,
};

/** Brackets that are not closed are wrong in every dialect; more than that only Java can tell. */
function expressionProblem(expression: string): string | undefined {
  const bare = expression.replaceAll(/\\Q.*?\\E|\\./gs, '').replaceAll(/\[\^?\]?[^\]]*\]/g, '');
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) break;
  }
  if (depth === 0 && !bare.includes('[')) return undefined;
  return `${quoted(expression)} is no regular expression; it has a bracket without its counterpart.`;
}

function commanded({ provider, commands }: RuleSettings, traits: ProviderTraits): RuleProblem[] {
  if (traits.commands !== true) {
    if (commands === undefined) return [];
    return [{ path: ['commands'], problem: `belongs to rules of Commands, and this is one of ${provider}.` }];
  }
  if (commands === undefined || commands.length === 0) {
    return [{ path: ['commands'], problem: 'is missing; a rule of Commands needs at least one.' }];
  }
  if (!Array.isArray(commands)) return [];
  const many =
    commands.length > MOST_COMMANDS
      ? [
          {
            path: ['commands'],
            problem: `has ${String(commands.length)} commands, and may have ${String(MOST_COMMANDS)}.`,
          },
        ]
      : [];
  return [
    ...many,
    ...commands.flatMap((command, index) => {
      const problem = refusedCommand(command);
      return problem === undefined ? [] : [{ path: ['commands', index], problem }];
    }),
  ];
}

function refusedCommand(command: unknown): string | undefined {
  const problem = isKnown(command) ? commandProblem(command) : undefined;
  return problem === undefined ? undefined : `${problem}; take it out, or put it into a script, and run that.`;
}

function supplied(
  { provider, inputArtifacts, configuration, region }: RuleSettings,
  traits: ProviderTraits,
): RuleProblem[] {
  const problems: RuleProblem[] = [];
  if (region !== undefined && traits.region !== true) {
    problems.push({ path: ['region'], problem: `has no meaning for a rule of ${provider}; leave it out.` });
  }
  if (!Array.isArray(inputArtifacts)) return problems;
  if (inputArtifacts.length > traits.inputs) {
    const most = traits.inputs === 0 ? 'none' : `${String(traits.inputs)} at most`;
    problems.push({
      path: ['inputArtifacts'],
      problem: `lists ${String(inputArtifacts.length)}; ${provider} takes ${most}.`,
    });
  }
  if (provider === RuleProvider.CODE_BUILD) problems.push(...primary(inputArtifacts, configuration?.primarySource));
  return problems;
}

function primary(all: readonly unknown[], source: unknown): RuleProblem[] {
  const inputs = all.filter((each) => typeof each === 'string');
  const path = ['configuration', 'primarySource'];
  if (source === undefined) {
    return inputs.length > 1 ? [{ path, problem: 'is missing; with several input artifacts CodeBuild needs it.' }] : [];
  }
  if (!isKnown(source) || inputs.includes(source)) return [];
  const near = didYouMean(source, inputs);
  const hint = near === undefined ? `use one of ${inputs.join(', ')}.` : `did you mean ${quoted(near)}?`;
  return [{ path, problem: `${quoted(source)} is none of the input artifacts; ${hint}` }];
}

function isKnown(value: unknown): value is string {
  return typeof value === 'string' && !Token.isUnresolved(value);
}
