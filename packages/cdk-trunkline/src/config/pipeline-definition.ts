// One pipeline of the configuration: its branch and the stages that it delivers.
import type { BuildConfig } from './build-config';

/** What `PipelineDefinition` holds. */
export interface PipelineDefinitionProps {
  /** The pipeline's name in the configuration. */
  readonly name: string;

  /** The branch that it follows. */
  readonly branch: string;

  /** Names of the accounts that it delivers to, in order; those of one list together. */
  readonly waves: string[][];

  /** Whether it deploys the toolchain part. */
  readonly toolchain: boolean;

  /** Whether it is the first pipeline. */
  readonly isFirst: boolean;

  /** What the configuration says about this pipeline's builds. */
  readonly buildConfig: BuildConfig;

  /**
   * Name of the managed policy that bounds every role of the pipeline.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/**
 * A pipeline as the configuration defines it: which branch it follows and which stages it delivers.
 */
export class PipelineDefinition {
  /** The pipeline's name in the configuration, such as `development`. */
  public readonly name: string;

  /** The branch whose changes start the pipeline. */
  public readonly branch: string;

  /** Whether this pipeline deploys the toolchain part; at most one does, or two would overwrite each other's stack. */
  public readonly toolchain: boolean;

  /** Whether this is the configuration's first pipeline, whose first stage needs no approval. */
  public readonly isFirst: boolean;

  /**
   * Name of the managed policy that bounds every role of the pipeline.
   *
   * @default - none
   */
  public readonly permissionsBoundary?: string;

  readonly #build: BuildConfig;
  readonly #waves: readonly (readonly string[])[];

  /**
   * Made by `PipelineConfig`, which has checked the values.
   *
   * @param props the values
   */
  public constructor(props: PipelineDefinitionProps) {
    this.name = props.name;
    this.branch = props.branch;
    this.toolchain = props.toolchain;
    this.isFirst = props.isFirst;
    this.#build = structuredClone(props.buildConfig);
    this.#waves = props.waves.map((wave) => [...wave]);
    if (props.permissionsBoundary !== undefined) this.permissionsBoundary = props.permissionsBoundary;
  }

  /** What the configuration says about this pipeline's builds; the steps of a stage have that of its account. */
  public get buildConfig(): BuildConfig {
    return structuredClone(this.#build);
  }

  /** Names of the stages in the order of their delivery, those that are delivered together in one list. */
  public get waves(): string[][] {
    return this.#waves.map((wave) => [...wave]);
  }

  /** Names of the stages in the order of their delivery; each is also the name of an account. */
  public get stages(): string[] {
    return this.#waves.flat();
  }
}
