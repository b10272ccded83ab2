// What a stage's access role is created with.
import type { IManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PipelineConfig } from '../config/pipeline-config';

/** What tests may do in a stage's account. */
export interface StageAccessPermissions {
  /**
   * Managed policies of the role; `AdministratorAccess`, `PowerUserAccess` and `IAMFullAccess` are errors.
   *
   * @default - the AWS managed policy `ViewOnlyAccess` where there are no `policyStatements` either: it lists and
   *   describes resources, and reads none of their contents. `ReadOnlyAccess` would read objects, items and log events
   *   too, of production also, and has to be asked for. Otherwise none
   */
  readonly managedPolicies?: IManagedPolicy[];

  /**
   * Statements of the role; one that allows everything, or everything of IAM, is an error.
   *
   * @default - none
   */
  readonly policyStatements?: PolicyStatement[];
}

/** Properties of a stage's access role. */
export interface StageAccessRoleProps extends StageAccessPermissions {
  /** The configuration, which says where the pipelines are. */
  readonly config: PipelineConfig;

  /** The stage, by its name in the configuration. */
  readonly stage: string;
}
