// Plans an execution: which actions start together, and which the user declared as not to be rehearsed. Pure.
import type { Action, Pipeline, StageCondition } from '../model/pipeline.js';

/** A declaration of `.trunklinerc.json`: matching actions end as NotRehearsed, with this reason. */
export interface NotRehearsedDeclaration {
  /** Patterns over names in which `*` stands for any run of characters. @default '*' */
  readonly pipeline?: string;
  readonly stage?: string;
  readonly action?: string;
  readonly reason: string;
}

/** One action and what is known about it before anything runs. */
export interface PlannedAction {
  readonly action: Action;
  /** Present where the user declared that the action cannot be rehearsed. */
  readonly notRehearsed?: string;
}

/** Actions of one run order: they start together, and the next group waits for all of them. */
export interface RunOrderGroup {
  readonly runOrder: number;
  readonly actions: readonly PlannedAction[];
}

/** A stage's groups in the order in which they run. */
export interface PlannedStage {
  readonly name: string;
  /** The reason of a disabled inbound transition, which holds every execution before the stage. */
  readonly held?: string;
  /** What is checked before the stage is entered. */
  readonly entryConditions?: readonly StageCondition[];
  readonly runOrders: readonly RunOrderGroup[];
}

/** What an execution will do, in order. */
export interface ExecutionPlan {
  readonly pipelineName: string;
  readonly stages: readonly PlannedStage[];
}

/**
 * Turns a pipeline into its plan. Within a stage a run order is a barrier: every action of a group has to succeed
 * before the next group starts (CodePipeline User Guide, pipeline structure reference).
 * @param enabledTransitions names of stages whose disabled inbound transition is enabled for this execution
 */
export function planExecution(
  pipeline: Pipeline,
  declarations: readonly NotRehearsedDeclaration[] = [],
  enabledTransitions: readonly string[] = [],
): ExecutionPlan {
  return {
    pipelineName: pipeline.name,
    stages: pipeline.stages.map((stage) => {
      const orders = [...new Set(stage.actions.map((action) => action.runOrder))].sort((a, b) => a - b);
      return {
        name: stage.name,
        ...(stage.disabledTransition === undefined || enabledTransitions.includes(stage.name)
          ? {}
          : { held: stage.disabledTransition }),
        ...(stage.entryConditions === undefined ? {} : { entryConditions: stage.entryConditions }),
        runOrders: orders.map((runOrder) => ({
          runOrder,
          actions: stage.actions
            .filter((action) => action.runOrder === runOrder)
            .map((action) => {
              const declared = declarations.find((d) => declares(d, pipeline.name, stage.name, action.name));
              return declared ? { action, notRehearsed: declared.reason } : { action };
            }),
        })),
      };
    }),
  };
}

/** Why an execution waits before a stage, and how it goes on. @param reason that of the transition */
export function describeHeld(stageName: string, reason: string): string {
  const why = reason === '' ? '' : ` (${reason})`;
  return `waits before stage ${stageName}: its inbound transition is disabled${why}; --enable-transition ${stageName} lets it in`;
}

/** Declarations that match no action of any pipeline: probably misspelt, so the user is told. */
export function unmatchedDeclarations(
  pipelines: readonly Pipeline[],
  declarations: readonly NotRehearsedDeclaration[],
): NotRehearsedDeclaration[] {
  return declarations.filter(
    (declaration) =>
      !pipelines.some((pipeline) =>
        pipeline.stages.some((stage) =>
          stage.actions.some((action) => declares(declaration, pipeline.name, stage.name, action.name)),
        ),
      ),
  );
}

function declares(declaration: NotRehearsedDeclaration, pipeline: string, stage: string, action: string): boolean {
  return (
    matchesPattern(declaration.pipeline ?? '*', pipeline) &&
    matchesPattern(declaration.stage ?? '*', stage) &&
    matchesPattern(declaration.action ?? '*', action)
  );
}

/** Whether a name matches a pattern in which `*` stands for any run of characters and nothing else is special. */
export function matchesPattern(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
