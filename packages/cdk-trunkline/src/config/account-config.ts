// One account of the configuration: its name, number and regions.

/**
 * An AWS account that `$.config.accounts` names, with the regions that are delivered to.
 */
export class AccountConfig {
  /** The account's name in the configuration, such as `dev`. */
  public readonly name: string;

  /** The account's number, 12 digits. */
  public readonly account: string;

  /**
   * Whether somebody has to approve before this stage is deployed; `undefined` where the configuration leaves it to
   * the pipeline.
   *
   * @default - every stage but the first of the first pipeline is approved
   */
  public readonly approval?: boolean;

  readonly #regions: readonly string[];

  /**
   * Made by `PipelineConfig`, which has checked the values.
   *
   * @param name the account's name
   * @param account its number
   * @param regions its regions, the first one first
   * @param approval whether its stage is approved first
   */
  public constructor(name: string, account: string, regions: string[], approval?: boolean) {
    this.name = name;
    this.account = account;
    this.#regions = [...regions];
    if (approval !== undefined) this.approval = approval;
  }

  /** The regions that are delivered to, in the configuration's order. */
  public get regions(): string[] {
    return [...this.#regions];
  }

  /** The first of the regions. */
  public get region(): string {
    return this.#regions[0] ?? '';
  }
}
