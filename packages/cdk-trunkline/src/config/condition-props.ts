// What props may say about the conditions of a stage: rules that CodePipeline checks, and what follows where they fail.
import type { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';

/** What checks a rule. Source: CodePipeline User Guide, rule structure reference. */
export enum RuleProvider {
  /** The state of an alarm. */
  CLOUD_WATCH_ALARM = 'CloudWatchAlarm',

  /** A build of a CodeBuild project, which succeeds or fails. */
  CODE_BUILD = 'CodeBuild',

  /** A few commands, which succeed or fail. */
  COMMANDS = 'Commands',

  /** The time of the day, week or month. */
  DEPLOYMENT_WINDOW = 'DeploymentWindow',

  /** A function that reports to CodePipeline. */
  LAMBDA_INVOKE = 'LambdaInvoke',

  /** The value of a variable. */
  VARIABLE_CHECK = 'VariableCheck',
}

/** The state of an alarm. */
export enum AlarmState {
  /** It is in alarm. */
  ALARM = 'ALARM',

  /** It is not. */
  OK = 'OK',

  /** There is too little data to tell. */
  INSUFFICIENT_DATA = 'INSUFFICIENT_DATA',
}

/** How a variable is compared. */
export enum VariableOperator {
  /** It is the value. */
  EQ = 'EQ',

  /** It is not the value. */
  NE = 'NE',

  /** It has the value in it. */
  CONTAINS = 'CONTAINS',

  /** It matches the value, a regular expression of Java. */
  MATCHES = 'MATCHES',
}

/** What a rule is configured with; which of it a rule has depends on its provider. */
export interface RuleConfigurationSettings {
  /**
   * CloudWatchAlarm: name of the alarm.
   *
   * @default - none; CloudWatchAlarm needs it
   */
  readonly alarmName?: string;

  /**
   * CloudWatchAlarm: the states of the alarm that the rule looks for.
   *
   * @default - `ALARM`
   */
  readonly alarmStates?: AlarmState[];

  /**
   * CloudWatchAlarm: for how many minutes the alarm is watched once a stage has ended; before a stage, how many an alarm
   * has to become OK, where one that is OK already is waited for no longer.
   *
   * @default - it is looked at once
   */
  readonly waitTime?: number;

  /**
   * DeploymentWindow: when the window is open, in 6 or 7 fields: second (always `*`), minute, hour, day of the month,
   * month, day of the week, year.
   *
   * @default - none; DeploymentWindow needs it
   */
  readonly cron?: string;

  /**
   * DeploymentWindow: the time zone of `cron`.
   *
   * @default - UTC
   */
  readonly timeZone?: string;

  /**
   * VariableCheck: the variable, such as `#{variables.RELEASE}`.
   *
   * @default - none; VariableCheck needs it
   */
  readonly variable?: string;

  /**
   * VariableCheck: how it is compared.
   *
   * @default - none; VariableCheck needs it
   * @jsii suppress JSII5018 CodePipeline calls it so and C# has Operator
   */
  readonly operator?: VariableOperator;

  /**
   * VariableCheck: what it is compared with.
   *
   * @default - none; VariableCheck needs it
   */
  readonly value?: string;

  /**
   * LambdaInvoke: name of the function.
   *
   * @default - none; LambdaInvoke needs it
   */
  readonly functionName?: string;

  /**
   * LambdaInvoke: a text for the function.
   *
   * @default - none
   */
  readonly userParameters?: string;

  /**
   * CodeBuild: name of the project.
   *
   * @default - none; CodeBuild needs it
   */
  readonly projectName?: string;

  /**
   * CodeBuild: the input artifact that has the buildspec.
   *
   * @default - the input artifact where there is one; required where there are several
   */
  readonly primarySource?: string;
}

/** A rule of a condition. */
export interface RuleSettings {
  /** The rule's name, which the name of the CodePipeline stage is added to. */
  readonly name: string;

  /** What checks it. */
  readonly provider: RuleProvider;

  /**
   * What it is configured with, by provider.
   *
   * @default - none; every provider but Commands needs it
   */
  readonly configuration?: RuleConfigurationSettings;

  /**
   * Commands: what is run, 1 to 50 commands of one line.
   *
   * @default - none; Commands needs them
   */
  readonly commands?: string[];

  /**
   * CodeBuild, Commands, LambdaInvoke: names of the artifacts that it gets.
   *
   * @default - the source for CodeBuild and Commands, none for LambdaInvoke
   */
  readonly inputArtifacts?: string[];

  /**
   * CloudWatchAlarm, LambdaInvoke: the region of the alarm or function.
   *
   * @default - that of the pipeline
   */
  readonly region?: string;

  /**
   * ARN of the role that the rule is checked with; it has to allow that, and let the pipeline's role assume it.
   *
   * @default - the pipeline's role; a role that may do next to nothing for Commands
   */
  readonly roleArn?: string;
}

/** A condition: rules, and what follows where one of them fails. */
export interface ConditionSettings {
  /** What follows where one of the rules fails. */
  readonly result: Result;

  /** The rules, 1 to 5, all of which have to hold. */
  readonly rules: RuleSettings[];
}

/** Conditions of one kind. */
export interface ConditionsSettings {
  /** The conditions, of which CodePipeline takes one. */
  readonly conditions: ConditionSettings[];
}

/** What follows where a stage fails. */
export interface FailureSettings {
  /**
   * What follows whatever the reason: `FAIL` is nothing but the failure, against an outer setting.
   *
   * @default - what the conditions say, or else nothing
   */
  readonly result?: Result;

  /**
   * With `RETRY`: which actions are run once more.
   *
   * @default - `FAILED_ACTIONS`
   */
  readonly retryMode?: RetryMode;

  /**
   * Rules on which a rollback depends, of which CodePipeline takes one condition.
   *
   * @default - none
   */
  readonly conditions?: ConditionSettings[];
}

/** What the configuration may say about the CodePipeline stages of a stage. */
export interface StageConditionSettings {
  /**
   * Conditions that have to hold before a stage begins.
   *
   * @default - none
   */
  readonly beforeEntry?: ConditionsSettings;

  /**
   * Conditions that have to hold after a stage has succeeded.
   *
   * @default - none
   */
  readonly onSuccess?: ConditionsSettings;

  /**
   * What follows where a stage fails: a rollback, or one more try.
   *
   * @default - nothing; the execution fails
   */
  readonly onFailure?: FailureSettings;

  /**
   * Why nothing may enter a stage until somebody enables its inbound transition.
   *
   * @default - everything may enter it
   */
  readonly disabledTransition?: string;
}
