// Prints the JSON Schema of cdk.json from the table of keys.
import { BUILD } from '../../src/config/build-keys';
import { CONDITION_KEYS } from '../../src/config/condition-keys';
import { CONFIG } from '../../src/config/keys';
import { RULE } from '../../src/config/rule-keys';
import type { ConfigKey, MapShape, ObjectShape, Shape, TextShape } from '../../src/config/shapes';

/** What stands in several places, and is described once. */
const SHARED: ReadonlyMap<ObjectShape, string> = new Map([
  [BUILD, 'build'],
  [RULE, 'rule'],
  ...CONDITION_KEYS.flatMap(({ name, shape }) => (shape.kind === 'object' ? [[shape, name] as const] : [])),
]);

type Schema = Readonly<Record<string, unknown>>;

/**
 * The schema of a whole cdk.json: `context.config` is described, and everything else is left to the CDK CLI.
 */
export function cdkJsonSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cdk.json of a project that cdk-trunkline delivers',
    description: 'Printed from the table of keys by `npm run docs`.',
    type: 'object',
    properties: {
      context: {
        description: 'Context of the CDK app.',
        type: 'object',
        properties: {
          config: { description: 'What the delivery pipelines have to know.', ...schemaOf(CONFIG) },
        },
      },
    },
    definitions: Object.fromEntries([...SHARED].map(([shape, name]) => [name, objectSchema(shape)])),
  };
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return textSchema(shape);
    case 'choice':
      return { type: 'string', enum: shape.values };
    case 'flag':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'list':
      return {
        type: 'array',
        minItems: 1,
        ...(shape.max === undefined ? {} : { maxItems: shape.max }),
        ...(shape.repeats === true ? {} : { uniqueItems: true }),
        items: schemaOf(shape.of),
      };
    case 'either':
      return { oneOf: [schemaOf(shape.text), schemaOf(shape.list)] };
    case 'map':
      return mapSchema(shape);
    case 'object':
      return SHARED.has(shape)
        ? { allOf: [{ $ref: `#/definitions/${String(SHARED.get(shape))}` }] }
        : objectSchema(shape);
  }
}

function textSchema({ pattern, maxLength, example }: TextShape): Schema {
  return {
    type: 'string',
    ...(pattern === undefined ? {} : { pattern }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

function mapSchema({ names, of, fixed = [], schema }: MapShape): Schema {
  const { pattern, maxLength } = names;
  return {
    type: 'object',
    propertyNames: { pattern, ...(maxLength === undefined ? {} : { maxLength }) },
    ...(fixed.length === 0 ? {} : keysSchema(fixed)),
    additionalProperties: schemaOf(of),
    ...schema,
  };
}

function objectSchema({ keys, misplaced = {}, schema }: ObjectShape): Schema {
  const known = keysSchema(keys);
  const nowhere = Object.fromEntries(Object.keys(misplaced).map((name) => [name, false]));
  const required = [known.required ?? [], (schema?.['required'] as string[] | undefined) ?? []].flat();
  return {
    type: 'object',
    ...schema,
    ...(required.length === 0 ? {} : { required }),
    properties: { ...known.properties, ...nowhere },
  };
}

function keysSchema(keys: readonly ConfigKey[]): { readonly properties: Schema; readonly required?: string[] } {
  const required = keys.filter((key) => key.required === true).map((key) => key.name);
  return {
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(keys.map((key) => [key.name, keySchema(key)])),
  };
}

function keySchema(key: ConfigKey): Schema {
  const absent = key.default === undefined ? key.otherwise : JSON.stringify(key.default);
  return {
    description: `${key.description}${absent === undefined ? '' : ` Default: ${absent}.`}`.replaceAll('`', ''),
    ...(key.default === undefined ? {} : { default: key.default }),
    ...schemaOf(key.shape),
  };
}
