// Makes the build steps of a pipeline: what the configuration, the hooks and a step's own options come to.
import { BuildSpec, Cache, ComputeType, type BuildEnvironment, type CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CfnOutput } from 'aws-cdk-lib';
import { PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type CodeBuildStepProps, type IFileSetProducer, type Step } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { StageAccessRole } from '../../accounts/stage-access-role';
import { CommandsStep, runsAsCommands } from '../../steps/commands-step';
import { SharedBuildRole } from '../../steps/shared-build-role';
import { StageTestRole } from '../../steps/stage-test-role';
import { StageTestStep } from '../../steps/stage-test-step';
import type { BuildHooks } from '../hooks/build-hooks';
import { openGroup, type BuildNetwork } from './build-network';
import {
  DEFAULT_IMAGE,
  runtimesFor,
  runtimesSection,
  stageDifferences,
  type BuildSettings,
  type StageDifferences,
} from './build-settings';
import { asBuildEnvironment, asCachePaths, asRuntimeVersions, asStepOptions } from '../hooks/build-answers';
import { callCommandsHook, callHook, callTextHook } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import { projectPrefix } from './project-names';
import type { StageContext } from '../hooks/stage-context';
import { titleOf } from '../delivery/stage-title';
import type { StepOptions, TestReport } from '../hooks/step-options';

/** A build before its options are known. */
export interface StepPlan {
  readonly commands: string[];
  readonly installCommands?: string[];
  readonly env?: Record<string, string>;
  readonly envFromCfnOutputs?: Record<string, CfnOutput>;
  readonly input?: IFileSetProducer;
  /** What stands in folders of the input, by their paths. */
  readonly additionalInputs?: Record<string, IFileSetProducer>;
  readonly primaryOutputDirectory?: string;
  readonly privileged?: true;
  /** Whether the step has a role of its own, with these statements. */
  readonly statements?: PolicyStatement[];
  readonly cachedByDefault?: false;
  /** The stage whose credentials the step has, if any; it then runs with the role of that stage's tests. */
  readonly access?: StageContext;
}

/** Nothing that differs from the pipeline's other builds. */
const NO_DIFFERENCES: StageDifferences = { variables: {}, sections: {} };

/** Makes the steps of one pipeline; the hooks that concern all of them are asked once. */
export class StepBuilder {
  readonly #hooks: BuildHooks;
  readonly #context: PipelineContext;
  readonly #otherNetworks: { readonly step: CodeBuildStep; readonly groups: readonly ISecurityGroup[] }[] = [];
  readonly #differences = new Map<string, StageDifferences>();
  #settings: BuildSettings | undefined;
  #installCommands: string[] | undefined;

  public constructor(hooks: BuildHooks, context: PipelineContext) {
    this.#hooks = hooks;
    this.#context = context;
  }

