// The pipelines' data: source, accounts, stages and regions, read from the app's context `config` and checked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { IConstruct } from 'constructs';
import type { AccountConfig } from './account-config';
import { duplicateKeys } from './duplicate-keys';
import type { PipelineDefinition } from './pipeline-definition';
import { member } from './mistakes';
import type { PipelineConfigProps } from './pipeline-config-props';
import { readConfig, readProps, type ConfigValues } from './read-config';
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
   * @param scope the app, or anything in it
   * @throws one error that lists every mistake with its JSON path. In Node it is named `PipelineConfigError`; other
   *   languages know it by the beginning of its message, "The pipeline configuration"
   */
  public static fromContext(scope: IConstruct): PipelineConfig {
    const config: unknown = scope.node.tryGetContext(CONTEXT_KEY);
    return new PipelineConfig(readConfig(config, duplicatesInCdkJson(config)));
  }

  /**
   * Takes the configuration from an object of the same shape as the context `config`; for tests, or for a project that
   * keeps its accounts elsewhere.
   *
   * @param config the object
   * @throws one error that lists every mistake with its JSON path. In Node it is named `PipelineConfigError`; other
   *   languages know it by the beginning of its message, "The pipeline configuration"
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
   *   know it by the beginning of its message, "The pipeline configuration"
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
