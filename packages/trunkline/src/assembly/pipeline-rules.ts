// What CodePipeline demands of a pipeline's structure: one table, one rule a line.
import { actionTypeKey, type Pipeline } from '../model/pipeline.js';
import { artifactRules } from './pipeline-artifact-rules.js';
import { commandsRules } from './pipeline-commands-rules.js';
import { actionsOf, type PipelineRule, place, repeated } from './pipeline-places.js';
import { variableRules } from './pipeline-variable-rules.js';

// Sources: CodePipeline User Guide, pipeline structure reference, and quotas.
const RULES: readonly PipelineRule[] = [
  names,
  stageCount,
  stageSizes,
  uniqueNames,
  sourcesFirst,
  runOrders,
  stores,
  ...artifactRules,
  ...commandsRules,
  ...variableRules,
];

/** Every mistake of a pipeline, in the order of the rules; empty where CodePipeline would take it. */
export function pipelineMistakes(pipeline: Pipeline): string[] {
  return RULES.flatMap((rule) => rule(pipeline));
}

// Dots alone: CodePipeline may take them (unsure), but logs and artifacts are kept in folders of these names.
const NAME = /^(?!\.+$)[A-Za-z0-9.@_-]{1,100}$/;

/** Names of the pipeline, its stages and actions. */
export function names({ name, stages }: Pipeline): string[] {
  const named = [
    ['the pipeline', name] as const,
    ...stages.map((stage) => ['a stage', stage.name] as const),
    ...actionsOf(stages).map(([stage, action]) => [`an action of stage ${stage.name}`, action.name] as const),
  ];
  return named
    .filter(([, text]) => !NAME.test(text))
    .map(
      ([what, text]) =>
        `${what} is named ${JSON.stringify(text)}; a name has 1 to 100 letters, digits and characters of . @ _ -, not dots alone`,
    );
}

/** How many stages it has. */
export function stageCount({ stages }: Pipeline): string[] {
  return stages.length >= 2 && stages.length <= 50
    ? []
    : [`it has ${stages.length} stage${stages.length === 1 ? '' : 's'}; a pipeline has 2 to 50`];
}

/** How many actions each stage has. */
export function stageSizes({ stages }: Pipeline): string[] {
  return stages
    .filter(({ actions }) => actions.length < 1 || actions.length > 50)
    .map(({ name, actions }) => `stage ${name} has ${actions.length} actions; a stage has 1 to 50`);
}

/** Stages, and actions of a stage, of one name. */
export function uniqueNames({ stages }: Pipeline): string[] {
  return [
    ...repeated(stages.map(({ name }) => name)).map((name) => `several stages are named ${name}`),
    ...stages.flatMap((stage) =>
      repeated(stage.actions.map(({ name }) => name)).map(
        (name) => `several actions of stage ${stage.name} are named ${name}`,
      ),
    ),
  ];
}

function sourcesFirst({ stages }: Pipeline): string[] {
  return actionsOf(stages).flatMap(([stage, action]) => {
    const isSource = action.actionTypeId.category === 'Source';
    if (isSource === (stage === stages[0])) return [];
    return isSource
      ? [`${place(stage, action)} is a source action; only the first stage may hold one`]
      : [
          `${place(stage, action)} is no source action (${actionTypeKey(action.actionTypeId)}); the first stage holds only these`,
        ];
  });
}

function runOrders({ stages }: Pipeline): string[] {
  return actionsOf(stages)
    .filter(([, { runOrder }]) => !Number.isInteger(runOrder) || runOrder < 1 || runOrder > 999)
    .map(
      ([stage, action]) =>
        `${place(stage, action)} has run order ${action.runOrder}; it is a whole number from 1 to 999`,
    );
}

/** Regions without an artifact store. */
export function stores({ stages, artifactStores, declaredAt }: Pipeline): string[] {
  const home = declaredAt.environment.region;
  const used = new Set([home, ...actionsOf(stages).flatMap(([, { region }]) => region ?? [])]);
  const missing = [...used].filter((region) => !Object.hasOwn(artifactStores, region)).sort();
  // No store at all is said once, by whoever read the properties.
  if (Object.keys(artifactStores).length === 0) return [];
  return missing.map((region) =>
    region === home
      ? `the pipeline's own region ${region} has no artifact store`
      : `actions run in ${region}, which has no artifact store; ArtifactStores needs every region that is used`,
  );
}
