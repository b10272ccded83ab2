// What a hook may return about the CodePipeline stages of a stage: conditions, and what follows where they fail.
import type { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import type { StageRule } from './stage-rule';

/** A condition: rules, and what follows where one of them fails. */
export interface StageCondition {
  /** What follows where one of the rules fails; which results there are depends on the kind of condition. */
  readonly result: Result;

  /** The rules, 1 to 5, all of which have to hold. */
  readonly rules: StageRule[];
}

/** What follows where a stage fails. */
export interface StageFailure {
  /**
   * `Result.ROLLBACK` deploys the stage's last successful execution again, where there is one; `Result.RETRY` tries once
   * more; `Result.FAIL` is nothing but the failure.
   *
   * @default - what the condition says, or else nothing
   */
  readonly result?: Result;

  /**
   * With `Result.RETRY`: which actions are run once more.
   *
   * @default RetryMode.FAILED_ACTIONS
   */
  readonly retryMode?: RetryMode;

  /**
   * Rules on which a rollback depends: `Result.ROLLBACK` follows where one of them fails.
   *
   * @default - none
   */
  readonly condition?: StageCondition;
}

/**
 * Conditions of a stage, of which CodePipeline takes one of a kind. They need a pipeline of type V2.
 */
export interface StageConditions {
  /**
   * What has to hold before the stage begins. `Result.FAIL` fails it otherwise, `Result.SKIP` leaves it out, which rules of
   * `StageRule.variableCheck` and `StageRule.lambdaInvoke` alone may do.
   *
   * @default - none
   */
  readonly beforeEntry?: StageCondition;

  /**
   * What has to hold after all actions have succeeded. `Result.FAIL` fails the stage otherwise, `Result.ROLLBACK` deploys
   * its last successful execution again.
   *
   * @default - none
   */
  readonly onSuccess?: StageCondition;

  /**
   * What follows where the stage fails.
   *
   * @default - nothing; the execution fails
   */
  readonly onFailure?: StageFailure;
}
