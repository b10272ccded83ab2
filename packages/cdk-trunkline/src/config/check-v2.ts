// Checks what pipelines say about their executions: against their type, and against the source.
import { ExecutionMode, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import type { Mistakes } from './mistakes';
import type { Place } from './place';
import { SourceTrigger, SourceType } from './source-config';
import { sourceTypeOf } from './source-keys';

/** Checks the settings of all pipelines; those at the root once, for every pipeline that has none of its own. */
export function checkVersionTwo(config: Place, mistakes: Mistakes): void {
  const pipelines = config.key('pipelines');
  const levels = pipelines.isThere ? pipelines.names.map((name) => pipelines.entry(name)) : [config];
  const told = new Set<string>();
  for (const pipeline of levels) {
    const setting = (key: string): Place => (pipeline.key(key).isThere ? pipeline.key(key) : config.key(key));
    for (const [path, problem] of [...versionOne(setting), ...source(config, setting('triggers'))]) {
      if (told.has(path + problem)) continue;
      told.add(path + problem);
      mistakes.add(path, problem);
    }
  }
}

type Problem = readonly [path: string, problem: string];

/** Source: CodePipeline User Guide, What type of pipeline is right for me? */
function versionOne(setting: (key: string) => Place): Problem[] {
  const type = setting('pipeline_type');
  if (type.value !== PipelineType.V1) return [];
  const mode = setting('execution_mode');
  const isDefault = mode.value === ExecutionMode.SUPERSEDED;
  return [setting('triggers'), setting('variables'), ...(isDefault ? [] : [mode])]
    .filter((each) => each.isThere)
    .map(({ path }) => [path, `needs a pipeline of type V2, but ${type.path} says V1; leave out one of them.`]);
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
