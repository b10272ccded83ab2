// Asks a pipeline's hooks, in the order of delivery, and writes down what comes in which CodePipeline stage.
import type { IAspect } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { CodePipelineStage, type PlannedWave } from './codepipeline-stage';
import { DeliveryMistakes } from './delivery-mistakes';
import { asStep } from '../hooks/hook-answers';
import { StageOptionsPlanner, type PlannedStageOptions } from '../conditions/plan-stage-options';
import { planExecutions, type PlannedExecutions } from '../executions/plan-executions';
import { callHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineHooks } from '../hooks/pipeline-hooks';
import { StageContext } from '../hooks/stage-context';
import { StageParts } from './stage-parts';
import { StageWavePlanner, type PlannedApproval } from './stage-wave';
import { StepClaims, type StepLayer } from './step-claims';

/** Everything that a pipeline does. */
export interface DeliveryPlan {
  readonly source: Step;
  readonly synth: Step;
  readonly executions: PlannedExecutions;
  readonly waves: readonly PlannedWave[];
  /** What CodePipeline stages get beside their actions, by their names. */
  readonly stageOptions: ReadonlyMap<string, PlannedStageOptions>;
  /** What the hook `approval` returned. */
  readonly approvals: readonly PlannedApproval[];
  /** The titles of the CodePipeline stages of each stage of the configuration, in order. */
  readonly stageTitles: Readonly<Record<string, readonly string[]>>;
}

/** CodePipeline stages that CDK Pipelines makes. */
const TAKEN = ['Source', 'Build', 'UpdatePipeline', 'Assets'];

/**
 * Asks the hooks of a pipeline.
 *
 * @param stack the pipeline's stack; its fields and overrides must be in effect
 * @param context what the hooks are told about the pipeline
 * @param builder the Aspect that builds it, which the stages must not inherit
 * @throws one error that has every mistake in what the hooks returned
 */
export function planDelivery(stack: PipelineHooks, context: PipelineContext, builder: IAspect): DeliveryPlan {
  const mistakes = new DeliveryMistakes();
  return mistakes.reportAll(context, stack.node.path, () => new Planner(stack, context, builder, mistakes).plan());
}

class Planner {
  readonly #stack: PipelineHooks;
  readonly #context: PipelineContext;
  readonly #mistakes: DeliveryMistakes;
  readonly #claims: StepClaims;
  readonly #parts: StageParts;

  public constructor(stack: PipelineHooks, context: PipelineContext, builder: IAspect, mistakes: DeliveryMistakes) {
    this.#stack = stack;
    this.#context = context;
    this.#mistakes = mistakes;
    this.#claims = new StepClaims(stack, mistakes);
    this.#parts = new StageParts(stack, builder, mistakes);
  }

  public plan(): DeliveryPlan {
    const stack = this.#stack;
    const context = this.#context;
    const source = this.#required('source', () => stack.source(context), 'it names where the source is');
    context._takeSource(source);
    this.#mistakes.collect(() => stack._notifications(context).ofPipeline());
    const synth = this.#required(
      'synth',
      () => stack.synth(source, context),
      'it makes the cloud assembly that is delivered',
    );
    const executions = planExecutions(stack, context, this.#mistakes);
    const tests = this.#tests(synth);
    const toolchain = this.#toolchain();
    const planner = new StageWavePlanner(stack, context, this.#parts, this.#claims, this.#mistakes);
    const stages = context.definition.waves.map((names, index) => planner.plan(names, index === 0));
    const afterStages = this.#afterStages();
    const waves = [...tests, ...toolchain, ...stages.flatMap((each) => each.waves), ...afterStages];
    this.#checkTitles(waves);
    const planned = new StageOptionsPlanner(stack, context, executions.mode, this.#mistakes);
    const alone = [...tests, ...toolchain, ...afterStages].map(({ title }) => title);
    for (const title of [...TAKEN, ...alone]) planned.pipelineStage(title);
    for (const [index, each] of stages.entries()) {
      const titles = each.waves.map(({ title }) => title);
      planned.stages(context.definition.waves[index] ?? [], titles);
    }
    const stageTitles = Object.assign({}, ...stages.map((each) => each.titles)) as DeliveryPlan['stageTitles'];
    const approvals = stages.flatMap((each) => each.approvals);
    return { source, synth, executions, waves, stageOptions: planned.options, approvals, stageTitles };
  }

  /** Without these two there is nothing to go on with. */
  #required(hook: string, ask: () => Step | undefined, why: string): Step {
    return callHook(hook, this.#context, () => {
      const step = asStep(hook, this.#context, ask());
      if (step === undefined)
        throw new Error(`returned undefined (None in Python), but this step cannot be left out: ${why}.`);
      this.#claims.claim(hook, this.#context, [step]);
      return step;
    });
  }

  // A stage of its own also where there is a toolchain part: the list of stages then reads the same for every pipeline,
  // and a failed test is not shown as a failure of the toolchain.
  #tests(synth: Step): PlannedWave[] {
    const stack = this.#stack;
    const context = this.#context;
    const claims = this.#claims;
    return this.#stepsAlone('Tests', [
      claims.ask('infrastructureTests', context, () => stack.infrastructureTests(context)),
      claims.ask('lambdaTests', context, () => stack.lambdaTests(context)),
      claims.ask('preflight', context, () => stack.preflight(synth, context)),
      claims.askList('beforeStages', context, () => stack.beforeStages(context)),
    ]);
  }

  #afterStages(): PlannedWave[] {
    const context = this.#context;
    const layer = this.#claims.askList('afterStages', context, () => this.#stack.afterStages(context));
    return this.#stepsAlone('AfterStages', [layer]);
  }

  #toolchain(): PlannedWave[] {
    const { config, definition } = this.#context;
    if (!definition.toolchain) return [];
    const here = new StageContext(this.#context, config.tooling, config.tooling.region, 'toolchain', 'Toolchain');
    const parts = this.#parts.ask('toolchainStage', [here]);
    return parts.length === 0 ? [] : [this.#place('Toolchain', parts)];
  }

  /** A CodePipeline stage of steps that run at the same time, or none where there are no steps. */
  #stepsAlone(title: string, layers: readonly StepLayer[]): PlannedWave[] {
    if (layers.every(({ steps }) => steps.length === 0)) return [];
    const place = this.#place(title, []);
    for (const layer of layers) place.addAfter(title, [layer]);
    return [place];
  }

  #place(title: string, parts: ConstructorParameters<typeof CodePipelineStage>[1]): CodePipelineStage {
    return new CodePipelineStage(title, parts, () => title, this.#parts, this.#mistakes);
  }

  #checkTitles(waves: readonly PlannedWave[]): void {
    const titles = [...TAKEN, ...waves.map(({ title }) => title)];
    for (const title of new Set(titles.filter((each, index) => titles.indexOf(each) !== index))) {
      this.#mistakes.add(
        `Pipeline ${this.#context.name} would have two CodePipeline stages called ${title}. Give one of the stages in ` +
          '$.config.accounts another name; stages that are delivered together have their names joined, and ' +
          '-Bootstrap and -OtherRegions are added to them.',
      );
    }
  }
}
