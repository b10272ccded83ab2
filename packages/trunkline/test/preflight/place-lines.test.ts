// The lines that findings name: of the template's text, and of the app's source.
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { templateText } from '../../src/assembly/template-texts.js';
import type { Finding, FindingPlace } from '../../src/model/finding.js';
import type { PreflightInput } from '../../src/preflight/input.js';
import { lineOfPath } from '../../src/preflight/landscape/json-lines.js';
import { withLines } from '../../src/preflight/place-lines.js';
import { TemplateIndex } from '../../src/preflight/template-index.js';
import { assembly, stack } from './landscape/assemblies.js';

const TEMPLATE = {
  Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ Name: 'a' }, { Name: 'b' }] } } },
};
const TEXT = JSON.stringify(TEMPLATE, undefined, 1);
const PLACE = { file: 'Main.template.json', stackName: 'Main', logicalId: 'Role' };

function placed(place: FindingPlace, changes: Partial<PreflightInput> = {}): FindingPlace {
  const input = {
    assembly: assembly(stack('Main', TEMPLATE)),
    beside: [],
    assets: new Map(),
    buildspecs: new Map(),
    metadata: new Map(),
    missingContext: [],
    templateSizes: new Map(),
    templateText: () => TEXT,
    ...changes,
  } satisfies PreflightInput;
  const finding: Finding = {
    id: 'some',
    severity: 'error',
    problem: '',
    place,
    consequence: '',
    remedy: { text: '' },
    explains: [],
  };
  return withLines([finding], input)[0]?.place ?? {};
}

const lineOf = (text: string): string =>
  `Main.template.json:${String(TEXT.split('\n').findIndex((line) => line.includes(text)) + 1)}`;

describe('a place in a template', () => {
  test('has the line of its property', () => {
    const jsonPath = 'Resources.Role.Properties.Policies[1].Name';
    expect(placed({ ...PLACE, jsonPath }).file).toBe(lineOf('"b"'));
  });

  test('has the line of the resource where it names no property', () => {
    expect(placed(PLACE).file).toBe(lineOf('"Role": {'));
  });

  test('has the line of what is left of the way', () => {
    expect(placed({ ...PLACE, jsonPath: 'Resources.Role.Properties.Missing[3]' }).file).toBe(lineOf('"Properties"'));
  });

  test('has the file alone where nobody gives the text, or the stack is not of the assembly', () => {
    expect(placed(PLACE, { templateText: () => undefined }).file).toBe('Main.template.json');
    expect(placed({ ...PLACE, stackName: 'Other' }).file).toBe('Main.template.json');
  });

  test('is found in the assembly beside that has the stack', () => {
    const beside = { ...assembly(stack('Toolkit', { templateFile: 'Main.template.json' })), directory: '/beside' };
    const place = placed(
      { ...PLACE, stackName: 'Toolkit' },
      { beside: [beside], templateText: ({ directory }) => (directory === '/beside' ? `\n${TEXT}` : TEXT) },
    );
    // From the folder of the app's assembly, as all files of findings are.
    expect(place.file).toBe(`../../beside/${lineOf('"Role": {').replace(/\d+$/, (line) => String(Number(line) + 1))}`);
  });
});

describe('a construct', () => {
  const frames = (...data: string[]) => ({
    metadata: new Map([['Main/Role/Resource', [{ type: 'aws:cdk:creationStack', data }]]]),
  });
  const place = { ...PLACE, constructPath: 'Main/Role/Resource' };

  test.each([
    ['a function', 'new Main (/app/lib/main.ts:12:5)', 'lib/main.ts:12'],
    ['a module', '/app/bin/app.ts:4 (:)', 'bin/app.ts:4'],
    ['a file elsewhere', 'new Base (/platform/base.ts:7:1)', '/platform/base.ts:7'],
  ])('was created in %s', (_, frame, source) => {
    expect(placed(place, frames('...aws-cdk-lib...', frame)).source).toBe(source);
  });

  test('was created by libraries alone', () => {
    expect(placed(place, frames('...aws-cdk-lib...', 'new X (/app/node_modules/x/y.js:1:2)')).source).toBeUndefined();
  });

  test('without a path in the template has the one that the metadata tells', () => {
    const metadata = new Map([['Main/Role/Resource', [{ type: 'aws:cdk:logicalId', data: 'Role' }]]]);
    expect(placed(PLACE, { metadata }).constructPath).toBe('Main/Role/Resource');
  });
});

test('the lines of an index are those of a search through the whole text', () => {
  const names = fc.constantFrom('A', 'B', 'Resources', 'x"y', 'Statement');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('text', '"Resources": {', 1, true),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }));
  const steps = fc.array(fc.oneof(names, fc.nat(2)), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.dictionary(names, value),
      names,
      steps,
      fc.constantFrom(undefined, 1),
      (resources, id, way, indent) => {
        const text = JSON.stringify(
          { Parameters: { A: { B: 1 } }, Resources: resources, Outputs: { A: 1 } },
          undefined,
          indent,
        );
        const path = ['Resources', id, ...way];
        expect(new TemplateIndex(text).lineOf(path)).toBe(lineOfPath(text, path));
      },
    ),
  );
});

describe('the text of a template', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-texts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is read where it is a stack's, and in the assembly's folder", () => {
    const out = join(folder, 'cdk.out');
    mkdirSync(out);
    writeFileSync(join(out, 'Main.template.json'), '{}');
    writeFileSync(join(out, 'other.json'), '{}');
    writeFileSync(join(folder, 'secret'), 'secret');
    symlinkSync(join(folder, 'secret'), join(out, 'Link.template.json'));
    const files = ['Main', 'Link', 'Gone'].map((name) => stack(name, {}));
    const app = { ...assembly(...files), directory: out };
    expect(templateText(app, 'Main.template.json')).toBe('{}');
    expect(templateText(app, 'other.json')).toBeUndefined();
    expect(templateText(app, 'Link.template.json')).toBeUndefined();
    expect(templateText(app, 'Gone.template.json')).toBeUndefined();
  });
});
