// Pipelines of single branches as props.

/** Which branches may have pipelines of their own, and what these deliver. */
export interface FeatureBranchesProps {
  /** The stages, in order, of which each branch gets its own, in the same account and regions. */
  readonly stages: string[];

  /** Which branches may have a pipeline, as patterns in the syntax of CodePipeline triggers, such as `feature/**`. */
  readonly branches: string[];

  /**
   * After how many days a branch's pipeline reports that it is still there, and how often it does again.
   *
   * @default 14
   */
  readonly reportAfterDays?: number;

  /**
   * Whether somebody approves before a branch's stage is deployed, whatever the stage itself says.
   *
   * @default false
   */
  readonly approval?: boolean;
}
