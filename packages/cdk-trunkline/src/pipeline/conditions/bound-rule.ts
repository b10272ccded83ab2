// A rule in a pipeline: its declaration in the template, and the rights that it takes to check it.
import { ArnFormat, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Rule, type CfnPipeline, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { ArnPrincipal, PolicyStatement, Role, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Step } from 'aws-cdk-lib/pipelines';
import { RuleProvider, type RuleConfigurationSettings } from '../../config/condition-props';
import { sourceArtifact } from './rule-sources';
import type { StageRule } from './stage-rule';

/** Source: CodePipeline API Reference, RuleTypeId. */
const RULE_TYPE = { category: 'Rule', owner: 'AWS', version: '1' };

/**
 * Puts a rule into a pipeline.
 *
 * @param pipeline the pipeline, whose role gets what it takes
 * @param rule the rule
 * @param name its name in the pipeline
 * @param source the step that the pipeline follows, whose files rules get that name no others
 */
export function bindRule(pipeline: Pipeline, rule: StageRule, name: string, source: Step): Rule {
  const { provider, configuration, commands, region } = rule._settings;
  const role = roleOf(pipeline, rule, name);
  RIGHTS[provider](pipeline, rule, role ?? pipeline.role);
  if (role !== undefined) role.grantAssumeRole(pipeline.role);
  const inputs = inputsOf(pipeline, rule, source);
  const elsewhere = region !== undefined && region !== pipeline.env.region;
  return new DeclaredRule({
    name,
    ruleTypeId: { ...RULE_TYPE, provider },
    ...(configuration === undefined ? {} : { configuration: spelt(provider, configuration) }),
    ...(commands === undefined ? {} : { commands: [...commands] }),
    ...(inputs.length === 0 ? {} : { inputArtifacts: inputs.map((each) => ({ name: each })) }),
    ...(elsewhere ? { region } : {}),
    ...(role === undefined ? {} : { roleArn: role.roleArn }),
  });
}

/** CDK's rule leaves out the version where nobody gives it, and takes roles of one class alone. */
class DeclaredRule extends Rule {
  readonly #declaration: CfnPipeline.RuleDeclarationProperty;

  public constructor(declaration: CfnPipeline.RuleDeclarationProperty & { readonly name: string }) {
    super({ name: declaration.name });
    this.#declaration = declaration;
  }

  public override _render(): CfnPipeline.RuleDeclarationProperty {
    return this.#declaration;
  }
}

/** As AWS spells the keys; every value is text. */
function spelt(provider: RuleProvider, configuration: RuleConfigurationSettings): Record<string, string> {
  // Versions of the User Guide differ about whether the states may be left out.
  const whole =
    provider === RuleProvider.CLOUD_WATCH_ALARM ? { alarmStates: ['ALARM'], ...configuration } : configuration;
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [
      `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
      // unsure: how several states are written; the User Guide has examples of none.
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
}

function inputsOf(pipeline: Pipeline, rule: StageRule, source: Step): string[] {
  const { provider, inputArtifacts } = rule._settings;
  if (inputArtifacts !== undefined) return inputArtifacts;
  const needsOne = provider === RuleProvider.CODE_BUILD || provider === RuleProvider.COMMANDS;
  // Not known yet where the rule is one of the source's own stage.
  return needsOne ? [Lazy.string({ produce: () => sourceArtifact(pipeline, source) })] : [];
}

function roleOf(pipeline: Pipeline, rule: StageRule, name: string): IRole | undefined {
  const { provider, roleArn } = rule._settings;
  if (rule._parts.role !== undefined) return rule._parts.role;
  // What it may do is for whoever owns it to say.
  if (roleArn !== undefined) return Role.fromRoleArn(pipeline, `Rule-${name}-Role`, roleArn, { mutable: false });
  return provider === RuleProvider.COMMANDS ? commandsRole(pipeline) : undefined;
}

type Grants = (pipeline: Pipeline, rule: StageRule, role: IRole) => void;

/**
 * Sources: CodePipeline User Guide, the rules' references, and of LambdaInvoke that of the action. unsure: whether a rule of
 * LambdaInvoke needs `lambda:ListFunctions` as well, which CDK gives an action; the function is named, so that it is left out.
 */
const RIGHTS: Readonly<Record<RuleProvider, Grants>> = {
  [RuleProvider.CLOUD_WATCH_ALARM]: (pipeline, rule, role) => {
    const { configuration = {}, region } = rule._settings;
    const alarm = arnIn(pipeline, 'cloudwatch', 'alarm', configuration.alarmName ?? '', region);
    allow(role, ['cloudwatch:DescribeAlarms'], [alarm]);
  },
  [RuleProvider.CODE_BUILD]: (pipeline, rule, role) => {
    const { project } = rule._parts;
    const { configuration = {} } = rule._settings;
    const arn =
      project?.projectArn ??
      arnIn(
        pipeline,
        'codebuild',
        'project',
        configuration.projectName ?? '',
        undefined,
        ArnFormat.SLASH_RESOURCE_NAME,
      );
    allow(role, ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'], [arn]);
    if (project !== undefined) pipeline.artifactBucket.grantRead(project);
  },
  // The role of `commandsRole` has what it takes, and a role that is given has to have it.
  [RuleProvider.COMMANDS]: () => undefined,
  [RuleProvider.DEPLOYMENT_WINDOW]: () => undefined,
  [RuleProvider.LAMBDA_INVOKE]: (pipeline, rule, role) => {
    const { handler } = rule._parts;
    const { configuration = {}, region } = rule._settings;
    const arn = handler?.functionArn ?? arnIn(pipeline, 'lambda', 'function', configuration.functionName ?? '', region);
    allow(role, ['lambda:InvokeFunction'], [arn]);
    // A job has no ARN.
    handler?.addToRolePolicy(
      new PolicyStatement({
        actions: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
        resources: ['*'],
      }),
    );
  },
  [RuleProvider.VARIABLE_CHECK]: () => undefined,
};

function allow(role: IRole, actions: string[], resources: string[]): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
}

function arnIn(
  pipeline: Pipeline,
  service: string,
  resource: string,
  resourceName: string,
  region?: string,
  arnFormat = ArnFormat.COLON_RESOURCE_NAME,
): string {
  const place = region === undefined || Token.isUnresolved(region) ? {} : { region };
  return Stack.of(pipeline).formatArn({ service, resource, resourceName, arnFormat, ...place });
}

/**
 * One role for all rules of Commands in a pipeline, which the pipeline's role alone may assume.
 *
 * unsure: that the commands run with the role of the rule; the User Guide says of rule and action alike that they run with
 * the service role, and an action runs with its own where it has one.
 */
function commandsRole(pipeline: Pipeline): IRole {
  const existing = pipeline.node.tryFindChild('RuleCommandsRole') as Role | undefined;
  if (existing !== undefined) return existing;
  const role = new Role(pipeline, 'RuleCommandsRole', { assumedBy: new ArnPrincipal(pipeline.role.roleArn) });
  const logs = arnIn(pipeline, 'logs', 'log-group', `/aws/codepipeline/${pipeline.pipelineName}`);
  allow(role, ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [logs, `${logs}:*`]);
  pipeline.artifactBucket.grantRead(role);
  return role;
}
