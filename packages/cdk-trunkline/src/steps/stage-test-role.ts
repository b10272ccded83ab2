// The role that the tests of one stage share in a pipeline: what every build may do, and to assume the stage's access role.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SharedBuildRole } from './shared-build-role';

/** Whose tests a role is for. */
export interface StageTestRoleProps {
  /** Its name, by which the access role knows it: `StageAccessRole.testRoleName`. */
  readonly roleName: string;
  /** The one role that it may assume: `StageAccessRole.arnOf`. */
  readonly accessRoleArn: string;
  /** What the names of the pipeline's projects begin with. */
  readonly projectPrefix: string;
}

/** A role of its own for each stage, so that no build can assume the access role of a stage that it does not test. */
export class StageTestRole extends SharedBuildRole {
  /**
   * @param scope the pipeline's stack, or a part of it
   * @param id its id, which has to name the stage
   * @param props whose tests it is for
   */
  public constructor(scope: Construct, id: string, props: StageTestRoleProps) {
    super(scope, id, props.projectPrefix, props.roleName);
    this.addToPrincipalPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [props.accessRoleArn] }));
  }
}
