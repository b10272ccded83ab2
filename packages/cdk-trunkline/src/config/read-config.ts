// Reads and checks the whole configuration; reports all mistakes in one error.
import { AccountConfig } from './account-config';
import { element, member, Mistakes, quoted } from './mistakes';
import type { PipelineDefinition } from './pipeline-definition';
import { readAccounts, TOOLING } from './read-accounts';
import { readPipelines } from './read-pipelines';
import { checkRegion, isJsonObject, kindOf, own, readConnectionArn, readText, readTexts } from './read-values';
import type { JsonObject } from './read-values';

const ROOT = '$.config';

/** Everything that the configuration says, checked. */
export interface ConfigValues {
  readonly owner: string;
  readonly repo: string;
  readonly connectionArn: string;
  readonly tooling: AccountConfig;
  readonly accounts: readonly AccountConfig[];
  readonly pipelines: readonly PipelineDefinition[];
  readonly artifactRegions: readonly string[];
  readonly extraArtifactRegions: readonly string[];
  readonly artifactQualifier: string | undefined;
  readonly organizationId: string | undefined;
  /** As it was written. */
  readonly source: JsonObject;
}

/**
 * Reads the configuration.
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
  if (!isJsonObject(config)) {
    const found = config === undefined ? 'is missing' : `has to be an object, but is ${kindOf(config)}`;
    mistakes.add(ROOT, `${found}; it holds owner, repo, connection_arn, branches and accounts.`);
    throw mistakes.toError();
  }
  const owner = readText(config, 'owner', ROOT, 'name the organization or user that owns the repository', mistakes);
  const repo = readRepo(config, mistakes);
  const connectionArn = readConnectionArn(config, ROOT, mistakes);
  const accounts = readAccounts(config, ROOT, mistakes);
  const pipelines = readPipelines(config, ROOT, accounts, mistakes);
  const stores = readArtifactStores(config, mistakes);
  if (mistakes.count > 0) throw mistakes.toError();

  const source = structuredClone(config);
  const tooling = accounts.find((account) => account.name === TOOLING) ?? new AccountConfig(TOOLING, '', []);
  return {
    owner,
    repo,
    connectionArn,
    tooling,
    accounts: accounts.filter((account) => account !== tooling),
    pipelines,
    artifactRegions: [
      ...new Set([...tooling.regions, ...accounts.flatMap((account) => account.regions), ...stores.regions]),
    ],
    extraArtifactRegions: stores.regions,
    artifactQualifier: stores.qualifier,
    organizationId: stores.organizationId,
    source,
  };
}

function readRepo(config: JsonObject, mistakes: Mistakes): string {
  const repo = readText(config, 'repo', ROOT, "give the repository's name without its owner", mistakes);
  // The pipelines are named after it, so it is held to CodePipeline's characters and leaves room for their names.
  if (repo !== '' && !/^[A-Za-z0-9.@_-]{1,59}$/.test(repo)) {
    mistakes.add(`${ROOT}.repo`, `${quoted(repo)} is no name of a repository; use letters, digits and . @ _ -`);
  }
  return repo;
}

interface StoreValues {
  readonly qualifier: string | undefined;
  readonly organizationId: string | undefined;
  readonly regions: readonly string[];
}

function readArtifactStores(config: JsonObject, mistakes: Mistakes): StoreValues {
  const stores = own(config, 'artifact_stores');
  const path = member(ROOT, 'artifact_stores');
  if (stores !== undefined && !isJsonObject(stores)) {
    mistakes.add(path, `has to be an object, but is ${kindOf(stores)}.`);
  }
  if (!isJsonObject(stores)) return { qualifier: undefined, organizationId: undefined, regions: [] };
  const regions = own(stores, 'regions');
  const listed = regions === undefined ? [] : readTexts(regions, member(path, 'regions'), 'region', mistakes);
  listed.forEach((region) => {
    checkRegion(region, element(member(path, 'regions'), (regions as unknown[]).indexOf(region)), mistakes);
  });
  return {
    qualifier: readMatching(
      stores,
      'qualifier',
      path,
      /^[a-z0-9]{1,10}$/,
      '1 to 10 small letters and digits',
      mistakes,
    ),
    organizationId: readMatching(
      stores,
      'organization_id',
      path,
      /^o-[a-z0-9]{10,32}$/,
      'like "o-a1b2c3d4e5"',
      mistakes,
    ),
    regions: listed,
  };
}

function readMatching(
  object: JsonObject,
  key: string,
  path: string,
  pattern: RegExp,
  shape: string,
  mistakes: Mistakes,
): string | undefined {
  const value = own(object, key);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && pattern.test(value)) return value;
  mistakes.add(member(path, key), `has to be text, ${shape}, but is ${kindOf(value)}.`);
  return undefined;
}
