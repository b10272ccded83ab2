// The role in a stage's account that the pipelines' tests of that stage assume.
import { Stack, Token, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, ManagedPolicy, Role, type CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { claimName } from '../config/claimed-names';
import { partitionOf } from '../config/partition';
import type { PipelineConfig } from '../config/pipeline-config';
import { accessRoleName, testRoleName } from './stage-access-names';
import { checkAtSynthesis } from './stage-access-check';
import { accessError, policyProblems, statementProblems } from './stage-access-problems';
import type { StageAccessRoleProps } from './stage-access-role-props';

const VIEW_ONLY = 'job-function/ViewOnlyAccess';

/** Which access role has a name in an app. */
const CREATED = Symbol.for('cdk-trunkline.StageAccessRoles');

/**
 * The role in a stage's account that tests of that stage assume: those of `StageTestStep`, which the integration and
 * acceptance tests of `GenericPipelineStack` are.
 *
 * There is one per stage, as IAM knows no regions. `StageAccessStack.forConfig` creates them all but those of a branch's
 * stages, which end with the branch. There, and where a project would rather deliver it with the stage, it is created in the
 * bootstrap part, or else the main part, in the first region alone:
 * `if (context.isFirstRegion) new StageAccessRole(stack, 'Access', { config: context.config, stage: context.stageName })`.
 *
 * It trusts the toolchain account, and there exactly the role of the tests of this stage, by its name and not as a
 * principal: it can be deployed before that role exists, and does not lock it out when it is created anew. A session lasts an
 * hour, which is all that AWS allows a role that another role assumes; the SDKs renew it.
 *
 * Permissions beyond its properties can be granted to it as to every role, such as `bucket.grantRead(role)`. What
 * it may do by then, and who may assume it, is checked when the app is synthesized: it must not come to everything.
 */
export class StageAccessRole extends Role {
  /**
   * The ARN of a stage's access role, whether or not it is deployed yet.
   *
   * @param config the configuration
   * @param stage the stage, by its name in the configuration
   */
  public static arnOf(config: PipelineConfig, stage: string): string {
    const { account, region } = config.account(stage);
    return `arn:${partitionOf(region)}:iam::${account}:role/${accessRoleName(config.repo, stage)}`;
  }

  /**
   * The name of the role in the toolchain account that the tests of a stage run with, and that the stage's access role
   * trusts. `GenericPipelineStack` creates it; whoever uses `StageTestStep` in a pipeline of another kind creates a role
   * of this name.
   *
   * @param config the configuration
   * @param stage the stage, by its name in the configuration
   * @throws where no pipeline delivers the stage
   */
  public static testRoleName(config: PipelineConfig, stage: string): string {
    const pipeline = pipelineOf(config, stage);
    if (pipeline === undefined) throw accessError('StageAccessRole.testRoleName', [notDelivered(stage)]);
    return testRoleName(config.repo, pipeline, stage);
  }

  /**
   * @param scope where it is created, in the stage's account
   * @param id its id
   * @param props the stage, and what its tests may do
   * @throws one error named `StageAccessError` that lists every mistake: permissions for everything, a stage that no
   *   pipeline delivers, another account than the stage's, or a second role for one stage
   */
  public constructor(scope: Construct, id: string, props: StageAccessRoleProps) {
    const { config, stage, policyStatements = [], managedPolicies = [] } = props;
    const { account, permissionsBoundary } = config.account(stage);
    const path = [scope.node.path, id].filter((part) => part !== '').join('/');
    const roleName = accessRoleName(config.repo, stage);
    const problems = [
      ...(pipelineOf(config, stage) === undefined ? [notDelivered(stage)] : []),
      ...accountProblems(scope, account, stage),
      ...registeredTwice(scope, `${account}/${roleName}`, path),
      ...managedPolicies.flatMap((policy) => policyProblems(policy, Stack.of(scope))),
      ...policyStatements.flatMap((statement) => statementProblems(statement, Stack.of(scope))),
    ];
    if (problems.length > 0) throw accessError(`StageAccessRole ${path}`, problems);
    const byDefault = managedPolicies.length === 0 && policyStatements.length === 0;
    super(scope, id, {
      roleName,
      description: `The tests of ${config.repo} in stage ${stage}`,
      // An account as principal leaves it to that account's policies who may; the condition narrows it to the tests.
      assumedBy: new AccountPrincipal(config.tooling.account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': testRoleArn(config, stage) },
      }),
      managedPolicies: byDefault ? [ManagedPolicy.fromAwsManagedPolicyName(VIEW_ONLY)] : managedPolicies,
    });
    for (const statement of policyStatements) this.addToPrincipalPolicy(statement);
    if (permissionsBoundary !== undefined) this.#bound(permissionsBoundary);
    if (byDefault) this.#acknowledgeDefault();
    checkAtSynthesis(this);
  }

  #bound(policyName: string): void {
    const role = this.node.defaultChild as CfnRole;
    const arn = { service: 'iam', region: '', resource: 'policy', resourceName: policyName };
    role.permissionsBoundary = Stack.of(this).formatArn(arn);
  }

  /** For whoever checks the app with cdk-nag; without it this is a line of metadata that nobody reads. */
  #acknowledgeDefault(): void {
    const reason = 'It lists and describes, reads no contents, and AWS keeps it up with its services.';
    for (const partition of ['<AWS::Partition>', partitionOf(Stack.of(this).region)]) {
      const id = `AwsSolutions-IAM4[Policy::arn:${partition}:iam::aws:policy/${VIEW_ONLY}]`;
      Validations.of(this).acknowledge({ id, reason });
    }
  }
}

/** The pipeline that delivers a stage; there is one at most. */
function pipelineOf(config: PipelineConfig, stage: string): string | undefined {
  return config.pipelines.find((pipeline) => pipeline.stages.includes(stage))?.name;
}

function testRoleArn(config: PipelineConfig, stage: string): string {
  const { account, region } = config.tooling;
  return `arn:${partitionOf(region)}:iam::${account}:role/${StageAccessRole.testRoleName(config, stage)}`;
}

/** A role that trusted no tests would have to trust nobody, or the whole toolchain account. */
function notDelivered(stage: string): string {
  return `no pipeline of the configuration delivers stage ${stage}, so that no tests need it. Leave it out.`;
}

function accountProblems(scope: Construct, account: string, stage: string): string[] {
  const actual = Stack.of(scope).account;
  if (Token.isUnresolved(actual) || actual === account) return [];
  return [
    `it is in account ${actual}, but stage ${stage} in ${account}. Create it in a stack whose "env" is the stage's ` +
      'account, such as one of `context.stageProps`.',
  ];
}

/** A role that two stacks create, in two regions for example, would fail in the second, and only when it is deployed. */
function registeredTwice(scope: Construct, key: string, path: string): string[] {
  const other = claimName(scope, CREATED, key, path);
  if (other === undefined) return [];
  return [
    `${other} is the access role of the same stage. IAM knows no regions: create it once, in the stage's first region ` +
      '(`context.isFirstRegion`), and either there or by StageAccessStack.',
  ];
}
