// The hooks of every build of a delivery pipeline, and the steps that other hooks are made of.
import { Stack } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { Step } from 'aws-cdk-lib/pipelines';
import { ArtifactStores } from '../../artifacts/artifact-stores';
import { configuredEnvironment, configuredRuntimes } from '../builds/build-settings';
import type { PipelineContext } from './pipeline-context';
import type { StageContext } from './stage-context';
import { StepBuilder } from '../builds/step-builder';
import type { StepOptions } from './step-options';

/** The hooks of `GenericPipelineStack` that concern every build. */
export abstract class BuildHooks extends Stack {
  #builds: StepBuilder | undefined;

  // ---- every build -------------------------------------------------------------------------------------------------

  /**
   * Hook: the commands that synth and test steps begin with.
   *
   * @returns the base runs `npm ci`, unless the cache brought whole `node_modules`: npm writes
   *   `node_modules/.package-lock.json` last, and without the symbolic links of `node_modules/.bin` its programs are
   *   missing. unsure: whether CodeBuild's cache keeps symbolic links; where it does not, every build installs anew
   */
  public installCommands(context: PipelineContext): string[] | undefined {
    return ['test -f node_modules/.package-lock.json && find node_modules/.bin -type l | grep -q . || npm ci'];
  }

  /**
   * Hook: what every build keeps for the next one, as globs relative to the source's root. The cache is an S3 prefix in
   * the artifact store of the pipeline's own region, which each pipeline has for itself: no build can write another
   * pipeline's. Inside of it builds share a cache where image and runtime versions are the same, and packages of one run
   * in the other.
   *
   * @returns the base keeps `node_modules` of the root, which is where npm puts nearly everything; where packages of a
   *   repository have some of their own, list these too. `undefined` or an empty list switches the cache off
   */
  public cachePaths(context: PipelineContext): string[] | undefined {
    return ['node_modules/**/*'];
  }

  /**
   * Hook: the key of the cache. A cache is only restored under exactly the key that it was saved under, and never updated
   * once it exists. Image and runtime versions need not be in it: each set of them has a cache of its own.
   *
   * @returns the base's key follows from `package-lock.json`
   */
  public cacheKey(context: PipelineContext): string {
    return 'npm-$(codebuild-hash-files package-lock.json)';
  }

  /**
   * Hook: the environment of every build of this pipeline: of synth, tests and images, of the self-update, of the assets,
   * and of a project's own steps unless these say otherwise. An override counts in place of what the configuration says
   * for the pipeline, and can call the base to change a part of it. What the configuration says for one stage in other
   * words, and a step's own options, count before it.
   *
   * @returns the base has what the configuration's `build` says: image, compute type, variables and proxy; where it says
   *   nothing, `LinuxBuildImage.STANDARD_7_0`, small, not privileged
   */
  public buildEnvironment(context: PipelineContext): BuildEnvironment | undefined {
    return configuredEnvironment(this._builds(context).scope, context.definition.buildConfig);
  }

  /**
   * Hook: the versions of the languages, as a buildspec's `runtime-versions`, in every build that the base makes: synth,
   * tests, images, self-update, assets, and the steps of `pipelineStep` and `stageStep`. An override counts in place of
   * what the configuration says for the pipeline.
   *
   * @returns the base has the configuration's `build.runtime_versions`, or else `{ nodejs: '22' }`; none where the
   *   configuration names an image that is not one of CodeBuild's, which cannot select any
   */
  public runtimeVersions(context: PipelineContext): Record<string, string> | undefined {
    return configuredRuntimes(this._builds(context).scope, context.definition.buildConfig);
  }

  /**
   * Hook: what a step that concerns the pipeline gets on top of its commands: timeout, environment, reports, cache,
   * permissions, network.
   *
   * @param id the step's name: `Synth`, `InfrastructureTests`, `LambdaTests`, `Preflight`, or that of a `pipelineStep` of one's own
   * @returns the base has none
   */
  public pipelineStepOptions(id: string, context: PipelineContext): StepOptions | undefined {
    return undefined;
  }

  /**
   * Hook: what a step that concerns a stage gets on top of its commands: timeout, environment, reports, cache,
   * permissions, network.
   *
   * @param id the step's name: `Images`, `IntegrationTests`, `AcceptanceTests`, or that of a `stageStep` of one's own
   * @param context the stage and region
   * @returns the base has none
   */
  public stageStepOptions(id: string, context: StageContext): StepOptions | undefined {
    return undefined;
  }

  /**
   * Hook: the artifact stores that the pipeline uses.
   *
   * @returns the base finds those of `ArtifactStoreStack.forConfig` by their names
   */
  public artifactStores(context: PipelineContext): ArtifactStores {
    const { artifactQualifier: qualifier, artifactKms: kms } = context.config;
    return ArtifactStores.byName({
      regions: context.artifactRegions,
      ...(qualifier === undefined ? {} : { qualifier }),
      kms,
    });
  }

  // ---- steps to use in hooks ---------------------------------------------------------------------------------------

  /**
   * A step for a hook that concerns the pipeline: `installCommands`, then the commands, with what `pipelineStepOptions`
   * returns for it.
   *
   * It is a CodeBuild step on the role that all such steps share. Where it needs nothing of a project it is a
   * `CommandsStep`, which costs less and starts sooner: no cache and no runtime versions (both are on by default), no
   * options of its own, an environment like the base's where the configuration says nothing, no more than 50 commands, of
   * one line and 1000 characters each, and a pipeline of type V2.
   *
   * @param id the step's name, which is the action's name in CodePipeline
   * @param commands the commands
   * @throws where there are no commands, or a blank one
   */
  public pipelineStep(id: string, commands: string[], context: PipelineContext): Step {
    return this._builds(context).pipelineStep(id, commands);
  }

  /**
   * A CodeBuild step for a hook that concerns a stage: `installCommands`, then the commands, with what
   * `stageStepOptions` returns for it, and with the environment variables `STAGE_NAME`, `STAGE_ACCOUNT`, `STAGE_REGION`,
   * `STAGE_REGIONS` (with commas) and those of `context.outputs`.
   *
   * @param id the step's name, which is the action's name in CodePipeline
   * @param commands the commands
   * @throws where there are no commands, or a blank one
   */
  public stageStep(id: string, commands: string[], context: StageContext): Step {
    const builds = this._builds(context.pipeline);
    const { installCommands } = builds;
    return builds.stageStep(id, id, context, { commands, installCommands });
  }

  /**
   * A step like that of `stageStep` whose commands hold the credentials of the stage's access role, which
   * `StageAccessStack.forConfig` or a `StageAccessRole` of one's own creates. What comes before, `installCommands`, does
   * not hold them. See `StageTestStep`.
   *
   * @param id the step's name, which is the action's name in CodePipeline
   * @param commands the commands
   * @throws where there are no commands, or a blank one
   */
  public stageTestStep(id: string, commands: string[], context: StageContext): Step {
    const builds = this._builds(context.pipeline);
    const { installCommands } = builds;
    return builds.stageStep(id, id, context, { commands, installCommands, access: context });
  }

  /**
   * Makes the build steps of this pipeline.
   *
   * @internal
   */
  public _builds(context: PipelineContext): StepBuilder {
    return (this.#builds ??= new StepBuilder(this, context));
  }
}
