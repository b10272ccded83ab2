// The hooks of a delivery pipeline: what a project may override, with what happens where it does not.
import type { Step } from 'aws-cdk-lib/pipelines';
import { contextCheck } from '../builds/context-check';
import { DeliveryHooks } from './delivery-hooks';
import { callCommandsHook, callTextHook, HookMistake } from './hook-call';
import { lookupStatements } from '../builds/lookup-roles';
import type { PipelineContext } from './pipeline-context';
import { shellWord } from '../../config/shell-word';
import { warnOfMissingBranch } from '../feature-branches/missing-branch';
import { pipelineSource } from '../pipeline-source';
import type { StageContext } from './stage-context';

/**
 * The hooks of `GenericPipelineStack`, which is the class to extend.
 *
 * Each is a method that returns a value. The base calls it once per pipeline, stage or region, when it builds the
 * pipeline; a step that returns `undefined` is left out. A hook that returns a list has to return one: in Python a list,
 * not a tuple.
 */
export abstract class PipelineHooks extends DeliveryHooks {
  // ---- source and synth --------------------------------------------------------------------------------------------

  /**
   * Hook: where the source comes from. It cannot be left out.
   *
   * @returns the base reads the pipeline's branch from what the configuration's `source` names: a repository behind a
   *   connection (GitHub, GitHub Enterprise, GitLab with its groups, Bitbucket), one of CodeCommit in the toolchain
   *   account, or an object of S3
   */
  public source(context: PipelineContext): Step | undefined {
    return pipelineSource(this, context.config.source, context.branch);
  }

  /**
   * Hook: the step that synthesizes the app. It cannot be left out.
   *
   * What it synthesizes has to be what was reviewed, so it never takes a context that is not committed. Without `lookups`
   * in the configuration, `synthCommands` fail where a value is missing. With `lookups` the step may assume the lookup
   * roles of the pipeline's stages and of the toolchain account, and fails where that changed a `cdk.context.json`, with
   * the difference in its log.
   *
   * @param source what `source` returned
   * @param context the pipeline
   * @returns the base runs `installCommands` and `synthCommands`, and takes `cloudAssemblyDirectory`
   */
  public synth(source: Step, context: PipelineContext): Step | undefined {
    const builds = this._builds(context);
    const directory = callTextHook('cloudAssemblyDirectory', context, () => this.cloudAssemblyDirectory(context));
    const commands = callCommandsHook('synthCommands', context, () => this.synthCommands(context));
    if (commands === undefined) {
      throw new HookMistake('synthCommands', context, 'returned nothing, but the step `Synth` cannot be left out.');
    }
    warnOfMissingBranch(this, context, commands);
    const { lookups } = context.config;
    const check = contextCheck(directory);
    return builds.build(
      'Synth',
      {
        input: source,
        installCommands: builds.installCommands,
        commands: lookups ? [check.before, ...commands, check.after] : commands,
        primaryOutputDirectory: directory,
        statements: lookups ? lookupStatements(this, context) : [],
      },
      builds.pipelineOptions('Synth'),
    );
  }

  /**
   * Hook: the commands that synthesize the app, after `installCommands`.
   *
   * @returns the base runs `npx cdk synth`, with `--no-lookups` unless the configuration says `lookups`, and for the
   *   pipeline of a branch with `context.featureBranch.contextArgument`, which an override has to pass on too
   */
  public synthCommands(context: PipelineContext): string[] | undefined {
    const { config, featureBranch } = context;
    const command = config.lookups ? 'npx cdk synth' : 'npx cdk synth --no-lookups';
    return [featureBranch === undefined ? command : `${command} ${featureBranch.contextArgument}`];
  }

  /**
   * Hook: the folder, relative to the source's root, that the synth step leaves the cloud assembly in.
   *
   * @returns the base has `cdk.out`
   */
  public cloudAssemblyDirectory(context: PipelineContext): string {
    return 'cdk.out';
  }

  // ---- tests before anything is deployed ---------------------------------------------------------------------------

