// Documents that nobody wrote in good faith: an answer each, soon, and no crash.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import { isPublic } from '../../../src/preflight/iam/is-public.js';
import type { AccessRequest } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';

const account = '111111111111';
const request: AccessRequest = {
  principal: { kind: 'role', arn: `arn:aws:iam::${account}:role/Build`, account },
  action: 's3:GetObject',
  resource: `arn:aws:s3:::${unresolved('Bucket')}/key`,
  resourceAccount: account,
};

const MEGABYTE = 1_000_000;

function answers(document: TemplateValue): readonly string[] {
  const policy = { name: 'Hostile', document };
  const access = evaluateAccess(request, {
    identity: [policy],
    resource: policy,
    boundary: policy,
    resourceControl: [policy],
  });
  const reasons = access.kind === 'unproven' ? access.because.map(({ why }) => why) : [];
  isPublic(policy);
  return [access.kind, ...reasons];
}

/** Processor time is no clock: it is what the evaluation itself takes, however busy the machine. */
function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const allow = (fields: Readonly<Record<string, TemplateValue>>): TemplateValue => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*', ...fields }],
});

describe('a document of a megabyte', () => {
  const many = (count: number, each: TemplateValue): TemplateValue[] => Array.from({ length: count }, () => each);

  test.each<[string, TemplateValue]>([
    ['text that is no JSON', 'x'.repeat(MEGABYTE)],
    ['brackets as text', '['.repeat(MEGABYTE)],
    ['a resource of wildcards', allow({ Resource: '*?'.repeat(MEGABYTE / 2) })],
    ['a resource of stars and letters', allow({ Resource: '*a'.repeat(MEGABYTE / 2) })],
    ['a resource that is not told in many places', allow({ Resource: `*${unresolved('x')}`.repeat(MEGABYTE / 20) })],
    ['a resource of halves of markers', allow({ Resource: '{{unresolved '.repeat(MEGABYTE / 13) })],
    ['a variable of blanks', allow({ Resource: `\${a${' '.repeat(MEGABYTE)}b}` })],
    ['a variable with a default of blanks', allow({ Resource: `\${a,${' '.repeat(MEGABYTE)}}` })],
    ['many variables', allow({ Resource: '${aws:PrincipalAccount}'.repeat(MEGABYTE / 23) })],
    ['many openings of variables', allow({ Resource: '${'.repeat(MEGABYTE / 2) })],
    ['an action of wildcards', allow({ Action: '?*'.repeat(MEGABYTE / 2) })],
    ['many actions', allow({ Action: many(MEGABYTE / 20, 's3:GetObjectVersion') })],
    ['many actions that are objects', allow({ Action: many(MEGABYTE / 20, { Ref: 'Action' }) })],
    ['many resources', allow({ Resource: many(MEGABYTE / 40, 'arn:aws:s3:::some-bucket/with/some/keys/*') })],
    ['many principals', allow({ Principal: { AWS: many(MEGABYTE / 40, `arn:aws:iam::${account}:role/Other`) } })],
    ['many principals that are not told', allow({ Principal: { AWS: many(MEGABYTE / 40, unresolved('Role.Arn')) } })],
    ['an operator', allow({ Condition: { ['String'.repeat(MEGABYTE / 6)]: { 'aws:PrincipalAccount': 'x' } } })],
    [
      'many values',
      allow({ Condition: { StringLike: { 'aws:PrincipalArn': many(MEGABYTE / 20, '*a*b*c*d*e*f*g*h') } } }),
    ],
    ['a value', allow({ Condition: { StringLike: { 'aws:PrincipalArn': '*a'.repeat(MEGABYTE / 2) } } })],
    ['a number', allow({ Condition: { NumericEquals: { 'aws:PrincipalArn': '1'.repeat(MEGABYTE) } } })],
    ['a range of addresses', allow({ Condition: { IpAddress: { 'aws:PrincipalArn': '/'.repeat(MEGABYTE) } } })],
    ['a Sid', allow({ Sid: 'x'.repeat(MEGABYTE) })],
    [
      'many elements',
      allow(Object.fromEntries(Array.from({ length: MEGABYTE / 20 }, (_, index) => [`Element${index}`, '']))),
    ],
    [
      'many statements',
      {
        Version: '2012-10-17',
        Statement: many(MEGABYTE / 100, { Effect: 'Allow', Action: 's3:*', Resource: unresolved('x') }),
      },
    ],
  ])('%s', (_, document) => {
    let found: readonly string[] = [];
    expect(cpuSeconds(() => (found = answers(document)))).toBeLessThan(10);
    expect(found[0]).toMatch(/^(allowed|denied|unproven)$/);
    for (const why of found.slice(1)) expect(why.length).toBeLessThan(1_000);
  });
});

