// How a branch's pipeline ends, as the hook `endStage` says it.
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';

/** What a project changes about the stage `End` of a branch's pipeline. */
export interface EndStageOptions {
  /**
   * The reason that CodePipeline shows for the disabled transition into the stage: 1 to 300 letters, digits, blanks and
   * `! @ ( ) . * ? -`.
   *
   * @default - says that enabling it deletes the branch's stacks
   */
  readonly reason?: string;

  /**
   * Actions before anything is deleted, in the order of their `runOrder`: for what CloudFormation does not delete by
   * itself, such as the objects of a bucket.
   *
   * @default - none
   */
  readonly firstActions?: IAction[];
}
