// What the stack with a stage's access role is created with.
import type { StackProps } from 'aws-cdk-lib';
import type { StageAccessPermissions, StageAccessRoleProps } from './stage-access-role-props';

/** What the tests of all stages may do; account and region of the stacks come from the configuration. */
export interface StageAccessOptions extends StackProps, StageAccessPermissions {
  /**
   * What tests may do in a stage, by its name in the configuration, in place of `policyStatements` and
   * `managedPolicies`; `{}` gives that stage the default.
   *
   * @default - the same in every stage
   */
  readonly stages?: Record<string, StageAccessPermissions>;
}

/** Properties of the stack with a stage's access role; `env` follows from the configuration. */
export interface StageAccessStackProps extends StackProps, StageAccessRoleProps {}
