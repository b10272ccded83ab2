// Where things are written, for the findings of rules.
import type { StackArtifact } from '../../model/assembly.js';
import type { FindingPlace } from '../../model/finding.js';
import type { LandscapePipeline, LandscapeProject } from '../landscape/landscape.js';
import { items, textField, field } from '../landscape/values.js';
import { placeOf } from '../proof/causes/finding.js';

/** A pipeline, or a property of it, such as `ArtifactStores`. */
export function pipelinePlace({ origin }: LandscapePipeline, property?: string): FindingPlace {
  return placeOf(property === undefined ? origin : { ...origin, property });
}

/** A stage of a pipeline. */
export function stagePlace(declared: LandscapePipeline, stage: string): FindingPlace {
  const index = indexOf(declared.properties.Stages, stage);
  return pipelinePlace(declared, index === undefined ? 'Stages' : `Stages[${String(index)}]`);
}

/** An action of a pipeline, or a property of it. */
export function actionPlace(declared: LandscapePipeline, stage: string, action: string, inside = ''): FindingPlace {
  const { Stages } = declared.properties;
  const stageIndex = indexOf(Stages, stage);
  if (stageIndex === undefined) return pipelinePlace(declared, 'Stages');
  const actions = field(items(Stages)[stageIndex], 'Actions');
  const index = indexOf(actions, action);
  const place = `Stages[${String(stageIndex)}].Actions`;
  return pipelinePlace(declared, index === undefined ? place : `${place}[${String(index)}]${inside}`);
}

/** A build project, or a property of it. */
export function projectPlace({ origin }: LandscapeProject, property?: string): FindingPlace {
  return placeOf(property === undefined ? origin : { ...origin, property });
}

/** A stack as a whole. */
export function stackPlace({ displayName, stackName, environment, templateFile }: StackArtifact): FindingPlace {
  return { constructPath: displayName, stackName, environment, file: templateFile };
}

function indexOf(list: Parameters<typeof items>[0], name: string): number | undefined {
  const index = items(list).findIndex((item) => textField(item, 'Name') === name);
  return index === -1 ? undefined : index;
}
