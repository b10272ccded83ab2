// One action with everything that the catalogue's placeholders stand for.
import { partitionOf } from '../../assembly/environment.js';
import type { Action, Stage } from '../../model/pipeline.js';
import { parseArn } from '../iam/arn.js';
import { describe, unresolved } from '../iam/unresolved.js';
import type { Landscape, LandscapePipeline } from '../landscape/landscape.js';
import { conditionRules } from './condition-rules.js';
import type { ActionPlace } from './obligation.js';

/** An action in its pipeline. */
export interface ActionFacts {
  readonly landscape: Landscape;
  readonly declared: LandscapePipeline;
  readonly stage: Stage;
  readonly action: Action;
  readonly place: ActionPlace;
  /** The role that performs the action: its own, or the pipeline's. */
  readonly role: string;
  /** Where the action runs. */
  readonly region: string;
  /** The account of its role. */
  readonly account: string;
  readonly partition: string;
}

/** The facts of every action of a pipeline and of every rule of its stages' conditions, in order. */
export function actionsOf(landscape: Landscape, declared: LandscapePipeline): ActionFacts[] {
  const { pipeline } = declared;
  const home = pipeline.declaredAt.environment;
  const rules = conditionRules(declared);
  return pipeline.stages.flatMap((stage) => {
    // Each rule is an action in all that matters here: it has a type, a configuration, a region and a role.
    const actions = [...stage.actions, ...(rules.get(stage.name) ?? [])];
    return actions.map((action): ActionFacts => {
      const role = action.roleArn ?? pipeline.roleArn;
      const region = action.region ?? home.region;
      return {
        landscape,
        declared,
        stage,
        action,
        // A name may hold what only a deployment tells, such as that of a source's bucket.
        place: { pipeline: pipeline.name, pipelineArn: declared.arn, stage: stage.name, action: describe(action.name) },
        role,
        region,
        account: parseArn(role)?.account ?? home.account,
        partition: partitionOf(region),
      };
    });
  });
}

/** The pipeline's own name, with a marker where CloudFormation generates it, as templates refer to it. */
export function pipelineNameOf({ arn, pipeline }: LandscapePipeline): string {
  return parseArn(arn)?.resource ?? pipeline.name;
}

const PLACEHOLDER = /\{(?:(some [\w ]+)|(\w+)(?:\|(\w+))?)\}/g;
// Variables have their values in an execution alone.
const VARIABLE = /#\{[^{}]*\}/g;

/** Fills placeholders; `undefined` where a key of the action's configuration is not given. */
export function fill(template: string, facts: ActionFacts): string | undefined {
  const { action, declared } = facts;
  const { environment } = declared.pipeline.declaredAt;
  const known: Readonly<Record<string, string>> = {
    partition: facts.partition,
    region: facts.region,
    account: facts.account,
    pipelineRegion: environment.region,
    pipelineAccount: environment.account,
    pipelineName: pipelineNameOf(declared),
  };
  let missing = false;
  const filled = template.replaceAll(PLACEHOLDER, (_, some: string | undefined, name: string, part?: string) => {
    if (some !== undefined) return unresolved(some);
    const value = (Object.hasOwn(known, name) ? known[name] : action.configuration[name]) ?? '';
    if (value === '' && part !== 'optional' && part !== 'folder') missing = true;
    return partOf(
      value.replaceAll(VARIABLE, (variable) => unresolved(variable)),
      part,
    );
  });
  return missing ? undefined : filled;
}

/** A part of a value that may be an ARN. */
function partOf(value: string, part: string | undefined): string {
  switch (part) {
    case 'name':
      return value.slice(Math.max(value.lastIndexOf(':'), value.lastIndexOf('/')) + 1);
    case 'folder':
      return value === '' || value.endsWith('/') ? value : `${value}/`;
    case 'region':
    case 'account':
      return parseArn(value)?.[part] ?? value;
    default:
      return value;
  }
}
