// Reads and checks the whole configuration; reports all mistakes in one error.
import type { AccountConfig } from './account-config';
import { buildAccounts, buildPipelines } from './build-values';
import { checkFeatureBranches } from './branch-keys';
import { checkRegions } from './check-regions';
import { checkShape } from './check-shape';
import { checkStages } from './check-stages';
import { checkVersionTwo } from './check-v2';
import type { FeatureBranch } from './feature-branch';
import { branchConfig } from './feature-branch-config';
import { CONFIG } from './keys';
import { checkNotifications } from './notification-keys';
import { kindOf, Mistakes, type Spelling } from './mistakes';
import type { PipelineConfigProps } from './pipeline-config-props';
import type { PipelineDefinition } from './pipeline-definition';
import { isJsonObject, Place, type JsonObject } from './place';
import { respell } from './respell';
import { SourceType, type SourceConfig } from './source-config';

/** Everything that the configuration says, checked. */
export interface ConfigValues {
  readonly repo: string;
  readonly source: SourceConfig;
  readonly bootstrapQualifier: string | undefined;
  readonly lookups: boolean;
  readonly preflight: boolean;
  readonly cdkVersion: string | undefined;
  readonly cdkAssetsVersion: string | undefined;
  /** Paths of the keys that are in no table. */
  readonly unknownKeys: readonly string[];
  readonly tooling: AccountConfig;
  readonly accounts: readonly AccountConfig[];
  readonly pipelines: readonly PipelineDefinition[];
  readonly artifactRegions: readonly string[];
  readonly extraArtifactRegions: readonly string[];
  readonly artifactQualifier: string | undefined;
  readonly organizationId: string | undefined;
  readonly artifactKms: boolean;
  /** As it was written, in JSON's spelling. */
  readonly written: JsonObject;
  /** As it was checked, without a branch. */
  readonly props: PipelineConfigProps;
  readonly spelling: Spelling;
  readonly featureBranch?: FeatureBranch;
}

/**
 * Reads the configuration of `cdk.json`.
 *
 * @param config the configuration as an object
 * @param duplicates JSON paths of the keys that its text has twice
 * @throws one error named `PipelineConfigError` that lists every mistake with its JSON path
 */
export function readConfig(config: unknown, duplicates: readonly string[] = []): ConfigValues {
  const mistakes = new Mistakes();
  for (const path of duplicates) {
    mistakes.add(path, 'stands twice in cdk.json, and only the last one counts; give each its own name.');
  }
  const written = copyOf(config, 'json', mistakes);
  const { values, unknown } = check(written, 'json', mistakes);
  return { ...valuesOf(values), unknownKeys: unknown, written, props: values, spelling: 'json' };
}

/**
 * Derives the configuration of a branch.
 *
 * @param values what was read
 * @param branch the branch, from the context of the CDK CLI
 * @throws an error named `PipelineConfigError` where the branch is to have no pipeline of its own
 */
export function readBranch(values: ConfigValues, branch: unknown): ConfigValues {
  const { branch: featureBranch, props } = branchConfig(values.props, branch, values.spelling);
  const own = valuesOf(props, featureBranch);
  // The regular stages keep what their pipelines say, which are not in the branch's configuration.
  const accounts = [
    ...values.accounts.filter(({ baseStage }) => baseStage === undefined),
    ...own.accounts.filter(({ baseStage }) => baseStage !== undefined),
  ];
  return { ...values, ...own, tooling: values.tooling, accounts, featureBranch };
}

/**
 * Reads a configuration that is given as props.
 *
 * @param props the configuration
 * @throws one error named `PipelineConfigError` that lists every mistake with its path
 */
export function readProps(props: PipelineConfigProps): ConfigValues {
  const mistakes = new Mistakes();
  const { values: own, ...settings } = copyOf(props, 'props', mistakes);
  checkOwnValues(own, mistakes);
  const { values } = check(settings, 'props', mistakes);
  const written = respell(Place.root(settings, 'props'), CONFIG, 'json') as JsonObject;
  const all = { ...(own as JsonObject | undefined), ...written };
  return { ...valuesOf(values), unknownKeys: [], written: all, props: values, spelling: 'props' };
}

