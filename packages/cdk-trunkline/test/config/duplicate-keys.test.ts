// Keys that stand twice in cdk.json: JSON.parse keeps the last one and says nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PipelineConfig } from '../../src';
import { duplicateKeys } from '../../src/config/duplicate-keys';

const inConfig = (text: string): string => `{ "context": { "config": ${text} } }`;

describe('a key that stands twice', () => {
  test.each([
    ['once more at the top', '{"owner":"a","owner":"b"}', ['$.config.owner']],
    ['a stage', '{"accounts":{"dev":{},"qa":{},"dev":{}}}', ['$.config.accounts.dev']],
    ['three times', '{"accounts":{"dev":1,"dev":2,"dev":3}}', ['$.config.accounts.dev']],
    ['written with an escape', '{"accounts":{"dev":1,"\\u0064ev":2}}', ['$.config.accounts.dev']],
    ['with a quote in it', '{"a\\"b":1,"a\\"b":2}', ['$.config["a\\"b"]']],
    ['in a list', '{"regions":[1,{"x":1},{"x":1,"y":[],"x":2}]}', ['$.config.regions[2].x']],
    ['inside what stands twice', '{"a":{"b":1,"b":2},"a":{"b":1}}', ['$.config.a.b', '$.config.a']],
    ['the configuration itself', '{}, "config": {"a":1}', ['$.config']],
  ])('%s', (_, text, paths) => {
    expect(duplicateKeys(inConfig(text))).toEqual(paths);
  });

  test('in another object, as a value, or outside of the configuration is none', () => {
    expect(duplicateKeys(inConfig('{"a":{"x":1},"b":{"x":"a"},"c":["x","x"],"d":"\\"c\\":1,\\"c\\":"}'))).toEqual([]);
    expect(duplicateKeys('{"app":"x","app":"y","context":{"a":1,"a":2,"config":{}}}')).toEqual([]);
  });

  test.each(['', '{', '[]', 'null', inConfig('{"a":1,"a":}'), inConfig('{"a":1 "a":2}')])(
    'is looked for in JSON with a configuration alone, unlike %j',
    (text) => {
      expect(duplicateKeys(text)).toEqual([]);
    },
  );

  test('is not found in anything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (config, indent) => {
        expect(duplicateKeys(JSON.stringify({ context: { config } }, undefined, indent))).toEqual([]);
      }),
    );
  });

  test('is found wherever it was put', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
        const pair = `{${JSON.stringify(key)}:${JSON.stringify(one)},${JSON.stringify(key)}:${JSON.stringify(other)}}`;
        expect(duplicateKeys(inConfig(`[${JSON.stringify(one)},${pair}]`))).toHaveLength(1);
      }),
    );
  });
});

describe('reading the context', () => {
  const faulty = '{ "owner": "acme", "accounts": { "dev": { "account": "1" }, "dev": { "region": "eu-west-1" } } }';
  const config = JSON.parse(faulty) as unknown;
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'duplicate-keys-'));
    vi.spyOn(process, 'cwd').mockReturnValue(directory);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(directory, { recursive: true });
  });

  function message(): string {
    try {
      PipelineConfig.fromContext(new App({ context: { config } }));
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  }

  const said = '$.config.accounts.dev: stands twice in cdk.json, and only the last one counts; give each its own name.';

  test('reports the keys that stand twice in cdk.json among the other mistakes', () => {
    writeFileSync(join(directory, 'cdk.json'), inConfig(faulty));
    expect(message()).toContain(said);
    expect(message()).toContain('$.config.accounts.tooling: is missing');
  });

  test.each<[string, string | undefined]>([
    ['is missing', undefined],
    ['is broken', '{'],
    ['holds another configuration than the context', inConfig(faulty.replace('acme', 'other'))],
  ])('reports the other mistakes where cdk.json %s', (_, text) => {
    if (text !== undefined) writeFileSync(join(directory, 'cdk.json'), text);
    expect(message()).not.toContain('stands twice');
    expect(message()).toContain('$.config.accounts.tooling: is missing');
  });
});