  /** What the hooks that concern every build returned. */
  public get settings(): BuildSettings {
    const hooks = this.#hooks;
    const context = this.#context;
    return (this.#settings ??= {
      environment: asBuildEnvironment(
        'buildEnvironment',
        context,
        callHook('buildEnvironment', context, () => hooks.buildEnvironment(context)),
      ),
      runtimes: asRuntimeVersions(
        'runtimeVersions',
        context,
        callHook('runtimeVersions', context, () => hooks.runtimeVersions(context)),
      ),
      cachePaths: asCachePaths(
        'cachePaths',
        context,
        callHook('cachePaths', context, () => hooks.cachePaths(context)),
      ),
      cacheKey: callTextHook('cacheKey', context, () => hooks.cacheKey(context)),
    });
  }

  /** The commands that synth and test steps begin with. */
  public get installCommands(): string[] {
    const hooks = this.#hooks;
    const context = this.#context;
    const ask = (): string[] | undefined => hooks.installCommands(context);
    return (this.#installCommands ??= callCommandsHook('installCommands', context, ask) ?? []);
  }

  /** The place of what the builds share: roles, networks, repositories. */
  public get scope(): Construct {
    const existing = this.#hooks.node.tryFindChild('Builds') as Construct | undefined;
    return existing ?? new Construct(this.#hooks, 'Builds');
  }

  /** The role of every build that needs no statements of its own. */
  public get sharedRole(): Role {
    const { scope } = this;
    const existing = scope.node.tryFindChild('Role') as Role | undefined;
    return existing ?? new SharedBuildRole(scope, 'Role', projectPrefix(this.#context.pipelineName));
  }

  /** What a step that concerns the pipeline gets on top of its commands. */
  public pipelineOptions(id: string): StepOptions {
    const hook = 'pipelineStepOptions';
    const context = this.#context;
    const answer = callHook(hook, context, () => this.#hooks.pipelineStepOptions(id, context));
    return asStepOptions(hook, context, answer, id);
  }

  /** A step that concerns the pipeline: a `Commands` action where it needs none of what these lack. */
  public pipelineStep(id: string, commands: string[]): Step {
    assertCommands(id, commands);
    const options = this.pipelineOptions(id);
    const { installCommands } = this;
    const all = [...installCommands, ...commands];
    if (this.#needsNoProject(options) && runsAsCommands(all)) return new CommandsStep(id, { commands: all });
    return this.build(id, { commands, installCommands }, options);
  }

  /**
   * A step that concerns a stage.
   *
   * @param name the step's name in CodePipeline
   * @param id what the hook `stageStepOptions` is asked about
   * @param context the stage
   * @param plan what the step does
   */
  public stageStep(name: string, id: string, context: StageContext, plan: StepPlan): CodeBuildStep {
    assertCommands(id, plan.commands);
    const hook = 'stageStepOptions';
    const answer = callHook(hook, context, () => this.#hooks.stageStepOptions(id, context));
    const options = asStepOptions(hook, context, answer, id);
    const withStage = {
      ...plan,
      env: { ...context.variables, ...plan.env },
      envFromCfnOutputs: { ...context.outputs, ...plan.envFromCfnOutputs },
    };
    return this.build(name, withStage, options, this.#differencesOf(context));
  }

  /** A CodeBuild step. */
  public build(
    id: string,
    plan: StepPlan,
    options: StepOptions,
    stage: StageDifferences = NO_DIFFERENCES,
  ): CodeBuildStep {
    const environment = this.#environment(plan, options, stage);
    const image = environment?.buildImage ?? this.settings.environment?.buildImage;
    const runtimes = runtimesFor(image, options.runtimeVersions ?? stage.runtimes, this.settings);
    const network = this.#network(options) ?? stage.network;
    const timeout = options.timeout ?? stage.timeout;
    const statements = [...(plan.statements ?? []), ...(options.rolePolicyStatements ?? [])];
    const env = { ...stage.variables, ...plan.env, ...options.env };
    const props: CodeBuildStepProps = {
      commands: plan.commands,
      ...(plan.installCommands === undefined ? {} : { installCommands: plan.installCommands }),
      ...(plan.input === undefined ? {} : { input: plan.input }),
      ...(plan.additionalInputs === undefined ? {} : { additionalInputs: plan.additionalInputs }),
      ...(plan.primaryOutputDirectory === undefined ? {} : { primaryOutputDirectory: plan.primaryOutputDirectory }),
      ...(plan.envFromCfnOutputs === undefined ? {} : { envFromCfnOutputs: plan.envFromCfnOutputs }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(environment === undefined ? {} : { buildEnvironment: environment }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(network ?? {}),
      ...((options.cached ?? plan.cachedByDefault ?? true) ? {} : { cache: Cache.none() }),
      ...this.#role(plan, statements),
      partialBuildSpec: BuildSpec.fromObject({
        version: '0.2',
        ...runtimesSection(runtimes),
        ...reportsSection(options.reports),
        ...stage.sections,
      }),
    };
    const step = plan.access === undefined ? new CodeBuildStep(id, props) : this.#testStep(id, props, plan.access);
    if (network !== undefined) this.#otherNetworks.push({ step, groups: network.securityGroups });
    return step;
  }

  /**
   * Takes the pipeline's security groups off the builds in another VPC: CDK Pipelines joins a step's groups to those of
   * all builds, and CodeBuild refuses groups of another VPC. Called once the pipeline is built.
   */
  public separateNetworks(): void {
    for (const { step, groups } of this.#otherNetworks) {
      const project = step.project.node.defaultChild as CfnProject;
      project.addPropertyOverride(
        'VpcConfig.SecurityGroupIds',
        groups.map((group) => group.securityGroupId),
      );
    }
  }

  #testStep(id: string, props: CodeBuildStepProps, { config, stageName, region }: StageContext): StageTestStep {
    return new StageTestStep(id, { ...props, accessRoleArn: StageAccessRole.arnOf(config, stageName), region });
  }

  #role(plan: StepPlan, statements: PolicyStatement[]): Pick<CodeBuildStepProps, 'role' | 'rolePolicyStatements'> {
    if (plan.access !== undefined) {
      // CDK Pipelines adds statements to a role that is given to a step, too.
      return {
        role: this.#testRole(plan.access),
        ...(statements.length === 0 ? {} : { rolePolicyStatements: statements }),
      };
    }
    const ownRole = plan.statements !== undefined || statements.length > 0;
    return ownRole ? { rolePolicyStatements: statements } : { role: this.sharedRole };
  }

  /** One for all tests of a stage: the stage's access role trusts it by its name. */
  #testRole({ config, stageName }: StageContext): Role {
    const id = `${titleOf(stageName)}Tests`;
    const tests = (this.scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(this.scope, id);
    const existing = tests.node.tryFindChild('Role') as Role | undefined;
    return (
      existing ??
      new StageTestRole(tests, 'Role', {
        roleName: StageAccessRole.testRoleName(config, stageName),
        accessRoleArn: StageAccessRole.arnOf(config, stageName),
        projectPrefix: projectPrefix(this.#context.pipelineName),
      })
    );
  }

  #differencesOf(context: StageContext): StageDifferences {
    const { stageName, accountConfig } = context;
    const known = this.#differences.get(stageName);
    if (known !== undefined) return known;
    const found = stageDifferences(this.scope, accountConfig.buildConfig, this.#context.definition.buildConfig);
    this.#differences.set(stageName, found);
    return found;
  }

  #environment(plan: StepPlan, options: StepOptions, stage: StageDifferences): BuildEnvironment | undefined {
    const environment: BuildEnvironment = {
      ...(stage.image === undefined ? {} : { buildImage: stage.image }),
      ...(stage.computeType === undefined ? {} : { computeType: stage.computeType }),
      ...(plan.privileged === undefined ? {} : { privileged: plan.privileged }),
      ...options.buildEnvironment,
    };
    return Object.keys(environment).length === 0 ? undefined : environment;
  }

  #network({ vpc, subnetSelection, securityGroups }: StepOptions): BuildNetwork | undefined {
    if (vpc === undefined) return undefined;
    const own = securityGroups ?? [];
    return {
      vpc,
      subnetSelection: subnetSelection ?? {},
      securityGroups: own.length > 0 ? own : [openGroup(this.scope, vpc)],
    };
  }

  /** Whether a step gets along with what a `Commands` action has: one image and size, no VPC, no cache, 55 minutes. */
  #needsNoProject(options: StepOptions): boolean {
    const { settings } = this;
    if (this.#context.definition.pipelineType === PipelineType.V1) return false;
    const { image, computeType, timeoutMinutes, vpc, proxy, environment } = this.#context.definition.buildConfig;
    const configured = [image, computeType, timeoutMinutes, vpc, proxy].some((value) => value !== undefined);
    const { cached = true, runtimeVersions = settings.runtimes, ...others } = options;
    return (
      !configured &&
      Object.keys(environment).length === 0 &&
      isPlain(settings.environment) &&
      (!cached || settings.cachePaths.length === 0) &&
      Object.keys(runtimeVersions).length === 0 &&
      Object.values(others).every((value) => value === undefined || isEmpty(value))
    );
  }
}

/** Whether an environment is what the base has where nobody asks for anything. */
function isPlain(environment: BuildEnvironment | undefined): boolean {
  if (environment === undefined) return true;
  const { buildImage, computeType, privileged, environmentVariables, ...others } = environment;
  return (
    (buildImage === undefined || buildImage.imageId === DEFAULT_IMAGE.imageId) &&
    (computeType === undefined || computeType === ComputeType.SMALL) &&
    privileged !== true &&
    isEmpty(environmentVariables ?? {}) &&
    Object.values(others).every((value) => value === undefined)
  );
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function reportsSection(reports: Record<string, TestReport> = {}): Record<string, unknown> {
  const sections = Object.entries(reports).map(([name, { files, baseDirectory, fileFormat }]) => [
    name,
    {
      files,
      ...(baseDirectory === undefined ? {} : { 'base-directory': baseDirectory }),
      'file-format': fileFormat ?? 'JUNITXML',
    },
  ]);
  return sections.length === 0 ? {} : { reports: Object.fromEntries(sections) as Record<string, unknown> };
}

/** A step without commands, or with a blank one, would look like one that succeeded. */
function assertCommands(id: string, commands: readonly string[]): void {
  if (commands.length > 0 && commands.every((command) => command.trim() !== '')) return;
  const what = commands.length === 0 ? 'no commands' : 'a blank command';
  throw new Error(`Step ${id} has ${what}. Return undefined from the hook to leave the step out (None in Python).`);
}