describe('odd documents', () => {
  const nested = (depth: number): TemplateValue => {
    let value: TemplateValue = 'x';
    for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { Statement: value };
    return value;
  };
  const cyclic: Record<string, TemplateValue> = { Version: '2012-10-17' };
  cyclic.Statement = [cyclic];
  const cyclicAction = allow({ Action: [cyclic] });

  test.each<[string, TemplateValue]>([
    ['nested deeply', nested(100_000)],
    ['a statement that is nested deeply', { Version: '2012-10-17', Statement: [nested(100_000)] }],
    ['an action that is nested deeply', allow({ Action: [nested(100_000)] })],
    ['a condition that is nested deeply', allow({ Condition: nested(100_000) })],
    ['nested deeply, as text', `${'[{"Statement":'.repeat(50_000)}1${'}]'.repeat(50_000)}`],
    ['one that holds itself', cyclic],
    ['an action that holds the document', cyclicAction],
    ['the prototype as text', '{"__proto__":{"Statement":[]},"Version":"2012-10-17","Statement":[{"__proto__":1}]}'],
    [
      'the prototype as a principal',
      JSON.parse('{"Version":"2012-10-17","Statement":{"Principal":{"__proto__":"*"}}}') as TemplateValue,
    ],
    [
      'the prototype as an operator',
      JSON.parse('{"Version":"2012-10-17","Statement":{"Condition":{"__proto__":{"a":"b"}}}}') as TemplateValue,
    ],
  ])('%s', (_, document) => {
    expect(answers(document)[0]).toBe('unproven');
  });

  test('keys of the prototype are no condition keys of a request', () => {
    for (const key of [
      '__proto__',
      'constructor',
      'toString',
      'aws:PrincipalTag/constructor',
      'aws:PrincipalTag/__proto__',
    ]) {
      const document = allow({ Condition: { Null: { [key]: 'false' } } });
      const tagged: AccessRequest = {
        ...request,
        principal: { ...request.principal, tags: {} } as AccessRequest['principal'],
      };
      const { kind } = evaluateAccess(tagged, { identity: [], resource: { name: 'Hostile', document } });
      expect(kind, key).toBe(key.startsWith('aws:') ? 'denied' : 'unproven');
    }
  });

  test('any JSON is a policy that is answered, as a value and as text alike', () => {
    const value = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<TemplateValue>;
    const elements = fc.constantFrom(
      'Version',
      'Statement',
      'Sid',
      'Effect',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Principal',
      'NotPrincipal',
      'Condition',
    );
    const statement = fc.dictionary(elements, value, { maxKeys: 6 }) as fc.Arbitrary<TemplateValue>;
    const document = fc.oneof(
      value,
      fc.record({ Version: value, Statement: fc.oneof(statement, fc.array(statement)) }) as fc.Arbitrary<TemplateValue>,
    );
    fc.assert(
      fc.property(document, (each) => {
        const [kind] = answers(each);
        expect(kind).not.toBe('allowed');
        if (typeof each === 'object') expect(answers(JSON.stringify(each))[0]).toBe(kind);
      }),
      { numRuns: 400 },
    );
  });
});
