// The stack that puts a stage's access role into the stage's account.
import { CfnOutput, Stack, Token, type Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelineConfig } from '../config/pipeline-config';
import { qualifiedSynthesizer } from '../config/qualified-synthesizer';
import { accessStackName } from './stage-access-names';
import { accessError } from './stage-access-problems';
import { StageAccessRole } from './stage-access-role';
import type { StageAccessOptions, StageAccessStackProps } from './stage-access-stack-props';

/**
 * The stack with the access role of one stage, in the stage's account and first region. No pipeline deploys it: whoever
 * sets up the account does, with `npx cdk deploy`, before or after the pipelines, and again where another pipeline takes
 * over the stage.
 *
 * IAM knows no regions but CloudFormation does: where a stage gets another first region, delete the stack in the former
 * one first, as the role's name is taken until then.
 *
 * Its output is `RoleArn`.
 */
export class StageAccessStack extends Stack {
  /**
   * Creates the stack of each stage that a pipeline of the configuration delivers.
   *
   * @param scope the app
   * @param config the configuration
   * @param options what the tests may do: `ViewOnlyAccess` unless it says otherwise
   * @returns the stacks, named `trunkline-access-<repo>-<stage>`, in the order of `config.accounts`; none for the stages of
   *   a branch, which create their role themselves, so that it ends with them: see `StageAccessRole`
   * @throws where `options.stages` names a stage that no pipeline delivers, or permissions are for everything
   */
  public static forConfig(
    scope: Construct,
    config: PipelineConfig,
    options: StageAccessOptions = {},
  ): StageAccessStack[] {
    if (config.featureBranch !== undefined) return [];
    const { stages = {}, policyStatements, managedPolicies, ...stackProps } = options;
    const permissions = {
      ...(policyStatements === undefined ? {} : { policyStatements }),
      ...(managedPolicies === undefined ? {} : { managedPolicies }),
    };
    const delivered = new Set(config.pipelines.flatMap((pipeline) => pipeline.stages));
    const unknown = Object.keys(stages).filter((stage) => !delivered.has(stage));
    if (unknown.length > 0) {
      const names = unknown.map((stage) => JSON.stringify(stage)).join(', ');
      const known = [...delivered].join(', ');
      throw accessError('StageAccessStack.forConfig', [
        `\`stages\` names ${names}, but the pipelines of the configuration deliver ${known}.`,
      ]);
    }
    return config.accounts
      .filter(({ name }) => delivered.has(name))
      .map(({ name: stage }) => {
        const own = Object.hasOwn(stages, stage) ? stages[stage] : permissions;
        return new StageAccessStack(scope, accessStackName(config.repo, stage), {
          ...stackProps,
          ...own,
          config,
          stage,
        });
      });
  }

  /** The role that the tests assume. */
  public readonly role: StageAccessRole;

  /**
   * @param scope the app
   * @param id the stack's id
   * @param props the stage, and what its tests may do
   * @throws one error named `StageAccessError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: StageAccessStackProps) {
    const { config, stage, policyStatements, managedPolicies, ...stackProps } = props;
    super(scope, id, {
      description: `Access of the tests of ${config.repo} to stage ${stage}`,
      ...qualifiedSynthesizer(config.bootstrapQualifier),
      ...stackProps,
      env: environmentOf(id, config, stage, props.env),
    });
    this.role = new StageAccessRole(this, 'Role', {
      config,
      stage,
      ...(policyStatements === undefined ? {} : { policyStatements }),
      ...(managedPolicies === undefined ? {} : { managedPolicies }),
    });
    new CfnOutput(this, 'RoleArn', { value: this.role.roleArn }).overrideLogicalId('RoleArn');
  }
}

/** The region may be another one; the account may not. */
function environmentOf(id: string, config: PipelineConfig, stage: string, env: Environment = {}): Environment {
  const { account, region } = config.account(stage);
  if (env.account !== undefined && !Token.isUnresolved(env.account) && env.account !== account) {
    throw accessError(`StageAccessStack ${id}`, [
      `its "env" names account ${env.account}, but stage ${stage} is in ${account}. Leave "env" out.`,
    ]);
  }
  return { account, region: env.region ?? region };
}
