// A role that several builds of a pipeline share.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, type AddToPrincipalPolicyResult } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What every project adds for its own log group and its own report groups. */
const OF_ONE_PROJECT = new Set(['logs:CreateLogGroup', 'codebuild:CreateReportGroup']);

/**
 * A role whose policy has the same size for any number of projects.
 *
 * Each project of aws-cdk-lib adds statements for its log group and its report groups; this role has one of each for the
 * projects' common prefix in their place. What projects add besides is kept, once: the artifact store, the cache, the
 * network, secrets of their environment, an image of ECR.
 */
export class SharedBuildRole extends Role {
  /** What was added already. CDK would leave out repetitions too, but only after comparing all statements at the end. */
  readonly #known = new Set<string>();

  /**
   * @param scope where the role is created
   * @param id its id
   * @param projectPrefix what the names of the projects begin with
   * @param roleName its name, where others have to know it
   */
  public constructor(scope: Construct, id: string, projectPrefix: string, roleName?: string) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      ...(roleName === undefined ? {} : { roleName }),
    });
    const stack = Stack.of(this);
    const logs = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `/aws/codebuild/${projectPrefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const reports = stack.formatArn({
      service: 'codebuild',
      resource: 'report-group',
      resourceName: `${projectPrefix}*`,
    });
    super.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logs],
      }),
    );
    super.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'codebuild:CreateReportGroup',
          'codebuild:CreateReport',
          'codebuild:UpdateReport',
          'codebuild:BatchPutTestCases',
          'codebuild:BatchPutCodeCoverages',
        ],
        resources: [reports],
      }),
    );
  }

  public override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const covered = statement.actions.some((action) => OF_ONE_PROJECT.has(action));
    const key = JSON.stringify([statement.actions, statement.resources, statement.conditions]);
    if (covered || this.#known.has(key)) return { statementAdded: true, policyDependable: this };
    this.#known.add(key);
    return super.addToPrincipalPolicy(statement);
  }
}
