// What CodePipeline demands of artifacts: names, one producer, and a producer that comes first.
import { actionTypeKey, type Pipeline } from '../model/pipeline.js';
import { actionsOf, type PipelineRule, place, precedes, repeated } from './pipeline-places.js';

/** Source: CodePipeline User Guide, quotas. */
const ARTIFACT_NAME = /^[A-Za-z0-9_-]{1,100}$/;

/** How many artifacts a type of action takes and gives. Source: CodePipeline User Guide, pipeline structure reference. */
const COUNTS: Readonly<
  Record<string, readonly [inputs: readonly [number, number], outputs: readonly [number, number]]>
> = {
  'Source/AWS/CodeStarSourceConnection/1': [
    [0, 0],
    [1, 1],
  ],
  'Source/AWS/CodeCommit/1': [
    [0, 0],
    [1, 1],
  ],
  'Source/AWS/S3/1': [
    [0, 0],
    [1, 1],
  ],
  'Build/AWS/CodeBuild/1': [
    [1, 5],
    [0, 5],
  ],
  'Test/AWS/CodeBuild/1': [
    [1, 5],
    [0, 5],
  ],
  'Deploy/AWS/CloudFormation/1': [
    [0, 10],
    [0, 1],
  ],
  // Source: CodePipeline User Guide, Commands action reference.
  'Compute/AWS/Commands/1': [
    [1, 10],
    [0, 1],
  ],
  'Approval/AWS/Manual/1': [
    [0, 0],
    [0, 0],
  ],
};

/** The rules about artifacts. */
export const artifactRules: readonly PipelineRule[] = [
  artifactNames,
  oneProducer,
  producedBefore,
  counts,
  primarySource,
];

/** Names of artifacts. */
export function artifactNames({ stages }: Pipeline): string[] {
  return actionsOf(stages).flatMap(([stage, action]) =>
    action.outputArtifacts
      .filter(({ name }) => !ARTIFACT_NAME.test(name))
      .map(
        ({ name }) =>
          `${place(stage, action)} names its output ${JSON.stringify(name)}; an artifact's name has 1 to 100 letters, ` +
          `digits and characters of _ -`,
      ),
  );
}

/** Artifacts that several actions produce. */
export function oneProducer({ stages }: Pipeline): string[] {
  const outputs = actionsOf(stages).flatMap(([, action]) => action.outputArtifacts.map(({ name }) => name));
  return repeated(outputs).map((name) => {
    const producers = actionsOf(stages)
      .filter(([, action]) => action.outputArtifacts.some((output) => output.name === name))
      .map(([stage, action]) => place(stage, action));
    return `artifact ${name} has several producers: ${producers.join(', ')}`;
  });
}

/** Artifacts that are read and that nothing has produced by then. */
export function producedBefore(pipeline: Pipeline): string[] {
  const actions = actionsOf(pipeline.stages);
  const producersOf = new Map<string, (typeof actions)[number][]>();
  for (const producer of actions) {
    for (const { name } of producer[1].outputArtifacts) {
      producersOf.set(name, [...(producersOf.get(name) ?? []), producer]);
    }
  }
  return actions.flatMap((consumer) => {
    const [stage, action] = consumer;
    return action.inputArtifacts.flatMap((input) => {
      const producers = producersOf.get(input) ?? [];
      if (producers.some((producer) => precedes(pipeline, producer, consumer))) return [];
      const [producer] = producers;
      return producer === undefined
        ? [`${place(stage, action)} reads artifact ${input}, which no action produces`]
        : [
            `${place(stage, action)} reads artifact ${input}, which ${place(...producer)} produces only later or at the same time`,
          ];
    });
  });
}

function counts({ stages }: Pipeline): string[] {
  return actionsOf(stages).flatMap(([stage, action]) => {
    const key = actionTypeKey(action.actionTypeId);
    const limits = Object.hasOwn(COUNTS, key) ? COUNTS[key] : undefined;
    if (limits === undefined) return [];
    const [inputs, outputs] = limits;
    return [
      ...outOf(inputs, action.inputArtifacts.length, 'input'),
      ...outOf(outputs, action.outputArtifacts.length, 'output'),
    ].map((trouble) => `${place(stage, action)} (${key}) has ${trouble}`);
  });
}

function outOf([least, most]: readonly [number, number], count: number, what: string): string[] {
  if (count >= least && count <= most) return [];
  return [`${count} ${what} artifacts; it takes ${least === most ? most : `${least} to ${most}`}`];
}

/** A build with several inputs has to say which one is its working directory. Source: CodeBuild action reference. */
function primarySource({ stages }: Pipeline): string[] {
  return actionsOf(stages)
    .filter(
      ([, { actionTypeId, inputArtifacts }]) => actionTypeId.provider === 'CodeBuild' && inputArtifacts.length > 1,
    )
    .flatMap(([stage, action]) => {
      const primary = action.configuration.PrimarySource;
      if (primary === undefined) return [`${place(stage, action)} has several inputs and no PrimarySource`];
      if (action.inputArtifacts.includes(primary)) return [];
      return [`${place(stage, action)} has PrimarySource ${primary}, which is none of its inputs`];
    });
}
