// What props may say about how executions of a pipeline start and run; a pipeline of type V2 knows most of it alone.
import type { ExecutionMode, GitPullRequestEvent, PipelineType } from 'aws-cdk-lib/aws-codepipeline';

/** Glob patterns of branches, tags or files; what is excluded counts before what is included. */
export interface PatternSettings {
  /**
   * What starts the pipeline, 1 to 8 patterns such as `feature/**`.
   *
   * @default - everything that is not excluded
   */
  readonly includes?: string[];

  /**
   * What does not, 1 to 8 patterns.
   *
   * @default - none
   */
  readonly excludes?: string[];
}

/** Pushes that start the pipeline: of tags, or of branches and the files that they change. */
export interface PushTriggerSettings {
  /**
   * The branches that are pushed to.
   *
   * @default - the branch of the pipeline; none where there are `tags`
   */
  readonly branches?: PatternSettings;

  /**
   * The files that a push changes; it needs branches, not tags.
   *
   * @default - all
   */
  readonly filePaths?: PatternSettings;

  /**
   * The tags that are pushed.
   *
   * @default - none
   */
  readonly tags?: PatternSettings;
}

/** Pull requests that start the pipeline. */
export interface PullRequestTriggerSettings {
  /**
   * What happens to the pull request.
   *
   * @default - all of them
   */
  readonly events?: GitPullRequestEvent[];

  /**
   * The branches that it is to be merged into.
   *
   * @default - the branch of the pipeline
   */
  readonly branches?: PatternSettings;

  /**
   * The files that it changes.
   *
   * @default - all
   */
  readonly filePaths?: PatternSettings;
}

/** What starts the pipeline, in place of every push to its branch: any of the filters. */
export interface TriggerSettings {
  /**
   * Pushes: at most 3 filters, of which any starts the pipeline.
   *
   * @default - none
   */
  readonly push?: PushTriggerSettings[];

  /**
   * Pull requests: at most 3 filters, of which any starts the pipeline.
   *
   * @default - none
   */
  readonly pullRequest?: PullRequestTriggerSettings[];
}

/** A variable of the pipeline, whose value may be given when it is started. */
export interface VariableSettings {
  /**
   * The value where none is given: 1 to 1000 characters.
   *
   * @default - none; whoever starts the pipeline gives it
   */
  readonly defaultValue?: string;

  /**
   * What it is for, at most 200 characters.
   *
   * @default - none
   */
  readonly description?: string;
}

/** Settings of a pipeline as a whole, which may also stand for all pipelines; of each, what the pipeline says counts. */
export interface PipelineSettings {
  /**
   * The type in CodePipeline, which has different features and another price.
   *
   * @default PipelineType.V2
   */
  readonly pipelineType?: PipelineType;

  /**
   * How executions get along with each other.
   *
   * @default ExecutionMode.SUPERSEDED
   */
  readonly executionMode?: ExecutionMode;

  /**
   * What starts the pipeline; for a source behind a connection.
   *
   * @default - every push to the pipeline's branch
   */
  readonly triggers?: TriggerSettings;

  /**
   * Variables of the pipeline by name, which steps refer to with `context.variable`.
   *
   * @default - none
   */
  readonly variables?: Record<string, VariableSettings>;
}
