// A role that several builds of a pipeline share.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, type AddToPrincipalPolicyResult } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What every project may do with its own log group, which aws-cdk-lib names by a reference to the project. */
const LOGS = {
  may: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  groups: /:log-group:\/aws\/codebuild\/",\{"Ref":/,
};

/** What every project may do with its own report groups, likewise. */
const REPORTS = {
  may: [
    'codebuild:CreateReportGroup',
    'codebuild:CreateReport',
    'codebuild:UpdateReport',
    'codebuild:BatchPutTestCases',
    'codebuild:BatchPutCodeCoverages',
  ],
  groups: /:report-group\/",\{"Ref":/,
};

/**
 * A role whose policy has the same size for any number of projects.
 *
 * Each project of aws-cdk-lib adds statements for its log group and its report groups; this role has one of each for the
 * projects' common prefix in their place. What projects add besides is kept, unless a statement that differs in nothing but
 * more actions says it already: to read the artifact store, to write the cache, the network, secrets of their
 * environment, an image of ECR.
 */
export class SharedBuildRole extends Role {
  /**
   * What was added already: the actions of each statement, by all else that it says. CDK would leave out repetitions too,
   * but only after comparing all statements at the end.
   */
  readonly #known = new Map<string, readonly (readonly string[])[]>();

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
        actions: LOGS.may,
        resources: [logs],
      }),
    );
    super.addToPrincipalPolicy(
      new PolicyStatement({
        actions: REPORTS.may,
        resources: [reports],
      }),
    );
  }

  public override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const rendered = Stack.of(this).resolve(statement.toStatementJson()) as RenderedStatement;
    const { Action, ...others } = rendered;
    const actions = Action === undefined ? [] : [Action].flat();
    const key = JSON.stringify(others);
    const known = this.#known.get(key) ?? [];
    const isSaid = known.some((all) => actions.every((action) => all.includes(action)));
    if (isSaid || isOfOneProject(rendered)) return { statementAdded: true, policyDependable: this };
    this.#known.set(key, [...known, actions]);
    return super.addToPrincipalPolicy(statement);
  }
}

interface RenderedStatement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
}

/**
 * Whether a statement is one that each project adds for its own groups: it allows nothing else, and names no others. One of
 * the reader's own, or one that denies, has to stay.
 */
function isOfOneProject({ Effect, Action, Resource }: RenderedStatement): boolean {
  const actions = Action === undefined ? [] : [Action].flat();
  const resources = Resource === undefined ? [] : [Resource].flat();
  return (
    Effect === 'Allow' &&
    resources.length > 0 &&
    [LOGS, REPORTS].some(
      ({ may, groups }) =>
        actions.length > 0 &&
        actions.every((action) => may.includes(action)) &&
        resources.every((resource) => groups.test(JSON.stringify(resource))),
    )
  );
}
