// Reads and checks `$.config.pipelines`, or makes the two default pipelines where it is absent.
import type { AccountConfig } from './account-config';
import { element, member, quoted, type Mistakes } from './mistakes';
import { PipelineDefinition } from './pipeline-definition';
import { TOOLING } from './read-accounts';
import { isJsonObject, kindOf, own, readFlag, readText, readTexts, type JsonObject } from './read-values';

/** The stage that the default production pipeline delivers. */
const PRODUCTION_STAGE = 'prod';

/** The pipelines in the configuration's order. */
export function readPipelines(
  config: JsonObject,
  path: string,
  accounts: readonly AccountConfig[],
  mistakes: Mistakes,
): PipelineDefinition[] {
  const pipelines = own(config, 'pipelines');
  const at = member(path, 'pipelines');
  if (pipelines === undefined) return defaultPipelines(config, path, accounts, mistakes);
  if (!isJsonObject(pipelines)) {
    mistakes.add(at, `has to be an object of pipelines by name, but is ${kindOf(pipelines)}.`);
    return [];
  }
  const names = Object.keys(pipelines);
  if (names.length === 0) mistakes.add(at, 'is empty; define a pipeline, or leave it out for the two default ones.');
  const owner = toolchainOwner(pipelines, at, mistakes);
  const delivered = new Map<string, string>();
  return names.map((name, index) => {
    const here = member(at, name);
    checkName(name, here, mistakes);
    const value = own(pipelines, name);
    if (!isJsonObject(value)) {
      mistakes.add(here, `has to be an object with branch and stages, but is ${kindOf(value)}.`);
      return new PipelineDefinition(name, '', [], false, index === 0);
    }
    const branch = readText(value, 'branch', here, 'name the branch that starts the pipeline', mistakes);
    const stages = readStages(value, here, accounts, delivered, mistakes);
    return new PipelineDefinition(name, branch, stages, name === owner, index === 0);
  });
}

function defaultPipelines(
  config: JsonObject,
  path: string,
  accounts: readonly AccountConfig[],
  mistakes: Mistakes,
): PipelineDefinition[] {
  const stages = accounts.map((account) => account.name).filter((name) => name !== TOOLING);
  const wanted = [
    { name: 'development', stages: stages.filter((name) => name !== PRODUCTION_STAGE) },
    { name: 'production', stages: stages.filter((name) => name === PRODUCTION_STAGE) },
  ].filter((pipeline) => pipeline.stages.length > 0);
  return wanted.map((pipeline, index) => {
    const missing = `name the branch that starts the ${pipeline.name} pipeline`;
    const branch = readText(config, `${pipeline.name}_branch`, path, missing, mistakes);
    return new PipelineDefinition(pipeline.name, branch, pipeline.stages, index === 0, index === 0);
  });
}

function checkName(name: string, path: string, mistakes: Mistakes): void {
  // Source: CodePipeline User Guide, quotas: names have 1 to 100 of these characters; ours follows the repository's.
  if (!/^[A-Za-z0-9.@_-]{1,40}$/.test(name)) {
    mistakes.add(path, 'is no name for a pipeline; use at most 40 letters, digits and . @ _ -');
  }
}

function toolchainOwner(pipelines: JsonObject, path: string, mistakes: Mistakes): string | undefined {
  let owner: string | undefined;
  let firstDeclines = false;
  Object.entries(pipelines).forEach(([name, value], index) => {
    if (!isJsonObject(value)) return;
    const here = member(path, name);
    const flag = readFlag(value, 'toolchain', here, mistakes);
    if (index === 0 && flag === false) firstDeclines = true;
    if (flag !== true) return;
    if (owner === undefined) owner = name;
    else mistakes.add(member(here, 'toolchain'), `pipeline ${quoted(owner)} deploys the toolchain part already.`);
  });
  return owner ?? (firstDeclines ? undefined : Object.keys(pipelines)[0]);
}

function readStages(
  pipeline: JsonObject,
  path: string,
  accounts: readonly AccountConfig[],
  delivered: Map<string, string>,
  mistakes: Mistakes,
): string[] {
  const at = member(path, 'stages');
  const value = own(pipeline, 'stages');
  if (value === undefined) {
    mistakes.add(at, 'is missing; list the stages that the pipeline delivers, in order.');
    return [];
  }
  const stages = readTexts(value, at, 'stage', mistakes);
  for (const stage of stages) {
    const here = element(at, (value as unknown[]).indexOf(stage));
    const other = delivered.get(stage);
    if (stage === TOOLING) {
      mistakes.add(here, 'the toolchain account is no stage; what it shares is delivered by `toolchainStage`.');
    } else if (!accounts.some((account) => account.name === stage)) {
      mistakes.add(here, `stage ${quoted(stage)} has no account; add it to $.config.accounts.`);
    } else if (other !== undefined) {
      mistakes.add(here, `stage ${quoted(stage)} is delivered by ${other} already; a stage belongs to one pipeline.`);
    } else {
      delivered.set(stage, here);
    }
  }
  return stages;
}
