// What the stack that creates the pipelines of branches is created with.
import type { StackProps } from 'aws-cdk-lib';
import type { PipelineConfig } from '../../config/pipeline-config';

/** How the pipelines of branches are created; account and region of the stack come from the configuration. */
export interface BranchPipelinesOptions extends StackProps {
  /**
   * The name in CodePipeline of the pipeline that creates them.
   *
   * @default - `<repo>-branches`
   */
  readonly pipelineName?: string;

  /**
   * Which stack of the app is a branch's pipeline: its id, with `*` for what differs between branches. Of the assembly that
   * is synthesized for a branch, exactly one has to be meant. Ids and names of these stacks have to be the same, as they are
   * unless a stack is given a `stackName`.
   *
   * @default - `<repo>-*`
   */
  readonly pipelineStacks?: string;

  /**
   * The commands that install what the synthesis needs.
   *
   * @default - `npm ci`
   */
  readonly installCommands?: string[];

  /**
   * The commands that synthesize the app for the branch in the environment variable `BRANCH`, into `cdk.out`. Quote the
   * variable: git allows blanks of other scripts, quotes and dollars in the names of branches.
   *
   * @default - `npx cdk synth --quiet -c "branch=$BRANCH"`, with `--no-lookups` unless the configuration says `lookups`
   */
  readonly synthCommands?: string[];
}

/** Properties of the stack that creates the pipelines of branches. */
export interface BranchPipelinesStackProps extends BranchPipelinesOptions {
  /** The configuration, which says for which branches. */
  readonly config: PipelineConfig;
}
