// One rule of a stage's condition: what CodePipeline checks before a stage, or once it has ended.
import { Token } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RuleProvider, type RuleSettings } from '../../config/condition-props';
import { LONGEST_WAIT, ruleProblems } from '../../config/rule-problems';
import { readOutputs } from '../executions/read-outputs';
import type {
  CloudWatchAlarmRuleProps,
  CodeBuildRuleProps,
  CommandsRuleProps,
  DeploymentWindowRuleProps,
  LambdaInvokeRuleProps,
  VariableCheckRuleProps,
} from './rule-props';

/**
 * What a rule needs beside its settings.
 *
 * @internal
 */
export interface RuleParts {
  readonly role?: IRole | undefined;
  readonly handler?: IFunction;
  readonly project?: IProject;
}

/**
 * A rule of a `StageCondition`. Each of the methods makes one of another provider; CodePipeline checks it, with rights
 * that the pipeline gets for it, and no more than these.
 *
 * Names have to be unique in a pipeline, and a rule may be checked in several CodePipeline stages: the stage's name is
 * added to the rule's, as in `Errors-Prod`.
 *
 * CodePipeline ends a rule after an hour, and Commands after 55 minutes; CloudFormation has no key for another limit.
 */
export class StageRule {
  /**
   * Looks at an alarm, and fails where the alarm is in one of some states, or gets there while it is watched. Before a stage
   * nothing is watched: an alarm that is OK holds at once, and one that is not has the `waitTime` to become so.
   *
   * unsure: the User Guide calls these states the desired ones; what it says of the rule elsewhere, and its examples, are
   * about an alarm that blocks.
   *
   * @param name the rule's name
   * @param props the alarm
   */
  public static cloudWatchAlarm(name: string, props: CloudWatchAlarmRuleProps): StageRule {
    const { alarmName, alarmStates, waitTime, region, role } = props;
    const minutes = waitTime?.toMinutes({ integral: false });
    if (minutes !== undefined && (!Number.isInteger(minutes) || minutes > LONGEST_WAIT)) {
      throw new Error(
        `Rule ${name}: waitTime is ${String(minutes)} minutes; use whole minutes, 0 to ${String(LONGEST_WAIT)}.`,
      );
    }
    return new StageRule(
      {
        name,
        provider: RuleProvider.CLOUD_WATCH_ALARM,
        configuration: {
          alarmName,
          ...(alarmStates === undefined ? {} : { alarmStates }),
          ...(minutes === undefined ? {} : { waitTime: minutes }),
        },
        ...(region === undefined ? {} : { region }),
      },
      { role },
    );
  }

  /**
   * Holds where a time window is open. unsure: where it is not, whether the rule waits for that, which the User Guide
   * suggests, or fails at once.
   *
   * @param name the rule's name
   * @param props the window
   */
  public static deploymentWindow(name: string, props: DeploymentWindowRuleProps): StageRule {
    const { cron, timeZone } = props;
    return new StageRule({
      name,
      provider: RuleProvider.DEPLOYMENT_WINDOW,
      configuration: { cron, ...(timeZone === undefined ? {} : { timeZone }) },
    });
  }

  /**
   * Compares a variable with a text.
   *
   * @param name the rule's name
   * @param props the variable and the text
   */
  public static variableCheck(name: string, props: VariableCheckRuleProps): StageRule {
    const { variable, operator, value } = props;
    return new StageRule({ name, provider: RuleProvider.VARIABLE_CHECK, configuration: { variable, operator, value } });
  }

  /**
   * Invokes a function, which has to report success or failure with `PutJobSuccessResult` or `PutJobFailureResult`.
   *
   * @param name the rule's name
   * @param props the function
   */
  public static lambdaInvoke(name: string, props: LambdaInvokeRuleProps): StageRule {
    const { handler, userParameters, inputArtifacts, region, role } = props;
    const home = region ?? handler.env.region;
    return new StageRule(
      {
        name,
        provider: RuleProvider.LAMBDA_INVOKE,
        configuration: {
          functionName: handler.functionName,
          ...(userParameters === undefined ? {} : { userParameters }),
        },
        ...(inputArtifacts === undefined ? {} : { inputArtifacts }),
        ...(Token.isUnresolved(home) ? {} : { region: home }),
      },
      { role, handler },
    );
  }

  /**
   * Runs a build of a project, which has to succeed.
   *
   * @param name the rule's name
   * @param props the project
   */
  public static codeBuild(name: string, props: CodeBuildRuleProps): StageRule {
    const { project, inputArtifacts, primarySource, role } = props;
    return new StageRule(
      {
        name,
        provider: RuleProvider.CODE_BUILD,
        configuration: {
          projectName: project.projectName,
          ...(primarySource === undefined ? {} : { primarySource }),
        },
        ...(inputArtifacts === undefined ? {} : { inputArtifacts }),
      },
      { role, project },
    );
  }

  /**
   * Runs a few commands, which have to succeed, without a project of their own.
   *
   * By itself the rule would run with the pipeline's role, which may assume every stage's deploy role: so these rules have
   * a role of their own that may read the artifacts and write logs.
   *
   * @param name the rule's name
   * @param props the commands
   */
  public static commands(name: string, props: CommandsRuleProps): StageRule {
    const { commands, inputArtifacts, role } = props;
    return new StageRule(
      {
        name,
        provider: RuleProvider.COMMANDS,
        commands,
        ...(inputArtifacts === undefined ? {} : { inputArtifacts }),
      },
      { role },
    );
  }

  /**
   * A rule of the configuration, which has checked it.
   *
   * @internal
   */
  public static _of(settings: RuleSettings): StageRule {
    return new StageRule(settings);
  }

  /** The rule's name, without that of the CodePipeline stage. */
  public readonly ruleName: string;

  /** What checks the rule. */
  public readonly provider: RuleProvider;

  readonly #settings: RuleSettings;
  readonly #parts: RuleParts;

  private constructor(settings: RuleSettings, parts: RuleParts = {}) {
    const problems = ruleProblems(settings);
    if (problems.length > 0) {
      const place = (path: readonly (string | number)[]): string =>
        path.filter((key) => key !== 'configuration').reduce<string>((text, key) => text + named(key, text), '');
      throw new Error(
        `Rule ${String(settings.name)} (${settings.provider}): ` +
          problems.map(({ path, problem }) => `${place(path)} ${problem}`).join(' '),
      );
    }
    this.ruleName = settings.name;
    this.provider = settings.provider;
    this.#settings = structuredClone(settings);
    this.#parts = parts;
    readOutputs([settings.configuration, settings.commands]);
  }

  /**
   * The settings, as those of the configuration.
   *
   * @internal
   */
  public get _settings(): RuleSettings {
    return structuredClone(this.#settings);
  }

  /**
   * The constructs that the rule was made with.
   *
   * @internal
   */
  public get _parts(): RuleParts {
    return this.#parts;
  }
}

function named(key: string | number, before: string): string {
  if (typeof key === 'number') return `[${String(key)}]`;
  return before === '' ? key : `.${key}`;
}
