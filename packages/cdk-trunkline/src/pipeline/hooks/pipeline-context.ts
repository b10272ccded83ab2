// What a hook is told about the pipeline that is being built.
import type { Environment } from 'aws-cdk-lib';
import type { PipelineConfig } from '../../config/pipeline-config';
import type { PipelineDefinition } from '../../config/pipeline-definition';

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
}
