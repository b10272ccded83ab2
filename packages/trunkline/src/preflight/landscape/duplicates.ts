// Things that have one name: AWS has one of them alone.
import type { Landscape, Origin } from './landscape.js';
import { resourceType } from './resource-types.js';
import type { StackScope } from './stack-scope.js';
import { originOf } from './template-source.js';

/**
 * The resources of all templates that are called the same. Those of bootstrap stacks are not counted, as an app may have
 * templates of its own for them, nor those that may not exist.
 */
export function duplicatesOf(scopes: readonly StackScope[]): Landscape['duplicates'] {
  const found = new Map<string, { readonly type: string; readonly arn: string; readonly origins: Origin[] }>();
  for (const scope of scopes.filter(({ source: { kind } }) => kind === 'template')) {
    for (const type of scope.types) {
      if (resourceType(type) === undefined) continue;
      for (const id of scope.idsOf(type)) {
        if (scope.exists(id) !== true) continue;
        const { arn } = scope.identity(id);
        const key = `${type} ${arn}`;
        const same = found.get(key) ?? { type, arn, origins: [] };
        found.set(key, same);
        same.origins.push(originOf(scope.source, id));
      }
    }
  }
  return [...found.values()].filter(({ origins }) => origins.length > 1);
}