/** A copy, so that nobody changes later what was checked, and no getter or proxy gives two answers. */
function copyOf(config: unknown, spelling: Spelling, mistakes: Mistakes): JsonObject {
  const root = Place.root(config, spelling);
  let copy: unknown;
  try {
    copy = structuredClone(config);
  } catch {
    mistakes.add(root.path, 'holds something that is no value of JSON, such as a function; leave it out.');
    throw mistakes.toError(spelling);
  }
  if (isJsonObject(copy)) return copy;
  const found = config === undefined ? 'is missing' : `has to be an object, but is ${kindOf(config)}`;
  mistakes.add(root.path, `${found}; it holds owner, repo, connection_arn, branches and accounts.`);
  throw mistakes.toError(spelling);
}

interface Checked {
  readonly values: PipelineConfigProps;
  readonly unknown: readonly string[];
}

function check(config: JsonObject, spelling: Spelling, mistakes: Mistakes): Checked {
  const place = Place.root(config, spelling);
  const unknown: string[] = [];
  checkShape(place, CONFIG, { mistakes, unknown });
  checkStages(place, mistakes);
  checkFeatureBranches(place, mistakes);
  checkRegions(place, mistakes);
  checkNotifications(place, mistakes);
  checkVersionTwo(place, mistakes);
  if (mistakes.count > 0) throw mistakes.toError(spelling);
  // The table was checked, and a test holds the props' types against it.
  return { values: respell(place, CONFIG, 'props') as PipelineConfigProps, unknown };
}

function checkOwnValues(values: unknown, mistakes: Mistakes): void {
  const place = Place.root({ values }, 'props').entry('values');
  if (values === undefined) return;
  if (!isJsonObject(values)) {
    mistakes.add(place.path, `has to be an object of values of your own, but is ${kindOf(values)}.`);
  }
  for (const { name } of CONFIG.keys.filter((key) => place.entry(key.name).isThere)) {
    mistakes.add(place.entry(name).path, `is a prop; give it as ${place.spelt(name)}.`);
  }
}

function valuesOf(
  props: PipelineConfigProps,
  branch?: FeatureBranch,
): Omit<ConfigValues, 'unknownKeys' | 'written' | 'props' | 'spelling'> {
  const accounts = buildAccounts(props, branch);
  const [tooling, ...stages] = accounts as [AccountConfig, ...AccountConfig[]];
  const { qualifier, organizationId, kms = true, regions = [] } = props.artifactStores ?? {};
  return {
    repo: props.repo,
    source: sourceOf(props),
    bootstrapQualifier: props.bootstrapQualifier,
    lookups: props.lookups ?? false,
    preflight: props.preflight ?? false,
    cdkVersion: props.toolVersions?.cdk,
    cdkAssetsVersion: props.toolVersions?.cdkAssets,
    tooling,
    accounts: stages,
    pipelines: buildPipelines(props),
    artifactRegions: [...new Set([...accounts.flatMap((account) => account.regions), ...regions])],
    extraArtifactRegions: regions,
    artifactQualifier: qualifier,
    organizationId,
    artifactKms: kms,
  };
}

function sourceOf({ source = {}, owner = '', repo, connectionArn = '' }: PipelineConfigProps): SourceConfig {
  const trigger = source.trigger === undefined ? {} : { trigger: source.trigger };
  const { sourceType = SourceType.CONNECTION, bucket = '', objectKey = '' } = source;
  switch (sourceType) {
    case SourceType.CONNECTION:
      return {
        sourceType,
        repository: source.repository ?? `${owner}/${repo}`,
        connectionArn,
        ...trigger,
      };
    case SourceType.CODECOMMIT:
      return { sourceType, repository: source.repository ?? repo, ...trigger };
    case SourceType.S3:
      return { sourceType, bucket, objectKey, ...trigger };
  }
}
