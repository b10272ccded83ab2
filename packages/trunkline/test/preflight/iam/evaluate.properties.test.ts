// What holds for any policies: denies only deny, order is nothing, both accounts have a say, unknown values stay open.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import type { ApplicablePolicies } from '../../../src/preflight/iam/policy.js';
import type { AccessRequest } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';

type Statement = Record<string, TemplateValue>;

const ACCOUNTS = ['111111111111', '222222222222'];
const account = fc.constantFrom(...ACCOUNTS);
const ARNS = ['arn:aws:s3:::bucket/key', 'arn:aws:s3:::other/*', '*', 'arn:aws:s3:::bucket/*'];

const base = {
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom<TemplateValue>(
    's3:GetObject',
    's3:*',
    '*',
    ['s3:PutObject', 'kms:*'],
    'kms:Decrypt',
    'sts:*',
  ),
  Resource: fc.constantFrom<TemplateValue>(
    '*',
    'arn:aws:s3:::bucket/*',
    'arn:aws:s3:::other/*',
    unresolved('Some.Arn'),
  ),
  Condition: fc.constantFrom<TemplateValue>(
    {},
    {},
    { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
    { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'x' } },
    { Strange: { 'aws:PrincipalAccount': '111111111111' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
  ),
};
const identityStatement: fc.Arbitrary<Statement> = fc.record(base);
const resourceStatement: fc.Arbitrary<Statement> = fc.record({
  ...base,
  Principal: fc.constantFrom<TemplateValue>(
    '*',
    { AWS: '111111111111' },
    { AWS: 'arn:aws:iam::222222222222:root' },
    { AWS: 'arn:aws:iam::111111111111:role/Build' },
    { AWS: unresolved('Some.Role') },
  ),
});
const identity = fc.array(identityStatement, { maxLength: 3 });
const resource = fc.option(fc.array(resourceStatement, { maxLength: 3 }), { nil: undefined });
const boundary = fc.option(fc.array(identityStatement, { maxLength: 2 }), { nil: undefined });

const request: fc.Arbitrary<AccessRequest> = fc
  .record({
    caller: account,
    resourceAccount: account,
    what: fc.constantFrom(
      { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
      { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-central-1:111111111111:key/1' },
      { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/Target' },
    ),
  })
  .map(({ caller, resourceAccount, what }) => ({
    principal: { kind: 'role', arn: `arn:aws:iam::${caller}:role/Build`, account: caller },
    resourceAccount,
    ...what,
  }));

const world = fc.record({ request, identity, resource, boundary });

function policies(given: {
  identity: Statement[];
  resource: Statement[] | undefined;
  boundary: Statement[] | undefined;
}): ApplicablePolicies {
  const policy = (name: string, Statement: Statement[]): { name: string; document: TemplateValue } => ({
    name,
    document: { Version: '2012-10-17', Statement },
  });
  return {
    identity: [policy('Identity', given.identity)],
    ...(given.resource === undefined ? {} : { resource: policy('Resource', given.resource) }),
    ...(given.boundary === undefined ? {} : { boundary: policy('Boundary', given.boundary) }),
  };
}

const OPTIONS = { numRuns: 3000 };

describe('for any policies', () => {
  test('one more Deny never allows more', () => {
    fc.assert(
      fc.property(world, identityStatement, resourceStatement, fc.boolean(), (given, own, other, onResource) => {
        const before = evaluateAccess(given.request, policies(given)).kind;
        const more = onResource
          ? { ...given, resource: [...(given.resource ?? []), { ...other, Effect: 'Deny' }] }
          : { ...given, identity: [...given.identity, { ...own, Effect: 'Deny' }] };
        const after = evaluateAccess(given.request, policies(more)).kind;
        if (before === 'denied') expect(after).toBe('denied');
        if (before === 'unproven') expect(after).not.toBe('allowed');
      }),
      OPTIONS,
    );
  });

  test('the order of statements does not matter', () => {
    fc.assert(
      fc.property(world, (given) => {
        const turned = {
          ...given,
          identity: [...given.identity].reverse(),
          resource: given.resource === undefined ? undefined : [...given.resource].reverse(),
          boundary: given.boundary === undefined ? undefined : [...given.boundary].reverse(),
        };
        const one = evaluateAccess(given.request, policies(given));
        const other = evaluateAccess(given.request, policies(turned));
        expect(other.kind).toBe(one.kind);
        if (one.kind === 'denied' && other.kind === 'denied') expect(other.how).toBe(one.how);
      }),
      OPTIONS,
    );
  });

  test('across accounts, allowed means that both sides allow', () => {
    const allowed = { Effect: 'Allow', Action: '*', Resource: '*' };
    let seen = 0;
    fc.assert(
      fc.property(world, fc.boolean(), fc.boolean(), (given, own, other) => {
        const { principal } = given.request;
        const caller = principal.kind === 'role' ? principal.account : '';
        const request = { ...given.request, resourceAccount: ACCOUNTS.find((each) => each !== caller) ?? '' };
        const sides = {
          identity: [...given.identity, ...(own ? [allowed] : [])],
          resource: [...(given.resource ?? []), ...(other ? [{ ...allowed, Principal: { AWS: caller } }] : [])],
          boundary: given.boundary,
        };
        if (evaluateAccess(request, policies(sides)).kind !== 'allowed') return;
        seen++;
        expect(evaluateAccess(request, policies({ ...sides, identity: [] })).kind).toBe('denied');
        expect(evaluateAccess(request, policies({ ...sides, resource: undefined })).kind).toBe('denied');
      }),
      OPTIONS,
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('a known answer holds whatever the unresolved values turn out to be', () => {
    const resolve = (value: TemplateValue, arn: string, role: string): TemplateValue => {
      const text = JSON.stringify(value).replaceAll(unresolved('Some.Arn'), arn);
      return JSON.parse(text.replaceAll(unresolved('Some.Role'), role)) as TemplateValue;
    };
    const role = fc.constantFrom('arn:aws:iam::111111111111:role/Build', 'arn:aws:iam::111111111111:role/Other');
    fc.assert(
      fc.property(world, fc.constantFrom(...ARNS), role, (given, arn, named) => {
        const answer = evaluateAccess(given.request, policies(given)).kind;
        fc.pre(answer !== 'unproven');
        const resolved = {
          identity: resolve(given.identity, arn, named) as Statement[],
          resource: given.resource === undefined ? undefined : (resolve(given.resource, arn, named) as Statement[]),
          boundary: given.boundary === undefined ? undefined : (resolve(given.boundary, arn, named) as Statement[]),
        };
        expect(evaluateAccess(given.request, policies(resolved)).kind).toBe(answer);
      }),
      OPTIONS,
    );
  });

  test('a known answer holds whatever a condition key that was not given turns out to be', () => {
    fc.assert(
      fc.property(world, fc.constantFrom('x', 'y', null), (given, team) => {
        const answer = evaluateAccess(given.request, policies(given)).kind;
        fc.pre(answer !== 'unproven');
        const told = { ...given.request, context: { 'aws:PrincipalTag/team': team } };
        expect(evaluateAccess(told, policies(given)).kind).toBe(answer);
      }),
      OPTIONS,
    );
  });
});
