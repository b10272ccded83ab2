// Condenses AWS's resource specification to what the twin needs: the content of resource-index.json.
import type { PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';

const DEEPEST = 3;

/**
 * One compact line for each resource type, sorted by type:
 * `ref;primary identifier;ARN template;names;attributes;create-only paths;conditionally create-only paths`.
 * Lists are separated by commas, path segments by slashes; an attribute's kind follows its name
 * (`[]` list, `#` number, `?` boolean, `{}` object, nothing for a string).
 */
export function buildResourceIndex(database: SpecDatabase): Record<string, string> {
  const lines = database
    .all('resource')
    .map((resource) => [resource.cloudFormationType, line(resource, database)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(lines);
}

function line(resource: Resource, database: SpecDatabase): string {
  const primary = resource.primaryIdentifier ?? [];
  const ref = resource.cfnRefIdentifier ?? [];
  const arn = resource.arnTemplate ?? '';
  const identifying = [...ref, ...primary, ...[...arn.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)];
  const names = [...new Set(identifying)].filter((name) => name in resource.properties);
  const paths = { yes: new Set<string>(), maybe: new Set<string>() };
  collectPaths(resource.properties, '', DEEPEST, database, paths);
  for (const path of resource.additionalReplacementProperties ?? []) paths.yes.add(path.join('/'));
  const attributes = Object.entries(resource.attributes).map(([name, { type }]) => name + kindOf(type));
  return [ref, primary, [arn], names, attributes, sorted(paths.yes), sorted(paths.maybe)]
    .map((field) => field.join(','))
    .join(';');
}

function sorted(paths: ReadonlySet<string>): string[] {
  return [...paths].sort();
}

function kindOf(type: PropertyType): string {
  switch (type.type) {
    case 'array':
      return '[]';
    case 'integer':
    case 'number':
      return '#';
    case 'boolean':
      return '?';
    case 'ref':
    case 'map':
    case 'json':
      return '{}';
    default:
      return '';
  }
}

function collectPaths(
  properties: Resource['properties'],
  prefix: string,
  depth: number,
  database: SpecDatabase,
  paths: { yes: Set<string>; maybe: Set<string> },
): void {
  for (const [name, property] of Object.entries(properties)) {
    const path = `${prefix}${name}`;
    if (property.causesReplacement === 'yes') {
      paths.yes.add(path);
      continue;
    }
    if (property.causesReplacement === 'maybe') paths.maybe.add(path);
    const nested = definitionOf(property.type, database);
    if (nested && depth > 1) {
      const step = property.type.type === 'array' ? '/*/' : '/';
      collectPaths(nested.properties, path + step, depth - 1, database, paths);
    }
  }
}

function definitionOf(type: PropertyType, database: SpecDatabase): TypeDefinition | undefined {
  if (type.type === 'array') return definitionOf(type.element, database);
  return type.type === 'ref' ? database.get('typeDefinition', type.reference.$ref) : undefined;
}
