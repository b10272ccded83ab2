// The baseline that guards the API: it changes with the API and with nothing else, and jsii-diff can read it back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
// @ts-expect-error -- plain JavaScript, like the script that uses it
import { baselineOf, readBaseline, renamedParameters } from '../../../../scripts/api/baseline.mjs';

interface Member {
  readonly name: string;
  readonly docs?: { readonly stability?: string; readonly summary?: string };
  readonly parameters?: readonly { readonly name: string; readonly type: object }[];
  readonly locationInModule?: object;
}

interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: string;
  readonly assembly: string;
  readonly base?: string;
  readonly methods?: readonly Member[];
  readonly properties?: readonly Member[];
}

interface Assembly {
  readonly name: string;
  readonly schema: string;
  readonly version?: string;
  readonly dependencies: Record<string, string>;
  readonly types: Record<string, Type>;
}

const asText = baselineOf as (assembly: Assembly) => string;
const asAssembly = readBaseline as (text: string) => Assembly;
const renamed = renamedParameters as (baseline: Assembly, current: Assembly) => string[];

function method(name: string, ...parameters: string[]): Member {
  return { name, parameters: parameters.map((each) => ({ name: each, type: { primitive: 'string' } })) };
}

function assembly(...types: Type[]): Assembly {
  return {
    name: 'shop',
    schema: 'jsii/0.10.0',
    dependencies: { constructs: '^10.5.1' },
    types: Object.fromEntries(types.map((type) => [type.fqn, type])),
  };
}

function type(name: string, methods: readonly Member[], base?: string): Type {
  return {
    fqn: `shop.${name}`,
    name,
    kind: 'class',
    assembly: 'shop',
    ...(base === undefined ? {} : { base: `shop.${base}` }),
    methods,
  };
}

describe('the baseline', () => {
  test('has one line for each member', () => {
    const text = asText(assembly(type('Till', [method('close'), method('open', 'float')])));
    expect(text.split('\n').filter((line) => line.includes('"name":"open"'))).toEqual([
      '    {"name":"open","parameters":[{"name":"float","type":{"primitive":"string"}}]}',
    ]);
  });

  test('is the same for the same API, whatever the order of its types and members', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, names, (types, methods) => {
        const all = types.map((name) =>
          type(
            name,
            methods.map((each) => method(each, 'one')),
          ),
        );
        const turned = all.map((each) => ({ ...each, methods: [...(each.methods ?? [])].reverse() })).reverse();
        expect(asText(assembly(...turned))).toBe(asText(assembly(...all)));
      }),
    );
  });

  test('says nothing of prose, places and the package version', () => {
    const plain = assembly(type('Till', [method('open')]));
    const prose = { docs: { summary: 'Opens it.', stability: 'experimental' }, locationInModule: { line: 3 } };
    const told = assembly(type('Till', [{ ...method('open'), ...prose }]));
    expect(asText({ ...told, version: '1.2.3' })).toBe(asText(plain));
  });

  test('says what is stable and what is deprecated', () => {
    const text = asText(assembly(type('Till', [{ ...method('open'), docs: { stability: 'deprecated' } }])));
    expect(text).toContain('{"name":"open","parameters":[],"docs":{"stability":"deprecated"}}');
  });

  test('reads back as the assembly that it was made from', () => {
    const one = assembly(type('Till', [method('open', 'float')]), type('Shop', [method('enter')], 'Till'));
    expect(asText(asAssembly(asText(one)))).toBe(asText(one));
    expect(asAssembly(asText(one)).types).toEqual(one.types);
  });

  test('that is no JSON is named, with the remedy', () => {
    expect(() => asAssembly('{')).toThrow(/The baseline of the API is no JSON: .* Restore it from git\./);
  });
});

describe('a parameter with another name', () => {
  const before = assembly(type('Till', [method('open', 'float', 'by')]));

  test('is told, as it is a keyword argument in Python', () => {
    expect(renamed(before, assembly(type('Till', [method('open', 'cash', 'by')])))).toEqual([
      'METHOD shop.Till.open: parameter float is called cash now, and it is a keyword argument in Python',
    ]);
  });

  test('is told of a method that moved into a superclass as well', () => {
    const moved = assembly(type('Till', [], 'Furniture'), type('Furniture', [method('open', 'cash', 'by')]));
    expect(renamed(before, moved)).toHaveLength(1);
  });

  test('is not what a new or a removed parameter is', () => {
    expect(renamed(before, assembly(type('Till', [method('open', 'float', 'by', 'at')])))).toEqual([]);
    expect(renamed(before, assembly(type('Till', [method('open', 'float')])))).toEqual([]);
  });
});
