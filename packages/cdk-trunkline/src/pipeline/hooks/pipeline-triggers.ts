// What the hook `triggers` returns.
import type { GitPullRequestFilter, GitPushFilter } from 'aws-cdk-lib/aws-codepipeline';

/**
 * What starts a pipeline whose source is behind a connection, in place of every push to its branch. Any of the filters
 * starts it; within a filter, all that it says has to hold. Patterns are globs: `*` stays within a part of a path, `**`
 * does not.
 *
 * A filter without branches gets the branch of the pipeline, but for one of tags.
 */
export interface PipelineTriggers {
  /**
   * Pushes: at most 3 filters of branches, of branches and file paths, or of tags.
   *
   * @default - none
   */
  readonly push?: GitPushFilter[];

  /**
   * Pull requests: at most 3 filters of branches, or of branches and file paths; the branches are those that a pull
   * request is to be merged into.
   *
   * @default - none
   */
  readonly pullRequest?: GitPullRequestFilter[];
}
