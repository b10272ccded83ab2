// The line of a template on which a finding's cause is written.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineOfPath, stepsOf, type Step } from '../../../src/preflight/landscape/json-lines.js';

const TEMPLATE = {
  Parameters: { Resources: { Type: 'String', Default: 'Resources' } },
  Resources: {
    Other: { Type: 'AWS::S3::Bucket', Properties: { 'Odd"\\Name': ['{', '}'], Role: 1 } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] },
        Policies: [{ PolicyName: 'a', PolicyDocument: { Version: 'x', Statement: [] } }],
        Description: { 'Fn::If': ['C', 'a', 'b'] },
      },
    },
  },
};
const TEXT = JSON.stringify(TEMPLATE, null, 1);

/** The text of the line that a path, in the form of findings, leads to. */
function lineText(path: string): string | undefined {
  const line = lineOfPath(TEXT, stepsOf(path));
  return line === undefined ? undefined : TEXT.split('\n')[line - 1]?.trim();
}

describe('the line of', () => {
  test.each([
    ['a resource', '', '"Role": {'],
    ['a property', '.Properties.AssumeRolePolicyDocument', '"AssumeRolePolicyDocument": {'],
    ['a property inside of a list', '.Properties.Policies[0].PolicyDocument', '"PolicyDocument": {'],
    ['a value inside of a property', '.Properties.Policies[0].PolicyDocument.Version', '"Version": "x",'],
    ['a property that the template does not have: its resource', '.Properties.PermissionsBoundary', '"Properties": {'],
    ['what an intrinsic function makes: the property', '.Properties.Description.Statement[3]', '"Description": {'],
  ])('%s', (_, path, expected) => {
    expect(lineText(`Resources.Role${path}`)).toBe(expected);
  });

  test('one statement of several', () => {
    const path = 'Resources.Role.Properties.AssumeRolePolicyDocument.Statement[1]';
    const second = lineOfPath(TEXT, stepsOf(path)) ?? 0;
    expect(TEXT.split('\n')[second]?.trim()).toBe('"Effect": "Deny"');
  });

  test('what the text does not have is not known', () => {
    expect(lineOfPath(TEXT, ['Outputs', 'Role'])).toBeUndefined();
    expect(lineOfPath('no JSON', ['Resources', 'Role'])).toBeUndefined();
  });
});

/** Every path to a value that is neither object nor list. */
function leafPaths(value: unknown, path: Step[] = []): Step[][] {
  if (typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => leafPaths(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => leafPaths(item, [...path, key]));
}

/** The same value with a mark in place of one leaf. */
function marked(value: unknown, [step, ...rest]: Step[], mark: string): unknown {
  if (step === undefined) return mark;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? marked(item, rest, mark) : item));
  const entries = Object.entries(value as object).map(([key, item]) => [
    key,
    key === step ? marked(item, rest, mark) : item,
  ]);
  return Object.fromEntries(entries);
}

test('for any JSON, the line is the one that the value stands on', () => {
  const mark = 'the value that is looked for';
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.nat(3), (json, pick, indent) => {
      const paths = leafPaths(json).filter((path) => path.length > 0 && !path.includes('__proto__'));
      fc.pre(paths.length > 0);
      const path = paths[pick % paths.length] ?? [];
      const text = JSON.stringify(marked(json, path, mark), null, indent);
      const expected = text.split('\n').findIndex((line) => line.includes(mark)) + 1;
      expect(lineOfPath(text, path)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test('any text is read without a throw, a megabyte of one string or of brackets included', () => {
  fc.assert(fc.property(fc.string(), (text) => void lineOfPath(text, ['Resources', 'Role'])));
  const long = 'x'.repeat(1_000_000);
  expect(lineOfPath(`{"Resources":{"A":"${long}",\n"Role":1}}`, ['Resources', 'Role'])).toBe(2);
  expect(lineOfPath('['.repeat(1_000_000), ['Resources'])).toBeUndefined();
});
