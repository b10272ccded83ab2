// The configuration as props: what `cdk.json` may say, typed.
import type { RegionOrder } from './account-config';
import type { BuildProps } from './build-config';
import type { StageConditionSettings } from './condition-props';
import type { FeatureBranchesProps } from './feature-branches-props';
import type { NotificationProps } from './notification-config';
import type { SourceTrigger, SourceType } from './source-config';
import type { PipelineSettings } from './v2-props';

/** Settings that may stand for everything, for a pipeline, or for a stage; what the innermost says counts. */
export interface StageSettings extends StageConditionSettings {
  /**
   * Whether somebody approves before a stage is deployed; `true` demands it, whatever the hook returns.
   *
   * @default - every stage but the first of the first pipeline is approved
   */
  readonly approval?: boolean;

  /**
   * Whether all regions of a stage are deployed at once, or the first with its tests before the others.
   *
   * @default RegionOrder.TOGETHER
   */
  readonly regionOrder?: RegionOrder;

  /**
   * Name of the managed policy, in every account, that bounds every role that is created.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * What builds run with; the innermost counts key by key, of `environment` variable by variable.
   *
   * @default - what the hooks return
   */
  readonly buildConfig?: BuildProps;

  /**
   * Who is told about failures, approvals and successes: at the root or in a pipeline of the pipeline as a whole, the
   * pipeline's in place of the root's; in a stage of that stage in addition.
   *
   * @default - nobody is told
   */
  readonly notifications?: NotificationProps;
}

/** The toolchain account, or an account that a stage is delivered to. */
export interface AccountProps extends StageSettings {
  /** The account's number, 12 digits. */
  readonly account: string;

  /**
   * The region: of the toolchain account the one in which the pipelines live.
   *
   * @default - required where there is no `regions`
   */
  readonly region?: string;

  /**
   * The regions that the stage is deployed to, in place of `region`; the first one leads.
   *
   * @default - `region` alone
   */
  readonly regions?: string[];
}

/** A pipeline: which branch starts it, and which stages it delivers. */
export interface PipelineProps extends StageSettings, PipelineSettings {
  /** The branch whose changes start the pipeline. */
  readonly branch: string;

  /** The stages that it delivers, in order; those of a list within the list together. */
  readonly stages: (string | string[])[];

  /**
   * Whether it deploys the toolchain part, which at most one pipeline does.
   *
   * @default - `true` for the first pipeline, unless another one has it
   */
  readonly toolchain?: boolean;
}

/** Where the source comes from. */
export interface SourceProps {
  /**
   * Which kind of source it is.
   *
   * @default SourceType.CONNECTION
   */
  readonly sourceType?: SourceType;

  /**
   * The repository, where it is called otherwise; pipelines and stacks are still named after `repo`.
   *
   * @default - `owner`/`repo` for a connection, `repo` for CodeCommit
   */
  readonly repository?: string;

  /**
   * The bucket of an S3 source. It has to have versioning switched on.
   *
   * @default - none
   */
  readonly bucket?: string;

  /**
   * The zip file of an S3 source; `{branch}` in it stands for the pipeline's branch.
   *
   * @default - none
   */
  readonly objectKey?: string;

  /**
   * What starts the pipeline.
   *
   * @default - a connection's own webhook; `events` for CodeCommit, `poll` for S3
   */
  readonly trigger?: SourceTrigger;
}

/** The exact versions of the tools that generated commands install. */
export interface ToolVersionsProps {
  /**
   * The exact version of the CDK CLI that the self-update installs.
   *
   * @default - the version that this version of cdk-trunkline was tested with
   */
  readonly cdk?: string;

  /**
   * The exact version of cdk-assets that publishes assets.
   *
   * @default - the version that this version of cdk-trunkline was tested with
   */
  readonly cdkAssets?: string;
}

/** The artifact stores that all pipelines share. */
export interface ArtifactStoreSettings {
  /**
   * Part of the stores' names, for several sets of them in one account.
   *
   * @default - none
   */
  readonly qualifier?: string;

  /**
   * Lets the deploy roles of the whole organization read, in place of the accounts one by one.
   *
   * @default - the accounts of the configuration, one by one
   */
  readonly organizationId?: string;

  /**
   * Whether the stores have a KMS key of their own. Without it S3's own key encrypts the artifacts, which no other account
   * can use: only where every stage is in the toolchain account.
   *
   * @default true
   */
  readonly kms?: boolean;

  /**
   * Regions that need a store although no account lists them.
   *
   * @default - none
   */
  readonly regions?: string[];
}

/**
 * A configuration that is given in code, with `PipelineConfig.fromProps`, in place of the context of `cdk.json`; its
 * members are the keys of the context in camel case, but `build` is called `buildConfig`, the source's `type`
 * `sourceType`, and a variable's `default` `defaultValue`.
 *
 * The order of `accounts` and `pipelines` counts: use maps that keep it.
 */
export interface PipelineConfigProps extends StageSettings, PipelineSettings {
  /**
   * Who owns the repository: an organization or user, in GitLab with subgroups (`group/subgroup`).
   *
   * @default - none; a connection needs it, unless `source.repository` is given
   */
  readonly owner?: string;

  /** The repository's name, which pipelines and stacks are named after. */
  readonly repo: string;

  /**
   * ARN of the connection (CodeConnections, formerly CodeStar) that the source is read through.
   *
   * @default - none; a connection needs it
   */
  readonly connectionArn?: string;

  /**
   * Where the source comes from.
   *
   * @default - the connection
   */
  readonly source?: SourceProps;

  /**
   * The branch of the default pipeline `development`: all stages but `prod`, and the toolchain part.
   *
   * @default - none; the default pipeline `development` needs it
   */
  readonly developmentBranch?: string;

  /**
   * The branch of the default pipeline `production`: the stage `prod`.
   *
   * @default - none; the default pipeline `production` needs it
   */
  readonly productionBranch?: string;

  /** The accounts by name: `tooling`, and one for each stage. */
  readonly accounts: Record<string, AccountProps>;

  /**
   * The pipelines by name, in place of the two default ones.
   *
   * @default - `development` and `production`
   */
  readonly pipelines?: Record<string, PipelineProps>;

  /**
   * Pipelines of single branches, which `-c branch=<branch>` selects.
   *
   * @default - no branch has a pipeline of its own
   */
  readonly featureBranches?: FeatureBranchesProps;

  /**
   * The qualifier of the CDK bootstrap stacks of all accounts.
   *
   * @default - context `@aws-cdk/core:bootstrapQualifier`, or else `hnb659fds`
   */
  readonly bootstrapQualifier?: string;

  /**
   * Whether the synth step may assume the lookup roles of the stages.
   *
   * @default false
   */
  readonly lookups?: boolean;

  /**
   * Whether the pipeline runs `trunkline preflight` before it deploys anything. The project needs `trunkline` among its
   * development dependencies.
   *
   * @default false
   */
  readonly preflight?: boolean;

  /**
   * The tools that generated commands install.
   *
   * @default - the versions that this version of cdk-trunkline was tested with
   */
  readonly toolVersions?: ToolVersionsProps;

  /**
   * The artifact stores that all pipelines share.
   *
   * @default - one for each region of the accounts
   */
  readonly artifactStores?: ArtifactStoreSettings;

  /**
   * Values of your own, which `PipelineConfig.value` gives.
   *
   * @default - none
   */
  readonly values?: Record<string, unknown>;
}
