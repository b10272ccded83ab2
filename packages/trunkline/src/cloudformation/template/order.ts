// The order in which a template's resources are deployed.
import { TrunklineError } from '../../model/errors.js';
import type { Template, TemplateValue } from '../../model/template.js';
import { references } from '../../assembly/intrinsics/references.js';

/** The logical ids that one resource waits for, by Ref, GetAtt, Sub and DependsOn. */
export function dependenciesOf(
  template: Template,
  logicalId: string,
  active: ReadonlySet<string>,
  holds: (condition: string) => boolean | undefined,
): string[] {
  const resource = template.Resources[logicalId];
  const explicit = typeof resource?.DependsOn === 'string' ? [resource.DependsOn] : (resource?.DependsOn ?? []);
  const implicit = references((resource?.Properties ?? {}) as TemplateValue, holds);
  // DependsOn of a resource whose condition does not hold is void.
  return [...new Set([...explicit, ...implicit])].filter((id) => active.has(id));
}

/**
 * Dependencies first; independent resources in the template's own order.
 *
 * @throws TrunklineError `TemplateInvalid`, naming the resources of a cycle
 */
export function deploymentOrder(
  ids: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): string[] {
  const order = new Set<string>();
  for (const start of ids) {
    // Depth first with a stack of our own: a chain of hundreds of resources must not exhaust the call stack.
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = order.has(top.id) ? undefined : dependencies.get(top.id)?.[top.next++];
      if (next === undefined) {
        order.add(top.id);
        open.delete(top.id);
        path.pop();
      } else if (open.has(next)) {
        const from = path.findIndex(({ id }) => id === next);
        const cycle = path.slice(from).map(({ id }) => id);
        throw new TrunklineError('TemplateInvalid', `Circular dependency between resources: [${cycle.join(', ')}]`);
      } else if (!order.has(next)) {
        open.add(next);
        path.push({ id: next, next: 0 });
      }
    }
  }
  return [...order];
}
