// What happens to a pipeline: executions, in CodePipeline's own status strings.

/** Source: API reference, PipelineExecutionStatus. */
export type PipelineExecutionStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped' | 'Cancelled';

/**
 * CodePipeline's ActionExecutionStatus, and the three that only a rehearsal has:
 * `NotRehearsed` (the engine cannot perform the action, or the user declared that it needs a live service),
 * `NotRun` (an earlier action failed, the pipeline was updated, or a disabled transition holds the execution) and
 * `Skipped` (an entry condition skipped the stage; CodePipeline's word for the stage, API reference, StageExecution).
 */
export type ActionExecutionStatus =
  'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned' | 'NotRehearsed' | 'NotRun' | 'Skipped';

/**
 * By what an action was performed: `real` (the user's commands ran, the repository was read), `twin` (recognized
 * and simulated), or `answer` (an approval, answered by a person or by `--yes`).
 */
export type PerformedBy = 'real' | 'twin' | 'answer';

/** The command that made an action fail. */
export interface FailedCommand {
  /** The buildspec's phase, such as `BUILD`. */
  readonly phase: string;
  /** The command as the buildspec has it. */
  readonly command: string;
  /** Absent where a signal ended the command. */
  readonly exitCode?: number;
  readonly signal?: string;
}

/** Why an action failed. */
export interface ActionFailure {
  /** One sentence that names the thing and what is wrong with it. */
  readonly message: string;
  readonly failedCommand?: FailedCommand;
  /** The workspace of a failed build, kept to be looked at; absolute. */
  readonly workspace?: string;
  /** True where the engine itself failed: a bug of ours, and the process ends with 3. */
  readonly bug?: true;
}

/** What an action runner reports when it has ended. */
export type ActionOutcome =
  | {
      readonly status: 'Succeeded';
      readonly performedBy: PerformedBy;
      /** Output variables, readable by later actions where the action has a namespace. */
      readonly variables: Readonly<Record<string, string>>;
      /** One line for the table, such as `12 created, 1 replaced`. */
      readonly summary?: string;
      /** Set by a self-update that changed the running pipeline: the execution ends here and starts again. */
      readonly restart?: boolean;
      /** Set by the deletion of the pipeline's own stack: nothing can run after it. */
      readonly pipelineDeleted?: boolean;
    }
  | { readonly status: 'Failed'; readonly performedBy: PerformedBy; readonly failure: ActionFailure }
  | { readonly status: 'NotRehearsed'; readonly reason: string }
  | { readonly status: 'Abandoned'; readonly reason: string };

/** One action of one execution, as the report and the table show it. */
export interface ActionExecution {
  readonly stageName: string;
  readonly actionName: string;
  readonly actionType: string;
  readonly runOrder: number;
  readonly status: ActionExecutionStatus;
  readonly performedBy?: PerformedBy;
  readonly durationMs?: number;
  readonly summary?: string;
  /** Why the action did not run, was skipped, was not rehearsed or was abandoned. */
  readonly reason?: string;
  /** Actions not rehearsed whose outputs this one would have had. */
  readonly restsOn?: readonly string[];
  readonly failure?: ActionFailure;
  /** Path of the log, relative to the project's folder. */
  readonly log?: string;
  /** The command that runs this action again. */
  readonly rerun?: string;
}

/** Where an execution waits. */
export interface WaitingExecution {
  /** The stage whose inbound transition is disabled. */
  readonly stageName: string;
  /** The reason that the transition was disabled with. */
  readonly reason: string;
}

/** One execution of one pipeline. */
export interface PipelineExecution {
  /** A UUID, as `#{codepipeline.PipelineExecutionId}` has it. */
  readonly id: string;
  readonly pipelineName: string;
  /** `InProgress` where a disabled transition holds the execution, as CodePipeline has it. */
  readonly status: PipelineExecutionStatus;
  readonly statusSummary?: string;
  /** The execution that went on in place of this one, after the pipeline had updated itself. */
  readonly continuedBy?: string;
  /** Present where a disabled transition holds the execution, which has come so far without a failure. */
  readonly waitsBefore?: WaitingExecution;
  /** The values of the pipeline's variables in this execution; absent where it has none. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly durationMs: number;
  readonly actions: readonly ActionExecution[];
}
