// One pipeline of the configuration: its branch and the stages that it delivers.

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

  readonly #stages: readonly string[];

  /**
   * Made by `PipelineConfig`, which has checked the values.
   *
   * @param name the pipeline's name
   * @param branch the branch that it follows
   * @param stages names of the accounts that it delivers to, in order
   * @param toolchain whether it deploys the toolchain part
   * @param isFirst whether it is the first pipeline
   */
  public constructor(name: string, branch: string, stages: string[], toolchain: boolean, isFirst: boolean) {
    this.name = name;
    this.branch = branch;
    this.#stages = [...stages];
    this.toolchain = toolchain;
    this.isFirst = isFirst;
  }

  /** Names of the stages in the order of their delivery; each is also the name of an account. */
  public get stages(): string[] {
    return [...this.#stages];
  }
}
