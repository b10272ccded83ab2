// One account of the configuration: its name, number, regions and settings.
import type { BuildConfig } from './build-config';
import type { StageConditionSettings } from './condition-props';
import type { NotificationProps } from './notification-config';

/** The order in which the regions of a stage are deployed. */
export enum RegionOrder {
  /** All at once. */
  TOGETHER = 'together',

  /** The first region with its tests, then all others at once. */
  FIRST_REGION_FIRST = 'first_region_first',
}

/** What `AccountConfig` holds. */
export interface AccountConfigProps extends StageConditionSettings {
  /** The account's name in the configuration. */
  readonly name: string;

  /** The account's number, 12 digits. */
  readonly account: string;

  /** The regions, the first one first. */
  readonly regions: string[];

  /** What the configuration says about builds for this stage. */
  readonly buildConfig: BuildConfig;

  /**
   * The order in which the regions are deployed.
   *
   * @default RegionOrder.TOGETHER
   */
  readonly regionOrder?: RegionOrder;

  /**
   * Whether somebody approves before this stage is deployed.
   *
   * @default - every stage but the first of the first pipeline is approved
   */
  readonly approval?: boolean;

  /**
   * Name of the managed policy that bounds every role of the stage.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Who is told about this stage.
   *
   * @default - nobody is told
   */
  readonly notifications?: NotificationProps;

  /**
   * The stage that a branch's own stage was derived from.
   *
   * @default - none: it is a stage of the configuration itself
   */
  readonly baseStage?: string;
}

/**
 * An AWS account that `$.config.accounts` names, with the regions that are delivered to and its settings: what the
 * configuration says at its root, of the stage's pipeline and of the stage itself, the innermost of which counts.
 */
export class AccountConfig {
  /** The account's name in the configuration, such as `dev`. */
  public readonly name: string;

  /** The account's number, 12 digits. */
  public readonly account: string;

  /**
   * Whether somebody has to approve before this stage is deployed; `undefined` where the configuration leaves it to
   * the pipeline. `true` is a demand: it is an error where the hook `approval` returns none.
   *
   * @default - every stage but the first of the first pipeline is approved
   */
  public readonly approval?: boolean;

  /** The order in which the regions are deployed. */
  public readonly regionOrder: RegionOrder;

  /**
   * Name of the managed policy that bounds every role of the stage.
   *
   * @default - none
   */
  public readonly permissionsBoundary?: string;

  /**
   * Of a branch's own stage, the stage of the configuration that it was derived from: `dev` of `dev-feature-x-6b1c0a2f`.
   *
   * @default - none: it is a stage of the configuration itself
   */
  public readonly baseStage?: string;

  /**
   * Why nothing may enter the stage until somebody enables its inbound transition.
   *
   * @default - everything may enter it
   */
  public readonly disabledTransition?: string;

  readonly #build: BuildConfig;
  readonly #conditions: StageConditionSettings;
  readonly #notifications: NotificationProps | undefined;
  readonly #regions: readonly string[];

  /**
   * Made by `PipelineConfig`, which has checked the values.
   *
   * @param props the values
   */
  public constructor(props: AccountConfigProps) {
    this.name = props.name;
    this.account = props.account;
    this.regionOrder = props.regionOrder ?? RegionOrder.TOGETHER;
    this.#build = structuredClone(props.buildConfig);
    this.#regions = [...props.regions];
    this.#notifications = structuredClone(props.notifications);
    const { beforeEntry, onSuccess, onFailure, disabledTransition } = props;
    this.#conditions = structuredClone({
      ...(beforeEntry === undefined ? {} : { beforeEntry }),
      ...(onSuccess === undefined ? {} : { onSuccess }),
      ...(onFailure === undefined ? {} : { onFailure }),
      ...(disabledTransition === undefined ? {} : { disabledTransition }),
    });
    if (disabledTransition !== undefined) this.disabledTransition = disabledTransition;
    if (props.approval !== undefined) this.approval = props.approval;
    if (props.permissionsBoundary !== undefined) this.permissionsBoundary = props.permissionsBoundary;
    if (props.baseStage !== undefined) this.baseStage = props.baseStage;
  }

  /** What the configuration says about builds for this stage. */
  public get buildConfig(): BuildConfig {
    return structuredClone(this.#build);
  }

  /** Who the configuration says is told about this stage, on top of who is told about its pipeline. */
  public get notifications(): NotificationProps | undefined {
    return structuredClone(this.#notifications);
  }

  /** What the configuration says about this stage's conditions, and whether its transition is disabled. */
  public get conditions(): StageConditionSettings {
    return structuredClone(this.#conditions);
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
