// Checks a template before anything is deployed, as CloudFormation does when it accepts a request.
import { isObject } from '../../assembly/intrinsics/context.js';
import { references } from '../../assembly/intrinsics/references.js';
import type { Environment } from '../../model/environment.js';
import { TrunklineError } from '../../model/errors.js';
import type { Template, TemplateValue } from '../../model/template.js';
import type { World } from '../world.js';
import { Conditions } from './conditions.js';
import { dependenciesOf, deploymentOrder } from './order.js';
import { violatedRules } from './rules.js';
import { StackScope, type AttributeLookup, type StackScopeInput } from './scope.js';
import { expanded, refusedTransforms } from './transforms.js';

const MOST_RESOURCES = 500;

/** What is to be deployed where. */
export interface Deployable {
  readonly environment: Environment;
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameterValues: Readonly<Record<string, TemplateValue>>;
}

/** A template that passed every check. */
export interface PreparedTemplate {
  /** Loops unrolled. */
  readonly template: Template;
  /** Ids of the resources whose condition holds, dependencies first. */
  readonly order: readonly string[];
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** A scope in which no resource exists yet. */
  newScope(lookUp: AttributeLookup): StackScope;
}

/**
 * Checks a template whose form is known to be right.
 *
 * @throws TrunklineError `TemplateInvalid` with everything that CloudFormation would refuse, in its wording where known
 */
export function prepareTemplate(deployable: Deployable, world: World): PreparedTemplate {
  refuse(refusedTransforms(deployable.template));
  const input = (template: Template): StackScopeInput => ({
    ...deployable,
    template,
    conditions: new Conditions(template),
    world,
  });
  const template = expanded(deployable.template, new StackScope(input(deployable.template)));
  refuse(malformations(template));
  const ready = input(template);
  const scope = new StackScope(ready);
  refuse(violatedRules(template, scope));

  const holds = (name: string): boolean | undefined => scope.condition(name);
  const active = new Set(activeIds(template.Resources, holds, 'Resources'));
  refuse(unresolved(template, active, holds));
  const dependencies = new Map([...active].map((id) => [id, dependenciesOf(template, id, active, holds)]));
  return {
    template,
    order: deploymentOrder([...active], dependencies),
    dependencies,
    newScope: (lookUp) => new StackScope(ready, lookUp),
  };
}

/** The keys of resources or outputs whose condition holds. */
export function activeIds(
  entries: Readonly<Record<string, { readonly Condition?: string }>>,
  holds: (name: string) => boolean | undefined,
  section: string,
): string[] {
  return Object.entries(entries)
    .filter(([id, { Condition: condition }]) => {
      if (condition === undefined) return true;
      const result = holds(condition);
      refuse(result === undefined ? [`${section}.${id}: the template has no condition '${condition}'`] : []);
      return result;
    })
    .map(([id]) => id);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new TrunklineError('TemplateInvalid', problems.join('; '), problems);
}

/** What is wrong with the template's form; nothing else may be asked of it before this is empty. */
export function malformations(template: Template): string[] {
  if (!isObject(template)) return ['Template format error: the template is no object'];
  const resources: unknown = template.Resources;
  if (!isObject(resources) || Object.keys(resources).length === 0) {
    return ['Template format error: At least one Resources member must be defined.'];
  }
  const ids = Object.keys(resources);
  if (ids.length > MOST_RESOURCES) {
    return [
      `Template format error: Number of resources, ${ids.length}, is greater than maximum allowed, ${MOST_RESOURCES}`,
    ];
  }
  return Object.entries(resources)
    .filter(([id]) => !id.startsWith('Fn::ForEach::'))
    .flatMap(([id, resource]) => {
      if (!/^[A-Za-z0-9]+$/.test(id)) {
        return [`Template format error: Resource name ${id} is non alphanumeric.`];
      }
      if (isObject(resource) && typeof resource.Type === 'string') return [];
      return [`Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`];
    });
}

/** References to what the template does not have, or does not have under its present conditions. */
function unresolved(
  template: Template,
  active: ReadonlySet<string>,
  holds: (name: string) => boolean | undefined,
): string[] {
  const known = (name: string): boolean => active.has(name) || Object.hasOwn(template.Parameters ?? {}, name);
  const inResources = [...active].flatMap((id) => {
    const { Properties = {}, DependsOn = [] } = template.Resources[id] ?? {};
    const explicit = [DependsOn].flat().filter((name) => !Object.hasOwn(template.Resources, name));
    return [...references(Properties as TemplateValue, holds).filter((name) => !known(name)), ...explicit];
  });
  const outputs = template.Outputs ?? {};
  const inOutputs = activeIds(outputs, holds, 'Outputs').flatMap((key) =>
    references(outputs[key]?.Value ?? null, holds).filter((name) => !known(name)),
  );
  return [...sentence(inResources, 'Resources'), ...sentence(inOutputs, 'Outputs')];
}

function sentence(names: readonly string[], block: string): string[] {
  if (names.length === 0) return [];
  const list = [...new Set(names)].join(', ');
  return [`Template format error: Unresolved resource dependencies [${list}] in the ${block} block of the template`];
}
