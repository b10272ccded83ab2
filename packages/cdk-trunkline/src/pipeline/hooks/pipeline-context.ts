// What a hook is told about the pipeline that is being built.
import type { Environment } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import type { FeatureBranch } from '../../config/feature-branch';
import type { PipelineConfig } from '../../config/pipeline-config';
import type { PipelineDefinition } from '../../config/pipeline-definition';
import { executionUrl } from '../notifications/console-links';
import { revisionOf, type Revision } from '../notifications/revision';

/**
 * The pipeline that is being built, as the last parameter of every hook that concerns the pipeline as a whole.
 */
export class PipelineContext {
  /** The name in the configuration, such as `development`. */
  public readonly name: string;

  /** The name in CodePipeline, such as `services-development`. */
  public readonly pipelineName: string;

  /** The branch whose changes start the pipeline. */
  public readonly branch: string;

  /** The whole configuration. */
  public readonly config: PipelineConfig;

  /** The pipeline's part of the configuration. */
  public readonly definition: PipelineDefinition;

  #source: Step | undefined;
  #revision: Revision | undefined;

  /**
   * Made by `GenericPipelineStack`.
   *
   * @param config the whole configuration
   * @param definition the pipeline's part of it
   * @param pipelineName the name in CodePipeline
   */
  public constructor(config: PipelineConfig, definition: PipelineDefinition, pipelineName: string) {
    this.name = definition.name;
    this.pipelineName = pipelineName;
    this.branch = definition.branch;
    this.config = config;
    this.definition = definition;
  }

  /** The toolchain account's number, where the pipeline lives. */
  public get account(): string {
    return this.config.tooling.account;
  }

  /** The region where the pipeline lives. */
  public get region(): string {
    return this.config.tooling.region;
  }

  /** Account and region where the pipeline lives. */
  public get env(): Environment {
    return { account: this.account, region: this.region };
  }

  /**
   * The branch that this pipeline is of alone.
   *
   * @default - none: it is a regular pipeline
   */
  public get featureBranch(): FeatureBranch | undefined {
    return this.config.featureBranch;
  }

  /**
   * A reference to the commit that an execution delivers, for what CodePipeline configures: a step's environment
   * variables, or the comment of an approval. Of a source in S3 it is the object's version, of one in ECR the image's
   * digest. Hooks that are asked after `source` know it.
   *
   * @default - none: before the hook `source` was asked, and for a source that is no `CodePipelineSource` of aws-cdk-lib
   */
  public get commitId(): string | undefined {
    return this._revision?.id;
  }

  /**
   * The address of a page that shows what an execution delivers, for the same places: that of the commit, or, where there
   * is none, that of the execution.
   */
  public get reviewUrl(): string {
    const execution = executionUrl(this.region, this.pipelineName, '#{codepipeline.PipelineExecutionId}');
    return this._revision?.url ?? execution;
  }

  /** Names of the stages that this pipeline delivers, in order. */
  public get stages(): string[] {
    return this.definition.stages;
  }

  /**
   * The regions in which this pipeline needs an artifact store: its own, those of its stages, and those that the
   * configuration adds.
   */
  public get artifactRegions(): string[] {
    const stages = this.stages.flatMap((stage) => this.config.account(stage).regions);
    return [...new Set([this.region, ...stages, ...this.config.extraArtifactRegions])];
  }

  /**
   * A reference to a variable of the pipeline, which `variables` of the configuration or the hook of that name declares;
   * one that nobody declares is an error. CodePipeline puts the value in its place where it configures an action: in a
   * step's environment variables, or in the comment of an approval. It does not look into the commands of a build.
   *
   * @param name such as `LOG_LEVEL`
   */
  public variable(name: string): string {
    return `#{variables.${name}}`;
  }

  /**
   * Takes over what the hook `source` returned.
   *
   * @internal
   */
  public _takeSource(source: Step): void {
    this.#source = source;
  }

  /**
   * What an execution delivers. Made no earlier than somebody asks for it: only then the source has to hand its variables
   * on.
   *
   * @internal
   */
  public get _revision(): Revision | undefined {
    if (this.#source !== undefined) this.#revision ??= revisionOf(this.#source, this.region);
    return this.#revision;
  }
}
