// The hooks of a delivery pipeline: what a project may override, with what happens where it does not.
import { Stack, type CfnOutput, type Stage } from 'aws-cdk-lib';
import { Cache, ComputeType, LinuxBuildImage, type BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildStep, CodePipelineSource, ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { ArtifactStores } from '../artifacts/artifact-stores';
import { callHook } from './hook-call';
import type { PipelineContext } from './pipeline-context';
import type { StageContext } from './stage-context';

/**
 * The hooks of `GenericPipelineStack`, which is the class to extend.
 *
 * Each is a method that returns a value. The base calls it once per pipeline, stage or region, when it builds the
 * pipeline; a step that returns `undefined` is left out. A hook that returns a list has to return one: in Python a list,
 * not a tuple.
 */
export abstract class PipelineHooks extends Stack {
  // ---- what is delivered -------------------------------------------------------------------------------------------

  /**
   * Hook: the main part of a stage, in one region.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the stage and region; give `context.id` and `context.stageProps` to the `Stage`
   */
  public abstract appStage(scope: Construct, context: StageContext): Stage;

  /**
   * Hook: what a stage needs before its images are pushed and its main part is deployed, such as ECR repositories, in
   * one region.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the stage and region; give `context.id` and `context.stageProps` to the `Stage`
   * @returns the base has no bootstrap part
   */
  public bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
    return undefined;
  }

  /**
   * Hook: what is deployed into the toolchain account, for all stages to share. Asked of one pipeline only: the one that
   * the configuration marks with `toolchain`, or else the first.
   *
   * @param scope the scope to create the `Stage` in
   * @param context the toolchain account as a stage named `toolchain`
   * @returns the base has no toolchain part
   */
  public toolchainStage(scope: Construct, context: StageContext): Stage | undefined {
    return undefined;
  }

  /**
   * Hook: stack outputs of the main part that integration tests, and acceptance tests unless they have an environment of
   * their own, get as environment variables.
   *
   * All outputs of a step end in one value of its action's configuration, about 100 characters each. AWS documents 1000
   * characters as the limit, and a message of the service has named 50000, so a longer value gives the warning
   * `cdk-trunkline:actionConfigurationLength`, and one beyond 50000 an error.
   *
   * @param stage what `appStage` returned for this stage and region
   * @returns outputs by variable, such as `{ API_URL: stage.apiUrl }`; the base has none
   */
  public testEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> {
    return {};
  }

  /**
   * Hook: stack outputs of the main part that acceptance tests get as environment variables. They get those of all
   * regions, so there is less room for each than in `testEnvironment`.
   *
   * @param stage what `appStage` returned for this stage and region
   * @returns outputs by variable; the base has what `testEnvironment` returned
   */
  public acceptanceTestEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> {
    return context.outputs;
  }

  /**
   * Hook: stack outputs of the bootstrap part that the images step gets as environment variables.
   *
   * @param stage what `bootstrapStage` returned for this stage and region
   * @returns outputs by variable, such as `{ REPOSITORY_URI: stage.repositoryUri }`; the base has none
   */
  public imageEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> {
    return {};
  }

  // ---- source and synth --------------------------------------------------------------------------------------------

  /**
   * Hook: where the source comes from. It cannot be left out.
   *
   * @returns the base reads the configuration's repository and the pipeline's branch through its connection
   */
  public source(context: PipelineContext): Step | undefined {
    const { owner, repo, connectionArn } = context.config;
    return CodePipelineSource.connection(`${owner}/${repo}`, context.branch, { connectionArn });
  }

  /**
   * Hook: the step that synthesizes the app. It cannot be left out.
   *
   * @param source what `source` returned
   * @param context the pipeline
   * @returns the base runs `installCommands` and `synthCommands`, and takes `cloudAssemblyDirectory`
   */
  public synth(source: Step, context: PipelineContext): Step | undefined {
    return new CodeBuildStep('Synth', {
      input: source,
      installCommands: callHook('installCommands', context, () => this.installCommands(context)),
      commands: callHook('synthCommands', context, () => this.synthCommands(context)),
      primaryOutputDirectory: callHook('cloudAssemblyDirectory', context, () => this.cloudAssemblyDirectory(context)),
    });
  }

  /**
   * Hook: the commands that synthesize the app, after `installCommands`.
   *
   * @returns the base runs `npx cdk synth`
   */
  public synthCommands(context: PipelineContext): string[] {
    return ['npx cdk synth'];
  }

  /**
   * Hook: the folder, relative to the source's root, that the synth step leaves the cloud assembly in.
   *
   * @returns the base has `cdk.out`
   */
  public cloudAssemblyDirectory(context: PipelineContext): string {
    return 'cdk.out';
  }

  // ---- every build -------------------------------------------------------------------------------------------------

  /**
   * Hook: the commands that synth and test steps begin with.
   *
   * @returns the base runs `npm ci`, unless the cache brought whole `node_modules`: npm writes
   *   `node_modules/.package-lock.json` last, and without the symbolic links of `node_modules/.bin` its programs are
   *   missing. unsure: whether CodeBuild's cache keeps symbolic links; where it does not, every build installs anew
   */
  public installCommands(context: PipelineContext): string[] {
    return ['test -f node_modules/.package-lock.json && find node_modules/.bin -type l | grep -q . || npm ci'];
  }

  /**
   * Hook: what every build keeps for the next one, as globs relative to the source's root. The cache is an S3 prefix in
   * the artifact store of the pipeline's own region, and each pipeline has its own. Yet the roles of all builds may write
   * the whole bucket: pipelines whose branches do not trust each other want toolchain accounts of their own.
   *
   * @returns the base keeps `node_modules` of the root, which is where npm puts nearly everything; where packages of a
   *   repository have some of their own, list these too. An empty list switches the cache off
   */
  public cachePaths(context: PipelineContext): string[] {
    return ['node_modules/**/*'];
  }

  /**
   * Hook: the key of the cache. A cache is only restored under exactly the key that it was saved under.
   *
   * @returns the base's key follows from `package-lock.json`
   */
  public cacheKey(context: PipelineContext): string {
    return 'npm-$(codebuild-hash-files package-lock.json)';
  }

  /**
   * Hook: the environment of every build of this pipeline.
   *
   * @returns the base has `LinuxBuildImage.STANDARD_7_0`, small, not privileged
   */
  public buildEnvironment(context: PipelineContext): BuildEnvironment {
    return { buildImage: LinuxBuildImage.STANDARD_7_0, computeType: ComputeType.SMALL, privileged: false };
  }

  /**
   * Hook: the versions of the languages in every build, as a buildspec's `runtime-versions`.
   *
   * @returns the base has `{ nodejs: '22' }`
   */
  public runtimeVersions(context: PipelineContext): Record<string, string> {
    return { nodejs: '22' };
  }

  /**
   * Hook: the artifact stores that the pipeline uses.
   *
   * @returns the base finds those of `ArtifactStoreStack.forConfig` by their names
   */
  public artifactStores(context: PipelineContext): ArtifactStores {
    const { artifactQualifier: qualifier } = context.config;
    return ArtifactStores.byName({
      regions: context.artifactRegions,
      ...(qualifier === undefined ? {} : { qualifier }),
    });
  }

  // ---- tests before anything is deployed ---------------------------------------------------------------------------

  /**
   * Hook: the tests of the infrastructure's code, before anything is deployed.
   *
   * @returns the base runs `infrastructureTestCommands`, or nothing where there are none
   */
  public infrastructureTests(context: PipelineContext): Step | undefined {
    return this.pipelineStep(
      'InfrastructureTests',
      callHook('infrastructureTestCommands', context, () => this.infrastructureTestCommands(context)) ?? [],
      context,
    );
  }

  /**
   * Hook: the commands of the infrastructure tests.
   *
   * @returns the base runs `npm run test:infrastructure`
   */
  public infrastructureTestCommands(context: PipelineContext): string[] | undefined {
    return ['npm run test:infrastructure'];
  }

  /**
   * Hook: the unit tests of the Lambda functions, before anything is deployed.
   *
   * @returns the base runs `lambdaTestCommands`, or nothing where there are none
   */
  public lambdaTests(context: PipelineContext): Step | undefined {
    return this.pipelineStep(
      'LambdaTests',
      callHook('lambdaTestCommands', context, () => this.lambdaTestCommands(context)) ?? [],
      context,
    );
  }

  /**
   * Hook: the commands of the Lambda tests.
   *
   * @returns the base runs `npm run test:lambda`
   */
  public lambdaTestCommands(context: PipelineContext): string[] | undefined {
    return ['npm run test:lambda'];
  }

  // ---- around a stage ----------------------------------------------------------------------------------------------

  /**
   * Hook: the approval before a stage, once for all its regions and before its bootstrap part.
   *
   * @returns the base asks before every stage but the first of the first pipeline, unless the account's `approval` in
   *   the configuration says otherwise
   */
  public approval(context: StageContext): Step | undefined {
    const wanted = context.accountConfig.approval ?? !(context.pipeline.definition.isFirst && context.isFirstStage);
    if (!wanted) return undefined;
    const comment = `Deliver ${context.config.repo} to ${context.stageName} in ${context.regions.join(', ')}?`;
    return new ManualApprovalStep('Approval', { comment });
  }

  /**
   * Hook: builds and pushes the images that the main part runs, once per region, after the bootstrap part.
   *
   * @returns the base runs `imageCommands` in a privileged build, or nothing where there are none
   */
  public images(context: StageContext): Step | undefined {
    const commands = callHook('imageCommands', context, () => this.imageCommands(context)) ?? [];
    if (commands.length === 0) return undefined;
    return new CodeBuildStep('Images', {
      commands,
      env: stageVariables(context),
      envFromCfnOutputs: context.outputs,
      buildEnvironment: { privileged: true }, // Docker needs it.
      // It installs no packages, and must not save a cache without them under the key that the other builds use.
      cache: Cache.none(),
    });
  }

  /**
   * Hook: the commands that build and push images. They get the variables of `stageStep` and of `imageEnvironment`.
   *
   * @returns the base has none
   */
  public imageCommands(context: StageContext): string[] | undefined {
    return undefined;
  }

  /**
   * Hook: the tests of what was deployed, once per region, after the main part.
   *
   * @returns the base runs `integrationTestCommands`, or nothing where there are none
   */
  public integrationTests(context: StageContext): Step | undefined {
    return this.stageStep(
      'IntegrationTests',
      callHook('integrationTestCommands', context, () => this.integrationTestCommands(context)) ?? [],
      context,
    );
  }

  /**
   * Hook: the commands of the integration tests. They get the variables of `stageStep`.
   *
   * @returns the base runs `npm run test:integration`
   */
  public integrationTestCommands(context: StageContext): string[] | undefined {
    return ['npm run test:integration'];
  }

  /**
   * Hook: the tests of the stage as its users see it, once per stage, after the integration tests of all regions.
   *
   * @param context the stage in its first region; `context.outputs` has what `acceptanceTestEnvironment` returned for
   *   it, and for further regions with the region at the variable's end, such as `API_URL_US_EAST_1`
   * @returns the base runs `acceptanceTestCommands`, or nothing where there are none
   */
  public acceptanceTests(context: StageContext): Step | undefined {
    return this.stageStep(
      'AcceptanceTests',
      callHook('acceptanceTestCommands', context, () => this.acceptanceTestCommands(context)) ?? [],
      context,
    );
  }

  /**
   * Hook: the commands of the acceptance tests. They get the variables of `stageStep`.
   *
   * @returns the base runs `npm run test:acceptance`
   */
  public acceptanceTestCommands(context: StageContext): string[] | undefined {
    return ['npm run test:acceptance'];
  }

  /**
   * Hook: runs once the pipeline is built; the place for what needs `pipeline` or `codePipeline`, such as notifications.
   */
  public pipelineBuilt(context: PipelineContext): void {
    // Nothing to do: the hook is for subclasses.
  }

  // ---- steps to use in hooks ---------------------------------------------------------------------------------------

  /**
   * A CodeBuild step for a hook that concerns the pipeline: `installCommands`, then the commands.
   *
   * @param id the step's name, which is the action's name in CodePipeline
   * @param commands the commands
   * @returns the step, or `undefined` where there are no commands
   */
  public pipelineStep(id: string, commands: string[], context: PipelineContext): CodeBuildStep | undefined {
    if (commands.length === 0) return undefined;
    return new CodeBuildStep(id, {
      installCommands: callHook('installCommands', context, () => this.installCommands(context)),
      commands,
    });
  }

  /**
   * A CodeBuild step for a hook that concerns a stage: `installCommands`, then the commands, with the environment
   * variables `STAGE_NAME`, `STAGE_ACCOUNT`, `STAGE_REGION`, `STAGE_REGIONS` (with commas) and those of
   * `context.outputs`.
   *
   * @param id the step's name, which is the action's name in CodePipeline
   * @param commands the commands
   * @returns the step, or `undefined` where there are no commands
   */
  public stageStep(id: string, commands: string[], context: StageContext): CodeBuildStep | undefined {
    if (commands.length === 0) return undefined;
    return new CodeBuildStep(id, {
      installCommands: callHook('installCommands', context.pipeline, () => this.installCommands(context.pipeline)),
      commands,
      env: stageVariables(context),
      envFromCfnOutputs: context.outputs,
    });
  }
}

/** The variables that every step of a stage gets. */
function stageVariables(context: StageContext): Record<string, string> {
  return {
    STAGE_NAME: context.stageName,
    STAGE_ACCOUNT: context.account,
    STAGE_REGION: context.region,
    STAGE_REGIONS: context.regions.join(','),
  };
}
