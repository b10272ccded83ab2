// The engine's whole relation to the outside: it notifies a host, and asks it.
import type { ActionExecution, PipelineExecutionStatus } from './execution.js';

/** Something that happened, in the order in which it happened. */
export type RehearsalEvent =
  | { readonly kind: 'note'; readonly message: string }
  | {
      readonly kind: 'execution-started';
      readonly pipelineName: string;
      readonly executionId: string;
      readonly actionCount: number;
      /** True when the pipeline updated itself and starts again. */
      readonly restarted: boolean;
    }
  | {
      readonly kind: 'action-started';
      readonly pipelineName: string;
      readonly stageName: string;
      readonly actionName: string;
    }
  | { readonly kind: 'action-ended'; readonly pipelineName: string; readonly action: ActionExecution }
  | {
      readonly kind: 'execution-ended';
      readonly pipelineName: string;
      readonly executionId: string;
      readonly status: PipelineExecutionStatus;
    };

/** A question to whoever watches; the fallback answers when nobody does. */
export interface Question {
  readonly what: 'approve';
  readonly pipelineName: string;
  readonly stageName: string;
  readonly actionName: string;
  /** The approval's `CustomData`, its variables resolved. */
  readonly comment?: string;
  /** The approval's `ExternalEntityLink`, its variables resolved. */
  readonly link?: string;
  readonly fallback: Answer;
}

/** An answer, with who gave it. */
export interface Answer {
  readonly approved: boolean;
  /** Such as `answered on the terminal` or `--yes`. */
  readonly by: string;
}

/** Terminal, page and tests are hosts. */
export interface Host {
  notify(event: RehearsalEvent): void;
  ask(question: Question): Promise<Answer>;
}
