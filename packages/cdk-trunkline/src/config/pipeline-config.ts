// The pipelines' data: source, accounts, stages and regions, read from the app's context `config` and checked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { IConstruct } from 'constructs';
import type { AccountConfig } from './account-config';
import { DEFAULT_REPORT_AFTER_DAYS } from './branch-keys';
import { duplicateKeys } from './duplicate-keys';
import type { FeatureBranch } from './feature-branch';
import { BRANCH_CONTEXT_KEY } from './feature-branch-config';
import type { FeatureBranchesProps } from './feature-branches-props';
import type { PipelineDefinition } from './pipeline-definition';
import { member } from './mistakes';
import type { PipelineConfigProps } from './pipeline-config-props';
import { readBranch, readConfig, readProps, type ConfigValues } from './read-config';
import type { SourceConfig } from './source-config';

/** The context key under which `cdk.json` holds the configuration. */
const CONTEXT_KEY = 'config';

/**
 * What the pipelines of a project have to know: where the source is, and which accounts and regions are delivered to.
 *
 * It is read from the context `config` of `cdk.json`, checked as a whole, and cannot be changed afterwards.
 */
export class PipelineConfig {
  /**
   * Reads the configuration from the context `config` of the app.
   *
   * Where the current folder's `cdk.json` is what the context came from, its text is read as well, to find keys that
   * stand twice in it.
   *
   * With the context `branch`, as in `npx cdk synth -c branch=feature/x`, it is the configuration of that branch: see
   * `forBranch`. Where the configuration has no `feature_branches`, that context is the project's own, and each pipeline
   * warns that it is the regular one.
   *
   * @param scope the app, or anything in it
   * @throws one error that lists every mistake with its JSON path. In Node it is named `PipelineConfigError`; other
   *   languages know it by the words "The pipeline configuration" in its message
   */
  public static fromContext(scope: IConstruct): PipelineConfig {
    const config: unknown = scope.node.tryGetContext(CONTEXT_KEY);
    const values = readConfig(config, duplicatesInCdkJson(config));
    const branch: unknown = scope.node.tryGetContext(BRANCH_CONTEXT_KEY);
    // Without `feature_branches`, `branch` is a context of the project's own.
    const isOfBranch = branch !== undefined && values.props.featureBranches !== undefined;
    return new PipelineConfig(isOfBranch ? readBranch(values, branch) : values);
  }

  /**
   * Takes the configuration from an object of the same shape as the context `config`; for tests, or for a project that
   * keeps its accounts elsewhere.
   *
   * @param config the object
   * @throws one error that lists every mistake with its JSON path. In Node it is named `PipelineConfigError`; other
   *   languages know it by the words "The pipeline configuration" in its message
   */
  public static fromObject(config: unknown): PipelineConfig {
    return new PipelineConfig(readConfig(config));
  }

  /**
   * Takes the configuration from props, without `cdk.json`. They are checked like the context, and errors name their
   * paths, such as `props.accounts.dev.region`.
   *
   * @param props the whole configuration
   * @throws one error that lists every mistake with its path. In Node it is named `PipelineConfigError`; other languages
   *   know it by the words "The pipeline configuration" in its message
   */
  public static fromProps(props: PipelineConfigProps): PipelineConfig {
    return new PipelineConfig(readProps(props));
  }

  readonly #values: ConfigValues;
  readonly #read = new Set<string>();

  private constructor(values: ConfigValues) {
    this.#values = values;
  }

  /** The repository's name, which pipelines and stacks are named after. */
  public get repo(): string {
    return this.#values.repo;
  }

