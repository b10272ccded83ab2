// The index of a policy's statements: it may leave out only what certainly does not cover the request.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Covering } from '../../../src/preflight/iam/covering.js';
import { matchAction } from '../../../src/preflight/iam/match-action.js';
import { matchResource } from '../../../src/preflight/iam/match-resource.js';
import { readPolicy } from '../../../src/preflight/iam/read-policy.js';
import { contextOf } from '../../../src/preflight/iam/request-context.js';
import type { Principal } from '../../../src/preflight/iam/request.js';
import type { Statement } from '../../../src/preflight/iam/statement.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';
import type { TemplateValue } from '../../../src/model/template.js';

const role: Principal = { kind: 'role', arn: 'arn:aws:iam::111111111111:role/Build', account: '111111111111' };

function statementsOf(...statements: readonly TemplateValue[]): readonly Statement[] {
  return readPolicy({ name: 'Policy', document: { Version: '2012-10-17', Statement: statements } }, 'identity-based');
}

function sids(covering: Covering, resource: string): string[] {
  return covering.of(resource).map(({ statement }) => statement.place.statement);
}

describe('the statements that may cover a request', () => {
  const covering = new Covering(
    statementsOf(
      { Sid: 'One', Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::one/a', 'arn:aws:s3:::one/b'] },
      { Sid: 'Two', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::two/a' },
      { Sid: 'Any', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' },
      { Sid: 'ButOne', Effect: 'Deny', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::one/a' },
      { Sid: 'Put', Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::one/a' },
    ),
    's3:getobject',
  );

  test('are those that write the resource out, and those that only a comparison tells', () => {
    expect(sids(covering, 'arn:aws:s3:::one/b')).toEqual(['One', 'Any', 'ButOne']);
    expect(sids(covering, 'arn:aws:s3:::two/a')).toEqual(['Two', 'Any', 'ButOne']);
    expect(sids(covering, 'arn:aws:s3:::three')).toEqual(['Any', 'ButOne']);
  });

  test('are all of the action where the resource is not known', () => {
    expect(sids(covering, unresolved('Bucket.Arn'))).toEqual(['One', 'Two', 'Any', 'ButOne']);
  });
});

test('none is left out that covers the request, or may', () => {
  const text = fc.constantFrom(
    'a',
    'b',
    '*',
    'a*',
    '?',
    'a/${aws:PrincipalAccount}',
    unresolved('B'),
    `a${unresolved('B')}`,
  );
  const action = fc.constantFrom('s3:GetObject', 's3:*', '*', 's3:Put?bject', unresolved('Action'));
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'NotAction'), fc.array(action, { minLength: 1, maxLength: 2 })),
    resource: fc.tuple(fc.constantFrom('Resource', 'NotResource'), fc.array(text, { minLength: 1, maxLength: 3 })),
  });
  const asked = fc.constantFrom('a', 'b', 'ab', 'a/111111111111', unresolved('B'), `a${unresolved('C')}`);
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 6 }), asked, (drawn, resource) => {
      const statements = statementsOf(
        ...drawn.map(({ Effect, action: [act, actions], resource: [about, resources] }, index) => ({
          Sid: `S${index}`,
          Effect,
          [act]: actions,
          [about]: resources,
        })),
      );
      const request = { principal: role, action: 's3:GetObject', resource, resourceAccount: '111111111111' };
      const version = { version: '2012-10-17', context: contextOf(request) };
      const kept = new Set(sids(new Covering(statements, 's3:getobject'), resource));
      for (const { place, action: actions, resource: resources } of statements) {
        if (actions === undefined || resources === undefined) continue;
        if (matchAction(actions, 's3:getobject').kind === 'no') continue;
        if (matchResource(resources, resource, version).kind === 'no') continue;
        expect(kept).toContain(place.statement);
      }
    }),
  );
});
