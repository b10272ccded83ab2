// Which names are taken in an app: known to every construct of the app, and to none of another.
import type { IConstruct } from 'constructs';

/**
 * Takes a name for a construct, unless another one has it.
 *
 * @param scope any construct of the app
 * @param kind what the name is of: the same symbol in every copy of this package
 * @param name with all that tells it from others, such as its account
 * @param path the construct path of whoever takes it
 * @returns the construct path of whoever has it already
 */
export function claimName(scope: IConstruct, kind: symbol, name: string, path: string): string | undefined {
  // It stands on the app itself, and ends with it.
  const root = scope.node.root as unknown as Record<symbol, Map<string, string> | undefined>;
  if (root[kind] === undefined) Object.defineProperty(root, kind, { value: new Map<string, string>() });
  const claimed = root[kind];
  const other = claimed?.get(name);
  if (other === undefined) claimed?.set(name, path);
  return other;
}
