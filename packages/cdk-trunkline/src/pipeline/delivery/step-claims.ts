// Knows which pipeline and which hook each step belongs to, so that no step is used twice.
import type { Stack } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { StageAccessRole } from '../../accounts/stage-access-role';
import { StageTestStep } from '../../steps/stage-test-step';
import { claimOf, setClaim } from './claim';
import type { DeliveryMistakes } from './delivery-mistakes';
import { asStep, asSteps } from '../hooks/hook-answers';
import { callHook, placeOf, type HookContext } from '../hooks/hook-call';

/** Steps that come at the same point of the delivery. */
export interface StepLayer {
  /** What a hook returned. */
  readonly steps: readonly Step[];
  /** What these need and no hook returned so far, which CDK Pipelines adds to the same CodePipeline stage by itself. */
  readonly needed: readonly Step[];
  /** The hook that returned them, for errors. */
  readonly place: string;
}

/** The steps of one pipeline. */
export class StepClaims {
  readonly #stack: Stack;
  readonly #mistakes: DeliveryMistakes;

  public constructor(stack: Stack, mistakes: DeliveryMistakes) {
    this.#stack = stack;
    this.#mistakes = mistakes;
  }

  /** Asks a hook that returns a step; a wrong answer is noted as a mistake and left out. */
  public ask(hook: string, context: HookContext, ask: () => Step | undefined): StepLayer {
    const step = this.#mistakes.collect(() => asStep(hook, context, callHook(hook, context, ask)));
    return this.claim(hook, context, step === undefined ? [] : [step]);
  }

  /** Asks a hook that returns a list of steps; a wrong answer is noted as a mistake and left out. */
  public askList(hook: string, context: HookContext, ask: () => Step[] | undefined): StepLayer {
    const steps = this.#mistakes.collect(() => asSteps(hook, context, callHook(hook, context, ask)));
    return this.claim(hook, context, steps ?? []);
  }

  /**
   * Takes over what a hook returned; what belongs to another pipeline, or was returned already, is noted as a mistake and
   * left out.
   */
  public claim(hook: string, context: HookContext, steps: readonly Step[]): StepLayer {
    const place = placeOf(hook, context);
    const claimed = steps.filter((step) => this.#claimReturned(step, place));
    const needed = claimed.flatMap((step) => this.#claimNeeded(step, step, place));
    for (const step of [...claimed, ...needed]) this.#refuseUntrusted(step, context, place);
    return { steps: claimed, needed, place };
  }

  /** The access role trusts one role by its name, which that of such a step is not: it would fail whenever it runs. */
  #refuseUntrusted(step: Step, { config }: HookContext, place: string): void {
    if (!(step instanceof StageTestStep) || step.role !== undefined) return;
    const stage = config.accounts.find(({ name }) => StageAccessRole.arnOf(config, name) === step.accessRoleArn);
    if (stage === undefined) return;
    this.#mistakes.add(
      `${place}: returned step "${step.id}", a StageTestStep without "role", and the access role of stage ${stage.name} ` +
        'trusts the role of its tests alone. Use `stageTestStep()` of the pipeline, which gives the step that role.',
    );
  }

  #claimReturned(step: Step, place: string): boolean {
    const claim = claimOf(step);
    if (claim !== undefined && claim.stack !== this.#stack) {
      this.#mistakes.add(
        `${place}: returned step "${step.id}", which belongs to the pipeline of stack ${claim.stack.node.path} ` +
          `(${claim.place}). Create a step for each pipeline, inside the hook.`,
      );
      return false;
    }
    if (claim?.returned === true) {
      const before = claim.place === place ? 'the same hook' : claim.place;
      this.#mistakes.add(
        `${place}: returned step "${step.id}" again, which ${before} returned already. Create a step each time that ` +
          'the hook is asked, and return it once.',
      );
      return false;
    }
    setClaim(step, { stack: this.#stack, place, returned: true });
    return true;
  }

  /** Everything that a step needs, itself not included. */
  #claimNeeded(step: Step, returned: Step, place: string): Step[] {
    return step.dependencies.flatMap((needed) => {
      const claim = claimOf(needed);
      if (claim !== undefined) {
        if (claim.stack !== this.#stack) {
          this.#mistakes.add(
            `${place}: returned step "${returned.id}", which needs step "${needed.id}" or its files, and that step ` +
              `belongs to the pipeline of stack ${claim.stack.node.path} (${claim.place}). A step can only need steps ` +
              'of its own pipeline: create what it needs in this pipeline too.',
          );
        }
        return [];
      }
      setClaim(needed, { stack: this.#stack, place, returned: false });
      // A source goes to the stage of the sources, wherever it is needed.
      const here = needed.isSource ? [] : [needed];
      return [...here, ...this.#claimNeeded(needed, returned, place)];
    });
  }
}

/**
 * Lets layers come one after the other, inside a CodePipeline stage too, where they would otherwise run at the same time.
 *
 * @param layers in order; those without steps do not count
 * @returns the steps of the last layer
 */
export function inOrder(layers: readonly StepLayer[]): readonly Step[] {
  let before: readonly Step[] = [];
  for (const { steps, needed } of layers) {
    if (steps.length === 0) continue;
    dependOn([...steps, ...needed], before);
    before = steps;
  }
  return before;
}

/** Lets steps begin when others have ended. */
export function dependOn(steps: readonly Step[], others: readonly Step[]): void {
  for (const step of steps) for (const other of others) step.addStepDependency(other);
}
