// Actions, resources and principals of a statement, and their Not forms.
import { describe, expect, test } from 'vitest';
import { matchAction } from '../../../src/preflight/iam/match-action.js';
import { grantsOf, type Grant } from '../../../src/preflight/iam/match-principal.js';
import { matchResource } from '../../../src/preflight/iam/match-resource.js';
import { readActions, readPrincipal, readTexts } from '../../../src/preflight/iam/read-elements.js';
import { contextOf } from '../../../src/preflight/iam/request-context.js';
import type { Principal } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';
import type { TemplateValue } from '../../../src/model/template.js';

describe('Action', () => {
  test.each([
    ['s3:GetObject', 's3:GetObject', 'yes'],
    ['S3:getobject', 's3:GetObject', 'yes'],
    ['s3:GetObject*', 's3:GetObjectVersion', 'yes'],
    ['s3:?etObject', 's3:GetObject', 'yes'],
    ['*', 's3:GetObject', 'yes'],
    ['s3:GetObject', 's3:GetObjectVersion', 'no'],
    ['kms:*', 's3:GetObject', 'no'],
    [unresolved('Action'), 's3:GetObject', 'unknown'],
  ])('%s covers %s: %s', (wanted, action, expected) => {
    const opposite = { yes: 'no', no: 'yes', unknown: 'unknown' }[expected];
    expect(matchAction(readActions(['sqs:*', wanted], false), action).kind).toBe(expected);
    expect(matchAction(readActions(['sqs:*', wanted], true), action).kind).toBe(opposite);
  });
});

const role: Principal = {
  kind: 'role',
  arn: 'arn:aws:iam::111111111111:role/path/Build',
  account: '111111111111',
  session: 'build-1',
};
const service: Principal = { kind: 'service', name: 'codebuild.amazonaws.com' };

describe('Resource', () => {
  const context = contextOf({ principal: role, action: 's3:GetObject', resource: '*', resourceAccount: '1' });
  const text = { version: '2012-10-17', context };

  test.each([
    ['*', 'arn:aws:s3:::bucket/key', 'yes'],
    ['*', '*', 'yes'],
    ['*', unresolved('Bucket.Arn'), 'yes'],
    ['arn:aws:s3:::*', '*', 'no'],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/key', 'no'],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a/b', 'yes'],
    ['arn:aws:s3:::Bucket/*', 'arn:aws:s3:::bucket/a', 'no'],
    // A wildcard at the end of its part reaches over colons; one inside a part is not promised to.
    ['arn:aws:sqs:*', 'arn:aws:sqs:eu-central-1:111111111111:queue', 'yes'],
    ['arn:aws:logs:*:111111111111:log-group:*', 'arn:aws:logs:eu-central-1:111111111111:log-group:a:b', 'yes'],
    ['arn:aws:sqs:eu*:queue', 'arn:aws:sqs:eu-central-1:111111111111:queue', 'yes'],
    ['arn:aws:sqs:e*1:queue', 'arn:aws:sqs:eu-central-1:111111111111:queue', 'unknown'],
    ['arn:aws:s3:::bucket/${aws:PrincipalAccount}/*', 'arn:aws:s3:::bucket/111111111111/key', 'yes'],
    ['arn:aws:s3:::bucket/${aws:PrincipalAccount}/*', 'arn:aws:s3:::bucket/222222222222/key', 'no'],
    // The unique ID of a role is not told by the template, the name of the session is.
    ['arn:aws:s3:::bucket/${aws:userid}/*', 'arn:aws:s3:::bucket/AROAX:build-1/key', 'unknown'],
    ['arn:aws:s3:::bucket/${aws:userid}/*', 'arn:aws:s3:::bucket/AROAX:build-2/key', 'no'],
    [unresolved('Bucket.Arn'), 'arn:aws:s3:::bucket/key', 'unknown'],
    [`${unresolved('Bucket.Arn')}/*`, `${unresolved('Bucket.Arn')}/key`, 'yes'],
    // An unresolved part of an ARN holds no colon, so that an alias is never a key.
    ['arn:aws:kms:*:*:alias/*', `arn:aws:kms:eu-central-1:111111111111:key/${unresolved('Key')}`, 'no'],
    ['arn:aws:kms:*:*:key/1*', `arn:aws:kms:eu-central-1:111111111111:key/${unresolved('Key')}`, 'unknown'],
  ])('%s covers %s: %s', (wanted, resource, expected) => {
    const opposite = { yes: 'no', no: 'yes', unknown: 'unknown' }[expected];
    expect(matchResource(readTexts(wanted, false), resource, text).kind).toBe(expected);
    expect(matchResource(readTexts(wanted, true), resource, text).kind).toBe(opposite);
  });

  test('a list with a variable is asked anew by each caller, about the same resource', () => {
    const list = readTexts('arn:aws:s3:::bucket/${aws:PrincipalAccount}/*', false);
    const asked = ['111111111111', '222222222222'].map((account) => {
      const resource = 'arn:aws:s3:::bucket/111111111111/key';
      const request = { principal: { ...role, account }, action: 's3:GetObject', resource, resourceAccount: account };
      return matchResource(list, resource, { ...text, context: contextOf(request) }).kind;
    });
    expect(asked).toEqual(['yes', 'no']);
  });

  test('a variable that the request has no value for', () => {
    const wanted = 'arn:aws:s3:::bucket/${aws:username}';
    expect(matchResource(readTexts(wanted, false), 'arn:aws:s3:::bucket/', text).kind).toBe('no');
    expect(matchResource(readTexts(wanted, true), 'arn:aws:s3:::bucket/', text).kind).toBe('unknown');
  });
});

