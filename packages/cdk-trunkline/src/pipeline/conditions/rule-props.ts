// What a rule of a stage's condition is made of, in code.
import type { Duration } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AlarmState, VariableOperator } from '../../config/condition-props';

/** What every rule may have. */
export interface StageRuleProps {
  /**
   * The role that the rule is checked with; the pipeline's role is let assume it.
   *
   * @default - the pipeline's role; a role that may do next to nothing for `StageRule.commands`
   */
  readonly role?: IRole;
}

/** Properties of `StageRule.cloudWatchAlarm`. */
export interface CloudWatchAlarmRuleProps extends StageRuleProps {
  /** Name of the alarm, in the toolchain account unless there is a `role` of another one. */
  readonly alarmName: string;

  /**
   * The states of the alarm that the rule looks for, and fails at.
   *
   * @default [AlarmState.ALARM]
   */
  readonly alarmStates?: AlarmState[];

  /**
   * For how long the alarm is watched once a stage has ended. Before a stage, how long an alarm may take to become OK: where
   * it is OK at first, the rule holds at once. Whole minutes, up to an hour. Source: CodePipeline User Guide, CloudWatchAlarm
   * rule.
   *
   * @default - it is looked at once
   */
  readonly waitTime?: Duration;

  /**
   * The region of the alarm.
   *
   * @default - that of the pipeline
   */
  readonly region?: string;
}

/** Properties of `StageRule.deploymentWindow`. */
export interface DeploymentWindowRuleProps {
  /**
   * When the window is open, in 6 or 7 fields: second (always `*`), minute, hour, day of the month, month, day of the
   * week, year. `* * 9-16 ? * MON-FRI` is open on weekdays from 9:00 to 16:59.
   */
  readonly cron: string;

  /**
   * The time zone of `cron`, such as `Europe/Berlin`, `UTC+02:00` or `CET`.
   *
   * @default - UTC
   */
  readonly timeZone?: string;
}

/** Properties of `StageRule.variableCheck`. */
export interface VariableCheckRuleProps {
  /**
   * The variable: `context.variable('NAME')` for one of the pipeline, a step's `exportedVariable('NAME')`, or a source's
   * `sourceAttribute('NAME')`.
   */
  readonly variable: string;

  /**
   * How it is compared.
   *
   * @jsii suppress JSII5018 CodePipeline calls it so and C# has Operator
   */
  readonly operator: VariableOperator;

  /** What it is compared with; with `VariableOperator.MATCHES` a regular expression of Java. */
  readonly value: string;
}

/** Properties of `StageRule.lambdaInvoke`. */
export interface LambdaInvokeRuleProps extends StageRuleProps {
  /** The function, which is let report to CodePipeline. An imported one has to have that right already. */
  readonly handler: IFunction;

  /**
   * A text for the function, such as JSON.
   *
   * @default - none
   */
  readonly userParameters?: string;

  /**
   * Names of the artifacts that it gets, as in the pipeline's definition.
   *
   * @default - none
   */
  readonly inputArtifacts?: string[];

  /**
   * The region of the function.
   *
   * @default - where the function is, as far as that is known; otherwise that of the pipeline
   */
  readonly region?: string;
}

/** Properties of `StageRule.codeBuild`. */
export interface CodeBuildRuleProps extends StageRuleProps {
  /** The project, which is let read the artifacts. An imported one has to have that right already. */
  readonly project: IProject;

  /**
   * Names of the artifacts that it gets, as in the pipeline's definition.
   *
   * @default - the source
   */
  readonly inputArtifacts?: string[];

  /**
   * The input artifact that has the buildspec.
   *
   * @default - the input artifact where there is one; required where there are several
   */
  readonly primarySource?: string;
}

/** Properties of `StageRule.commands`. */
export interface CommandsRuleProps extends StageRuleProps {
  /** What is run: 1 to 50 commands, of one line and 1000 characters each. */
  readonly commands: string[];

  /**
   * Names of the artifacts that they get, as in the pipeline's definition.
   *
   * @default - the source
   */
  readonly inputArtifacts?: string[];
}
