// What CodePipeline demands of namespaces and of references to variables.
import type { Pipeline } from '../model/pipeline.js';
import { actionsOf, type PipelineRule, place, precedes, repeated } from './pipeline-places.js';

/** unsure: the characters; CDK writes `@` into namespaces, and CodePipeline takes it. */
const NAMESPACE = /^[A-Za-z0-9@_-]{1,100}$/;

/** Namespaces that no action declares: the execution's own, and the pipeline's variables. */
const GIVEN = new Set(['codepipeline', 'variables']);

/** The rules about variables. Source: CodePipeline User Guide, variables. */
export const variableRules: readonly PipelineRule[] = [namespaceNames, uniqueNamespaces, references];

/** Names of namespaces. */
export function namespaceNames({ stages }: Pipeline): string[] {
  return actionsOf(stages).flatMap(([stage, action]) => {
    const { namespace } = action;
    if (namespace === undefined) return [];
    if (!NAMESPACE.test(namespace))
      return [
        `${place(stage, action)} has the namespace ${JSON.stringify(namespace)}; a namespace has 1 to 100 letters, digits and characters of @ _ -`,
      ];
    return GIVEN.has(namespace) ? [`${place(stage, action)} has the namespace ${namespace}, which is reserved`] : [];
  });
}

/** Namespaces that several actions have. */
export function uniqueNamespaces({ stages }: Pipeline): string[] {
  const namespaces = actionsOf(stages).flatMap(([, { namespace }]) => namespace ?? []);
  return repeated(namespaces).map((namespace) => `several actions have the namespace ${namespace}`);
}

/** Variables that are read and that nothing has set by then. */
export function references(pipeline: Pipeline): string[] {
  const actions = actionsOf(pipeline.stages);
  return actions.flatMap((consumer) => {
    const [stage, action] = consumer;
    const texts = [
      ...Object.values(action.configuration),
      ...(action.commands ?? []),
      ...(action.environmentVariables ?? []).map(({ value }) => value),
    ];
    const named = texts.flatMap((value) =>
      [...value.matchAll(/#\{([A-Za-z0-9@_-]+)\.[^{}]+\}/g)].flatMap(([, namespace]) => namespace ?? []),
    );
    return [...new Set(named)]
      .filter((namespace) => !GIVEN.has(namespace))
      .flatMap((namespace) => {
        const producers = actions.filter(([, producer]) => producer.namespace === namespace);
        if (producers.some((producer) => precedes(pipeline, producer, consumer))) return [];
        const [producer] = producers;
        return producer === undefined
          ? [`${place(stage, action)} reads variables of namespace ${namespace}, which no action has`]
          : [
              `${place(stage, action)} reads variables of ${place(...producer)} (namespace ${namespace}), which ends only later or at the same time`,
            ];
      });
  });
}
