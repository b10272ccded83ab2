// The JSON Schema of the package: it is printed from the table of keys, and sees what a schema can see.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { arbitraryConfig } from './arbitrary-config';
import { VALID } from './configurations';
import { MISTAKES } from './mistaken';
import { cdkJsonSchema } from './print-schema';

const PACKAGE = join(__dirname, '../..');
const FILE = join(PACKAGE, 'cdk.schema.json');

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const validate = ajv.compile(cdkJsonSchema());

/** As it would stand in a file: `undefined` does not. */
function accepts(config: unknown): boolean {
  return validate(JSON.parse(JSON.stringify({ context: { config } })));
}

test('cdk.schema.json is printed from the table of keys', async () => {
  const text = await format(JSON.stringify(cdkJsonSchema()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot(FILE);
});

test('the schema is a valid one of draft-07, and every key of ours says what it is', () => {
  const schema = cdkJsonSchema();
  expect(ajv.validateSchema(schema)).toBe(true);
  const undescribed: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const properties = (value as { properties?: Record<string, unknown> }).properties ?? {};
    for (const [name, property] of Object.entries(properties)) {
      const constraint = /\/(?:if|then|else|not|allOf|anyOf|oneOf)\b/.test(path);
      if (!constraint && property !== false && !Object.hasOwn(property as object, 'description'))
        undescribed.push(name);
    }
    for (const [name, each] of Object.entries(value)) visit(each, `${path}/${name}`);
  };
  visit(schema, '');
  expect(undescribed).toEqual([]);
});

test.each(['services', 'services-python'])("examples/%s's cdk.json is valid", (example) => {
  const text = readFileSync(join(PACKAGE, `../../examples/${example}/cdk.json`), 'utf8');
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

test('other keys of cdk.json and other context are free', () => {
  expect(validate({ $schema: 'x', app: 7, watch: {}, context: { '@aws-cdk/core:x': 1 } })).toBe(true);
  expect(validate({})).toBe(true);
});

describe('valid configurations', () => {
  test.each(Object.entries(VALID))('%s', (_, config) => {
    expect(accepts(config()), JSON.stringify(validate.errors)).toBe(true);
  });
});

test('the schema accepts whatever the reader accepts of generated configurations', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      expect(accepts(config), JSON.stringify(validate.errors)).toBe(true);
    }),
  );
});

describe('wrong configurations', () => {
  test.each(MISTAKES.filter(({ only }) => only === undefined))('the schema refuses $path: $problem', ({ config }) => {
    expect(accepts(config)).toBe(false);
  });

  // Where the schema learns to see one of these, take its mark away.
  test.each(MISTAKES.filter(({ only }) => only !== undefined))(
    'the reader alone sees $path: $problem',
    ({ config }) => {
      expect(accepts(config)).toBe(true);
    },
  );
});
