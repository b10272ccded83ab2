// Asks for the conditions of every stage, and says which CodePipeline stage gets which of them.
import { Result, type ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import type { DeliveryMistakes } from '../delivery/delivery-mistakes';
import { titleOf } from '../delivery/stage-title';
import type { ConditionHooks } from '../hooks/condition-hooks';
import { callHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import { StageContext } from '../hooks/stage-context';
import { asConditions, asReason } from './condition-answers';
import type { StageCondition, StageConditions, StageFailure } from './stage-conditions';

/** What one CodePipeline stage gets. */
export interface PlannedStageOptions {
  readonly beforeEntry?: StageCondition;
  readonly onSuccess?: StageCondition;
  readonly onFailure?: StageFailure;
  /** Why its inbound transition is disabled. */
  readonly disabledTransition?: string;
}

/** The hook's answers for one stage. */
interface Answers {
  readonly conditions: StageConditions | undefined;
  readonly reason: string | undefined;
}

/** Source: CodePipeline API Reference, RuleDeclaration: 100 characters, of which the number of a part needs some. */
const LONGEST_NAME = 97;

/** Plans the options of the CodePipeline stages of one pipeline. */
export class StageOptionsPlanner {
  readonly #stack: ConditionHooks;
  readonly #pipeline: PipelineContext;
  readonly #mode: ExecutionMode;
  readonly #mistakes: DeliveryMistakes;
  readonly #options = new Map<string, PlannedStageOptions>();
  /** Which rule has a name, with its place. */
  readonly #names = new Map<string, string>();

  /**
   * @param stack the pipeline's stack
   * @param pipeline the pipeline
   * @param mode how its executions get along with each other
   * @param mistakes where to note what is wrong
   */
  public constructor(
    stack: ConditionHooks,
    pipeline: PipelineContext,
    mode: ExecutionMode,
    mistakes: DeliveryMistakes,
  ) {
    this.#stack = stack;
    this.#pipeline = pipeline;
    this.#mode = mode;
    this.#mistakes = mistakes;
  }

  /** What was planned, by the names of CodePipeline stages. */
  public get options(): ReadonlyMap<string, PlannedStageOptions> {
    return this.#options;
  }

  /**
   * Asks about stages that are delivered together.
   *
   * @param names the stages, in the configuration
   * @param titles their CodePipeline stages, in order
   */
  public stages(names: readonly string[], titles: readonly string[]): void {
    const asked = names.map((name) => [name, this.#ask(name)] as const);
    const [first, ...others] = asked;
    if (first === undefined) return;
    for (const [name, answers] of others) this.#compare(first[0], first[1], name, answers);
    const { conditions: { beforeEntry, onSuccess, onFailure } = {}, reason } = first[1];
    const place = `stage ${names.join(' and ')}`;
    titles.forEach((title, index) => {
      const enters = beforeEntry !== undefined && (index === 0 || beforeEntry.result === Result.SKIP);
      this.#add(title, place, {
        ...(enters ? { beforeEntry } : {}),
        ...(onSuccess !== undefined && index === titles.length - 1 ? { onSuccess } : {}),
        ...(onFailure === undefined ? {} : { onFailure }),
        ...(reason !== undefined && index === 0 ? { disabledTransition: reason } : {}),
      });
    });
  }

  /** Asks about a CodePipeline stage that is no stage of the configuration. */
  public pipelineStage(title: string): void {
    const hook = 'pipelineStageConditions';
    const context = this.#pipeline;
    const conditions = this.#mistakes.collect(() =>
      asConditions(
        { hook, context, mode: this.#mode, title },
        callHook(hook, context, () => this.#stack.pipelineStageConditions(title, context)),
      ),
    );
    if (conditions !== undefined) this.#add(title, `CodePipeline stage ${title}`, conditions);
  }

  #ask(name: string): Answers {
    const account = this.#pipeline.config.account(name);
    const context = new StageContext(this.#pipeline, account, account.region, name, titleOf(name));
    const conditions = this.#mistakes.collect(() =>
      asConditions(
        { hook: 'stageConditions', context, mode: this.#mode },
        callHook('stageConditions', context, () => this.#stack.stageConditions(context)),
      ),
    );
    const reason = this.#mistakes.collect(() =>
      asReason(
        'disabledTransition',
        context,
        callHook('disabledTransition', context, () => this.#stack.disabledTransition(context)),
      ),
    );
    return { conditions, reason };
  }

  #compare(name: string, answers: Answers, otherName: string, other: Answers): void {
    const differ = [
      ...(described(answers.conditions) === described(other.conditions) ? [] : ['conditions']),
      ...(answers.reason === other.reason ? [] : ['disabled transition']),
    ];
    for (const what of differ) {
      const hook = what === 'conditions' ? 'stageConditions' : 'disabledTransition';
      const keys = what === 'conditions' ? '"before_entry", "on_success" and "on_failure"' : '"disabled_transition"';
      this.#mistakes.add(
        `Stages ${name} and ${otherName} of pipeline ${this.#pipeline.name} are delivered together, in CodePipeline ` +
          `stages that both share, but differ in their ${what}. Return the same from the hook \`${hook}\` for both, give ` +
          `both the same ${keys} in the configuration, or deliver one after the other.`,
      );
    }
  }

  #add(title: string, place: string, options: PlannedStageOptions): void {
    if (Object.keys(options).length === 0) return;
    const { beforeEntry, onSuccess, onFailure } = options;
    const kinds = { beforeEntry, onSuccess, onFailure: onFailure?.condition };
    for (const [kind, condition] of Object.entries(kinds)) {
      for (const { ruleName } of condition?.rules ?? []) this.#name(`${ruleName}-${title}`, ruleName, kind, place);
    }
    this.#options.set(title, options);
  }

  #name(whole: string, ruleName: string, kind: string, place: string): void {
    const here = `rule ${ruleName} in ${kind} of ${place}`;
    const other = this.#names.get(whole);
    if (other !== undefined) {
      this.#mistakes.add(
        `Pipeline ${this.#pipeline.name} would have two rules called ${whole}: ${other}, ${here}. CodePipeline wants ` +
          'every name once in a pipeline; give one of them another name.',
      );
    }
    if (whole.length > LONGEST_NAME) {
      this.#mistakes.add(
        `Pipeline ${this.#pipeline.name}: ${here} would be called ${whole}, which has ${String(whole.length)} characters, ` +
          `and may have ${String(LONGEST_NAME)}. Give the rule a shorter name.`,
      );
    }
    this.#names.set(whole, here);
  }
}

/** Conditions as a text that is the same for what would be the same in the template. */
function described(conditions: StageConditions | undefined): string {
  return JSON.stringify(conditions, (_, value: unknown) => {
    const rule = value as {
      readonly _settings?: unknown;
      readonly _parts?: { readonly role?: { readonly roleArn: string } };
    };
    return rule?._settings === undefined ? value : { ...rule._settings, role: rule._parts?.role?.roleArn };
  });
}
