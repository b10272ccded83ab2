// What a hook is told about the stage and region that it is asked about.
import { PermissionsBoundary, type CfnOutput, type Environment, type StageProps } from 'aws-cdk-lib';
import type { AccountConfig } from '../../config/account-config';
import type { PipelineConfig } from '../../config/pipeline-config';
import type { PipelineContext } from './pipeline-context';
import { titleOf } from '../delivery/stage-title';

/**
 * One stage in one of its regions, as the last parameter of every hook that concerns a stage.
 *
 * A stage that is delivered to two regions is asked about twice, with two contexts. A hook that is asked once a stage
 * (`approval`, `acceptanceTests`) gets the context of the first region.
 */
export class StageContext {
  /** The stage's name in the configuration, such as `dev`; `toolchain` for the toolchain part. */
  public readonly stageName: string;

  /** The number of the account that is delivered to. */
  public readonly account: string;

  /** The region that this context is about. */
  public readonly region: string;

  /**
   * The id to give to the `Stage` that a hook creates, such as `Dev-eu-central-1`. It names the region always, so that
   * a region that is added later changes nothing that is already deployed.
   */
  public readonly id: string;

  /** The pipeline that is being built. */
  public readonly pipeline: PipelineContext;

  /** What the configuration says about the stage's account. */
  public readonly accountConfig: AccountConfig;

  readonly #title: string;
  #outputs: Record<string, CfnOutput> = {};

  /**
   * Made by `GenericPipelineStack`.
   *
   * @param pipeline the pipeline that is being built
   * @param accountConfig the account that is delivered to
   * @param region one of its regions
   * @param stageName the stage's name
   * @param title the name of the part in CodePipeline, such as `Dev-Bootstrap`
   */
  public constructor(
    pipeline: PipelineContext,
    accountConfig: AccountConfig,
    region: string,
    stageName: string,
    title: string,
  ) {
    this.pipeline = pipeline;
    this.accountConfig = accountConfig;
    this.account = accountConfig.account;
    this.region = region;
    this.stageName = stageName;
    this.#title = title;
    this.id = `${title}-${region}`;
  }

  /** The whole configuration. */
  public get config(): PipelineConfig {
    return this.pipeline.config;
  }

  /** All regions of the stage, in the configuration's order. */
  public get regions(): string[] {
    return this.accountConfig.regions;
  }

  /**
   * Whether this is a branch's own stage, which ends with the branch: the place for `RemovalPolicy.DESTROY`, and for the
   * stage's access role, which no `StageAccessStack` creates then.
   */
  public get isFeatureBranch(): boolean {
    return this.accountConfig.baseStage !== undefined;
  }

  /** The stage of the configuration: the stage itself, or, of a branch's own stage, the one that it was derived from. */
  public get baseStage(): string {
    return this.accountConfig.baseStage ?? this.stageName;
  }

  /** Whether this is the first region of the stage: the place for what exists once in an account. */
  public get isFirstRegion(): boolean {
    return this.region === this.accountConfig.region;
  }

  /** Whether this is the pipeline's first stage, or one of those that are delivered together as the first. */
  public get isFirstStage(): boolean {
    const [first = []] = this.pipeline.definition.waves;
    return first.includes(this.stageName);
  }

  /** Account and region that are delivered to. */
  public get env(): Environment {
    return { account: this.account, region: this.region };
  }

  /**
   * What the names of the stage's stacks begin with, such as `Dev-services`: the same in every region, and another for
   * each project that is delivered to one account, unless two repositories differ in punctuation alone.
   */
  public get stackNamePrefix(): string {
    // Names of stacks have letters, digits and dashes alone; a repository's name may have more.
    return `${this.#title}-${this.config.repo.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
  }

  /**
   * The properties to give to the `Stage` that a hook creates: `env`, `stackNamePrefix` as its name, and the permissions
   * boundary of the configuration. For TypeScript; Python writes
   * `Stage(scope, context.id, env=context.env, stage_name=context.stack_name_prefix)`, and gets the boundary all the same.
   */
  public get stageProps(): StageProps {
    const { permissionsBoundary } = this.accountConfig;
    const bounded =
      permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary) };
    return { env: this.env, stageName: this.stackNamePrefix, ...bounded };
  }

  /** The environment variables that every step of a stage gets, such as `STAGE_NAME`. */
  public get variables(): Record<string, string> {
    return {
      STAGE_NAME: this.stageName,
      STAGE_ACCOUNT: this.account,
      STAGE_REGION: this.region,
      STAGE_REGIONS: this.regions.join(','),
    };
  }

  /**
   * The name for a step that exists once a stage, such as its approval: `name`, or, where several stages are delivered
   * together, with the stage at its end, such as `Approval-Qa`. Two steps of one name in one CodePipeline stage are an
   * error. A step of one region needs none of this: CodePipeline gets its name with stage and region before it.
   *
   * @param name such as `Approval`
   */
  public stepName(name: string): string {
    const together = this.pipeline.definition.waves.find((wave) => wave.includes(this.stageName)) ?? [];
    return together.length > 1 ? `${name}-${titleOf(this.stageName)}` : name;
  }

  /**
   * The stack outputs that the steps of this stage and region get as environment variables, by variable: what
   * `testEnvironment`, `acceptanceTestEnvironment` (of all regions) or `imageEnvironment` returned. Empty before these
   * were asked.
   */
  public get outputs(): Record<string, CfnOutput> {
    return { ...this.#outputs };
  }

  /**
   * Takes over what one of these hooks returned.
   *
   * @internal
   */
  public _takeOutputs(outputs: Record<string, CfnOutput>): void {
    this.#outputs = { ...outputs };
  }
}
