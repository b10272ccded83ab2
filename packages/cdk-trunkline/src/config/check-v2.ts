// Checks what pipelines say about their executions: against their type, and against the source.
import { ExecutionMode, PipelineType, Result } from 'aws-cdk-lib/aws-codepipeline';
import type { Mistakes } from './mistakes';
import { isJsonObject, type Place } from './place';
import { SourceTrigger, SourceType } from './source-config';
import { sourceTypeOf } from './source-keys';
import { TOOLING } from './stage-names';

/** Checks the settings of all pipelines; those at the root once, for every pipeline that has none of its own. */
export function checkVersionTwo(config: Place, mistakes: Mistakes): void {
  const pipelines = config.key('pipelines');
  const levels = pipelines.isThere ? pipelines.names.map((name) => pipelines.entry(name)) : [config];
  const told = new Set<string>();
  for (const pipeline of levels) {
    const setting = (key: string): Place => (pipeline.key(key).isThere ? pipeline.key(key) : config.key(key));
    const conditions = conditionsOf(config, pipeline);
    for (const [path, problem] of [...versionOne(setting, conditions), ...source(config, setting('triggers'))]) {
      if (told.has(path + problem)) continue;
      told.add(path + problem);
      mistakes.add(path, problem);
    }
  }
}

/** The keys of conditions, of which `disabled_transition` is none: type V1 has transitions. */
const CONDITIONS = ['before_entry', 'on_success', 'on_failure'];

type Problem = readonly [path: string, problem: string];

/** Source: CodePipeline User Guide, What type of pipeline is right for me? */
function versionOne(setting: (key: string) => Place, conditions: readonly Place[]): Problem[] {
  const type = setting('pipeline_type');
  if (type.value !== PipelineType.V1) return [];
  const mode = setting('execution_mode');
  const isDefault = mode.value === ExecutionMode.SUPERSEDED;
  const variables = setting('variables');
  // None at all is how a pipeline says that those of the root are not for it.
  const hasNone = isJsonObject(variables.value) && variables.names.length === 0;
  return [setting('triggers'), ...(hasNone ? [] : [variables]), ...(isDefault ? [] : [mode]), ...conditions]
    .filter((each) => each.isThere)
    .map(({ path }) => [path, `needs a pipeline of type V2, but ${type.path} says V1; leave out one of them.`]);
}

/** What counts for each stage of a pipeline; a failure that nothing follows is what type V1 does by itself. */
function conditionsOf(config: Place, pipeline: Place): Place[] {
  const accounts = config.key('accounts');
  const listed = pipeline.key('stages').elements.flatMap(({ value }) => [value].flat());
  const stages = pipeline.key('stages').isThere ? listed : accounts.names.filter((name) => name !== TOOLING);
  return stages
    .filter((stage) => typeof stage === 'string')
    .flatMap((stage) =>
      CONDITIONS.map((key) => {
        const levels = [accounts.entry(stage), pipeline, config].map((level) => level.key(key));
        return levels.find(({ isThere }) => isThere) ?? config.key(key);
      }),
    )
    .filter((place) => place.key('result').value !== Result.FAIL);
}

/** Source: CodePipeline API Reference, PipelineTriggerDeclaration: its only provider is CodeStarSourceConnection. */
function source(config: Place, triggers: Place): Problem[] {
  if (!triggers.isThere) return [];
  const type = sourceTypeOf(config);
  const trigger = config.key('source').key('trigger');
  if (type === SourceType.CODECOMMIT || type === SourceType.S3) {
    const place = config.key('source').key('type').path;
    return [
      [
        triggers.path,
        `filter what comes through a connection, but ${place} is "${type}"; leave them out, and use ${trigger.path}.`,
      ],
    ];
  }
  if (trigger.value !== SourceTrigger.NONE) return [];
  return [[triggers.path, `start the pipeline, but ${trigger.path} says that nothing does; leave out one of them.`]];
}
