// One pipeline of the configuration: its branch and the stages that it delivers.
import { ExecutionMode, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import type { BuildConfig } from './build-config';
import type { NotificationProps } from './notification-config';
import type { PipelineSettings, TriggerSettings, VariableSettings } from './v2-props';

/** What `PipelineDefinition` holds. */
export interface PipelineDefinitionProps extends PipelineSettings {
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

  /**
   * Who is told about the pipeline as a whole.
   *
   * @default - nobody is told
   */
  readonly notifications?: NotificationProps;
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

  /** The type in CodePipeline: V2 unless the configuration says otherwise. */
  public readonly pipelineType: PipelineType;

  /** How executions get along with each other, as far as the configuration says: see the hook `executionMode`. */
  public readonly executionMode: ExecutionMode;

  readonly #build: BuildConfig;
  readonly #notifications: NotificationProps | undefined;
  readonly #waves: readonly (readonly string[])[];
  readonly #triggers: TriggerSettings | undefined;
  readonly #variables: Record<string, VariableSettings>;

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
    this.#notifications = structuredClone(props.notifications);
    this.#waves = props.waves.map((wave) => [...wave]);
    this.pipelineType = props.pipelineType ?? PipelineType.V2;
    this.executionMode = props.executionMode ?? ExecutionMode.SUPERSEDED;
    this.#triggers = structuredClone(props.triggers);
    this.#variables = structuredClone(props.variables ?? {});
    if (props.permissionsBoundary !== undefined) this.permissionsBoundary = props.permissionsBoundary;
  }

  /** What the configuration says about this pipeline's builds; the steps of a stage have that of its account. */
  public get buildConfig(): BuildConfig {
    return structuredClone(this.#build);
  }

  /** What starts the pipeline in place of every push to its branch, as far as the configuration says. */
  public get triggers(): TriggerSettings | undefined {
    return structuredClone(this.#triggers);
  }

  /** The variables of the pipeline that the configuration declares, by name. */
  public get variables(): Record<string, VariableSettings> {
    return structuredClone(this.#variables);
  }

  /** Who the configuration says is told about the pipeline as a whole. */
  public get notifications(): NotificationProps | undefined {
    return structuredClone(this.#notifications);
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