/** `role` where the caller is certainly named so, `role?` where it may be. */
function ways(value: TemplateValue, principal: Principal, negated = false): string[] {
  return Object.entries(grantsOf(readPrincipal(value, negated), principal) as Record<Grant, { kind: string }>)
    .filter(([, match]) => match.kind !== 'no')
    .map(([way, match]) => (match.kind === 'yes' ? way : `${way}?`));
}

describe('Principal', () => {
  test.each<[TemplateValue, string[], string[]]>([
    ['*', ['anyone'], ['anyone']],
    [{ AWS: '*' }, ['anyone'], ['anyone']],
    [{ AWS: '111111111111' }, ['account'], []],
    [{ AWS: 111111111111 }, ['account'], []],
    [{ AWS: 'arn:aws:iam::111111111111:root' }, ['account'], []],
    [{ AWS: 'arn:aws-cn:iam::111111111111:root' }, [], []],
    [{ AWS: ['222222222222', 'arn:aws:iam::222222222222:role/path/Build'] }, [], []],
    [{ AWS: 'arn:aws:iam::111111111111:role/path/Build' }, ['role'], []],
    [{ AWS: 'arn:aws:iam::111111111111:role/Build' }, [], []],
    [{ AWS: 'arn:aws:iam::111111111111:user/Build' }, [], []],
    [{ AWS: 'arn:aws:iam::111111111111:role/*' }, ['role?'], []],
    [{ AWS: 'arn:aws:sts::111111111111:assumed-role/Build/build-1' }, ['session'], []],
    [{ AWS: 'arn:aws:sts::111111111111:assumed-role/Build/build-2' }, [], []],
    [{ AWS: 'AROAEXAMPLEEXAMPLE12' }, ['role?'], []],
    [{ AWS: unresolved('Role.Arn') }, ['account?', 'role?'], []],
    [{ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, ['anyone?', 'account?', 'role?'], ['anyone?', 'account?', 'role?']],
    [{ Service: 'codebuild.amazonaws.com' }, [], ['service']],
    [{ Service: ['lambda.amazonaws.com'], AWS: '111111111111' }, ['account'], []],
    [{ Federated: 'graph.facebook.com' }, [], []],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbaced' }, ['account?'], []],
  ])('%j', (value, ofRole, ofService) => {
    expect(ways(value, role)).toEqual(ofRole);
    expect(ways(value, service)).toEqual(ofService);
  });

  test('an unresolved role is the role of the same name', () => {
    const generated: Principal = { kind: 'role', arn: unresolved('Stack.Role.Arn'), account: '111111111111' };
    expect(ways({ AWS: unresolved('Stack.Role.Arn') }, generated)).toContain('role');
  });
});

describe('NotPrincipal', () => {
  const account = '111111111111';
  const arn = 'arn:aws:iam::111111111111:role/path/Build';

  test.each<[TemplateValue, string[]]>([
    [{ AWS: '222222222222' }, ['anyone']],
    [{ AWS: [account, arn] }, []],
    [{ AWS: arn }, ['anyone?']],
    [{ AWS: account }, ['anyone?']],
    ['*', []],
  ])('%j', (value, expected) => {
    expect(ways(value, role, true)).toEqual(expected);
  });

  test('exempts a service by its name', () => {
    expect(ways({ Service: 'codebuild.amazonaws.com' }, service, true)).toEqual([]);
    expect(ways({ Service: 'lambda.amazonaws.com' }, service, true)).toEqual(['anyone']);
  });
});