  /**
   * Hook: the tests of the infrastructure's code, before anything is deployed.
   *
   * @returns the base runs `infrastructureTestCommands`, or nothing where there are none
   */
  public infrastructureTests(context: PipelineContext): Step | undefined {
    const commands = callCommandsHook('infrastructureTestCommands', context, () =>
      this.infrastructureTestCommands(context),
    );
    return commands === undefined ? undefined : this.pipelineStep('InfrastructureTests', commands, context);
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
    const commands = callCommandsHook('lambdaTestCommands', context, () => this.lambdaTestCommands(context));
    return commands === undefined ? undefined : this.pipelineStep('LambdaTests', commands, context);
  }

  /**
   * Hook: the commands of the Lambda tests.
   *
   * @returns the base runs `npm run test:lambda`
   */
  public lambdaTestCommands(context: PipelineContext): string[] | undefined {
    return ['npm run test:lambda'];
  }

  /**
   * Hook: the proof that the pipeline's roles can do their part, before anything is deployed. It runs in CodePipeline
   * stage `Tests`, after the self-update: where it fails, a commit that mends the pipeline still reaches it.
   *
   * @param synth what `synth` returned
   * @param context the pipeline
   * @returns the base runs `preflightCommands` in the source with the cloud assembly in `cloudAssemblyDirectory`, or
   *   nothing where there are none
   */
  public preflight(synth: Step, context: PipelineContext): Step | undefined {
    const commands = callCommandsHook('preflightCommands', context, () => this.preflightCommands(context));
    if (commands === undefined) return undefined;
    const builds = this._builds(context);
    const directory = callTextHook('cloudAssemblyDirectory', context, () => this.cloudAssemblyDirectory(context));
    return builds.build(
      'Preflight',
      { installCommands: builds.installCommands, commands, additionalInputs: { [directory]: synth } },
      builds.pipelineOptions('Preflight'),
    );
  }

  /**
   * Hook: the commands of the preflight, after `installCommands`.
   *
   * @returns the base has none, unless the configuration says `preflight`: then `npx --no trunkline preflight`, which runs
   *   the version of trunkline that the project has installed, and never another one
   */
  public preflightCommands(context: PipelineContext): string[] | undefined {
    if (!context.config.preflight) return undefined;
    const directory = callTextHook('cloudAssemblyDirectory', context, () => this.cloudAssemblyDirectory(context));
    return [`npx --no trunkline preflight --app ${shellWord(directory)}`];
  }

  // ---- around a stage ----------------------------------------------------------------------------------------------

  /**
   * Hook: builds and pushes the images that the main part runs, once per region, after the bootstrap part.
   *
   * @returns the base runs `imageCommands` in a privileged build with a role of its own, or nothing where there are none
   */
  public images(context: StageContext): Step | undefined {
    const commands = callCommandsHook('imageCommands', context, () => this.imageCommands(context));
    if (commands === undefined) return undefined;
    return this._builds(context.pipeline).stageStep('Images', 'Images', context, {
      commands,
      privileged: true, // Docker needs it.
      statements: [], // A role of its own: what may push images is no business of the tests.
      // It installs no packages, and must not save a cache without them under the key that the other builds use.
      cachedByDefault: false,
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
    const commands = callCommandsHook('integrationTestCommands', context, () => this.integrationTestCommands(context));
    return commands === undefined ? undefined : this.stageTestStep('IntegrationTests', commands, context);
  }

  /**
   * Hook: the commands of the integration tests. They get the variables of `stageStep`, and the credentials of the stage's
   * access role.
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
    const commands = callCommandsHook('acceptanceTestCommands', context, () => this.acceptanceTestCommands(context));
    if (commands === undefined) return undefined;
    const builds = this._builds(context.pipeline);
    const { installCommands } = builds;
    const name = context.stepName('AcceptanceTests');
    return builds.stageStep(name, 'AcceptanceTests', context, { commands, installCommands, access: context });
  }

  /**
   * Hook: the commands of the acceptance tests. They get the variables of `stageStep`, and the credentials of the stage's
   * access role.
   *
   * @returns the base runs `npm run test:acceptance`
   */
  public acceptanceTestCommands(context: StageContext): string[] | undefined {
    return ['npm run test:acceptance'];
  }
}