  /** Where the source comes from. */
  public get source(): SourceConfig {
    return { ...this.#values.source };
  }

  /** The toolchain account, in whose region the pipelines live. */
  public get tooling(): AccountConfig {
    return this.#values.tooling;
  }

  /** The accounts that stages are delivered to: all but the one named `tooling`. */
  public get accounts(): AccountConfig[] {
    return [...this.#values.accounts];
  }

  /** The pipelines, in the configuration's order. */
  public get pipelines(): PipelineDefinition[] {
    return [...this.#values.pipelines];
  }

  /**
   * The branch that this configuration is of, which has its own pipeline and stages.
   *
   * @default - none: it is the configuration of the regular pipelines
   */
  public get featureBranch(): FeatureBranch | undefined {
    return this.#values.featureBranch;
  }

  /**
   * Which branches may have pipelines of their own: `feature_branches`, with its defaults.
   *
   * @default - none: no branch has
   */
  public get featureBranches(): FeatureBranchesProps | undefined {
    const { featureBranches } = this.#values.props;
    if (featureBranches === undefined) return undefined;
    return structuredClone({ approval: false, reportAfterDays: DEFAULT_REPORT_AFTER_DAYS, ...featureBranches });
  }

  /**
   * Every region that needs an artifact store: the toolchain account's, each region of a stage, and the ones that
   * `artifact_stores.regions` adds.
   */
  public get artifactRegions(): string[] {
    return [...this.#values.artifactRegions];
  }

  /** The regions that need an artifact store although no account lists them: `artifact_stores.regions`. */
  public get extraArtifactRegions(): string[] {
    return [...this.#values.extraArtifactRegions];
  }

  /**
   * Part of the artifact stores' names, so that one toolchain account can hold several sets of them.
   *
   * @default - none
   */
  public get artifactQualifier(): string | undefined {
    return this.#values.artifactQualifier;
  }

  /**
   * The organization whose accounts may read the artifact stores, such as `o-a1b2c3d4e5`.
   *
   * @default - the accounts of the configuration, one by one
   */
  public get organizationId(): string | undefined {
    return this.#values.organizationId;
  }

  /** Whether the artifact stores have a key of their own: `artifact_stores.kms`. */
  public get artifactKms(): boolean {
    return this.#values.artifactKms;
  }

  /**
   * The qualifier of the CDK bootstrap stacks of all accounts.
   *
   * @default - context `@aws-cdk/core:bootstrapQualifier`, or else `hnb659fds`
   */
  public get bootstrapQualifier(): string | undefined {
    return this.#values.bootstrapQualifier;
  }

  /** Whether the synth step may assume the lookup roles of the stages. */
  public get lookups(): boolean {
    return this.#values.lookups;
  }

  /** Whether the pipeline runs `trunkline preflight` before it deploys anything. */
  public get preflight(): boolean {
    return this.#values.preflight;
  }

  /**
   * The version of the CDK CLI that the self-update installs.
   *
   * @default - the version that this version of cdk-trunkline was tested with
   */
  public get cdkVersion(): string | undefined {
    return this.#values.cdkVersion;
  }

  /**
   * The version of cdk-assets that publishes assets.
   *
   * @default - the version that this version of cdk-trunkline was tested with
   */
  public get cdkAssetsVersion(): string | undefined {
    return this.#values.cdkAssetsVersion;
  }

  /**
   * JSON paths of the keys that trunkline does not know. Those in a key of the root that was read with `value` are left
   * out: whoever reads a key knows it.
   */
  public get unknownKeys(): string[] {
    const read = [...this.#read].map((key) => member('$.config', key));
    return this.#values.unknownKeys.filter(
      (path) => !read.some((known) => path === known || path.startsWith(`${known}.`) || path.startsWith(`${known}[`)),
    );
  }

  /**
   * The configuration of a branch: its pipeline is the only one, and delivers a stage of its own for each of
   * `feature_branches.stages`, such as `dev-feature-x-6b1c0a2f`, with the settings of that stage and its pipeline. Everything
   * else is as before, so that what all pipelines share stays as it is. `fromContext` does this by itself for the context
   * `branch`.
   *
   * @param branch the branch, such as `feature/x`
   * @throws an error where the configuration allows the branch no pipeline
   */
  public forBranch(branch: string): PipelineConfig {
    return new PipelineConfig(readBranch(this.#values, branch));
  }

  /**
   * A pipeline by its name.
   *
   * @param name such as `development`
   * @throws where the configuration has no such pipeline; the error lists those that it has
   */
  public pipeline(name: string): PipelineDefinition {
    return this.#find('pipeline', name, this.#values.pipelines);
  }

  /**
   * An account by its name; `tooling` is one of them.
   *
   * @param name such as `dev`
   * @throws where the configuration has no such account; the error lists those that it has
   */
  public account(name: string): AccountConfig {
    return this.#find('account', name, [this.#values.tooling, ...this.#values.accounts]);
  }

  /**
   * Any value of the configuration as it was written, also of keys that trunkline does not know. Of a configuration from
   * props, it has the members as `cdk.json` would spell them, and those of `values`.
   *
   * @param key a key of `config`, such as `internet_vpc`
   * @returns a copy of the value, or `undefined` where there is none
   */
  public value(key: string): unknown {
    this.#read.add(key);
    const value = Object.hasOwn(this.#values.written, key) ? this.#values.written[key] : undefined;
    return structuredClone(value);
  }

  #find<T extends { readonly name: string }>(kind: string, name: string, among: readonly T[]): T {
    const found = among.find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(
        `The configuration has no ${kind} "${name}"; it has ${among.map((each) => each.name).join(', ')}. ` +
          'Use one of these or add it there, then run `npx cdk synth` again.',
      );
    }
    return found;
  }
}

/** None where there is no readable cdk.json: the context may come from anywhere. */
function duplicatesInCdkJson(config: unknown): string[] {
  try {
    const text = readFileSync(join(process.cwd(), 'cdk.json'), 'utf8');
    const { context } = JSON.parse(text) as { readonly context: Readonly<Record<string, unknown>> };
    return isDeepStrictEqual(context[CONTEXT_KEY], config) ? duplicateKeys(text) : [];
  } catch {
    return [];
  }
}
