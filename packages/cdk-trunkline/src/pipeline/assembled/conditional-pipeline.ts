// A pipeline of CodePipeline whose stages get the conditions that are planned for them.
import {
  Pipeline,
  Result,
  RetryMode,
  type Condition,
  type Conditions,
  type FailureConditions,
  type IStage,
  type PipelineProps,
  type StageOptions,
} from 'aws-cdk-lib/aws-codepipeline';
import type { Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { bindRule } from '../conditions/bound-rule';
import type { PlannedStageOptions } from '../conditions/plan-stage-options';
import type { StageCondition, StageFailure } from '../conditions/stage-conditions';

/** What is planned for CodePipeline stages, by their names. */
export type OptionsByStage = ReadonlyMap<string, PlannedStageOptions>;

/**
 * CDK Pipelines adds stages by their names alone; here each gets its conditions, and a transition that is disabled.
 *
 * CDK Pipelines splits a stage of more than 50 actions into `Qa.1`, `Qa.2` and so on. Each of these may fail by itself, so
 * that retry and rollback are for each; before the stage is before its first part, and after it after its last.
 */
export class ConditionalPipeline extends Pipeline {
  readonly #options: OptionsByStage;
  readonly #source: Step;
  /** The last part so far of each stage that has a success condition. */
  readonly #lastParts = new Map<string, IStage>();

  /**
   * @param options what is planned; whatever is given to `addStage` itself goes before
   * @param source the step that the pipeline follows
   */
  public constructor(scope: Construct, id: string, props: PipelineProps, options: OptionsByStage, source: Step) {
    super(scope, id, props);
    this.#options = options;
    this.#source = source;
  }

  public override addStage(props: StageOptions): IStage {
    const { title, isFirst } = this.#part(props.stageName);
    const options = this.#options.get(title);
    if (options === undefined) return super.addStage(props);
    const stage = super.addStage({ ...this.#render(props.stageName, isFirst, options), ...props });
    if (options.onSuccess !== undefined) this.#moveSuccess(title, stage);
    return stage;
  }

  #part(stageName: string): { readonly title: string; readonly isFirst: boolean } {
    const [, title, number] = /^(.+)\.(\d+)$/.exec(stageName) ?? [];
    return title === undefined || this.#options.has(stageName)
      ? { title: stageName, isFirst: true }
      : { title, isFirst: number === '1' };
  }

  #render(name: string, isFirst: boolean, options: PlannedStageOptions): Partial<StageOptions> {
    const { beforeEntry, onSuccess, onFailure, disabledTransition } = options;
    const enters = beforeEntry !== undefined && (isFirst || beforeEntry.result === Result.SKIP);
    const failure = onFailure === undefined ? undefined : this.#failure(name, onFailure);
    return {
      ...(disabledTransition === undefined || !isFirst
        ? {}
        : { transitionToEnabled: false, transitionDisabledReason: disabledTransition }),
      ...(enters ? { beforeEntry: { conditions: [this.#condition(name, beforeEntry)] } } : {}),
      ...(onSuccess === undefined ? {} : { onSuccess: { conditions: [this.#condition(name, onSuccess)] } }),
      ...(failure === undefined ? {} : { onFailure: failure }),
    };
  }

  /**
   * A part is the last one until there is another, which CDK Pipelines does not say beforehand. What stands in a stage is
   * rendered at synthesis; the class that has it is one that aws-cdk-lib does not export.
   */
  #moveSuccess(title: string, stage: IStage): void {
    const earlier = this.#lastParts.get(title) as { onSuccess?: Conditions | undefined } | undefined;
    if (earlier !== undefined) earlier.onSuccess = undefined;
    this.#lastParts.set(title, stage);
  }

  #failure(name: string, { result, retryMode, condition }: StageFailure): FailureConditions | undefined {
    const retry = result === Result.RETRY ? { result, retryMode: retryMode ?? RetryMode.FAILED_ACTIONS } : {};
    const rollback = result === Result.ROLLBACK ? { result } : {};
    const conditions = condition === undefined ? {} : { conditions: [this.#condition(name, condition)] };
    // To CloudFormation, FAIL is no result here: it is what happens anyway.
    const failure = { ...retry, ...rollback, ...conditions };
    return Object.keys(failure).length === 0 ? undefined : failure;
  }

  #condition(stageName: string, { result, rules }: StageCondition): Condition {
    return { result, rules: rules.map((rule) => bindRule(this, rule, `${rule.ruleName}-${stageName}`, this.#source)) };
  }
}
