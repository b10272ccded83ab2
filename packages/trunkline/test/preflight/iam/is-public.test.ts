// What S3 counts as public: the documented examples, and what may stand in the way of an answer.
import { describe, expect, test } from 'vitest';
import { isPublic } from '../../../src/preflight/iam/is-public.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';

function publicity(principal: TemplateValue, condition?: TemplateValue, effect = 'Allow'): string {
  const statement = {
    Effect: effect,
    Principal: principal,
    Action: 's3:PutObject',
    Resource: '*',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return isPublic({ name: 'Policy', document: { Version: '2012-10-17', Statement: [statement] } }).kind;
}

describe('by its principal', () => {
  test.each<[TemplateValue, string]>([
    ['*', 'public'],
    [{ AWS: '*' }, 'public'],
    [{ AWS: ['111111111111', '*'] }, 'public'],
    [{ Federated: 'graph.facebook.com' }, 'public'],
    [{ AWS: '111111111111' }, 'not-public'],
    [{ AWS: 'arn:aws:iam::111111111111:role/Build' }, 'not-public'],
    [{ Service: 'cloudtrail.amazonaws.com' }, 'not-public'],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbaced' }, 'not-public'],
    [{ AWS: unresolved('Role.Arn') }, 'unproven'],
    [{ Federated: 'arn:aws:iam::111111111111:saml-provider/Own' }, 'unproven'],
  ])('%j is %s', (principal, expected) => {
    expect(publicity(principal)).toBe(expected);
  });

  test('a Deny never makes a policy public', () => {
    expect(publicity('*', undefined, 'Deny')).toBe('not-public');
  });
});

describe('everybody, by the condition', () => {
  const arnLike = (arn: string): TemplateValue => ({ ArnLike: { 'aws:PrincipalArn': arn } });

  test.each<[TemplateValue, string]>([
    [{ StringLike: { 'aws:SourceVpc': 'vpc-*' } }, 'public'],
    [{ StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } }, 'not-public'],
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'not-public'],
    [{ StringEquals: { 'AWS:principalorgid': ['o-a1b2c3d4e5', 'o-f6g7h8i9j0'] } }, 'not-public'],
    [{ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'public'],
    [{ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'public'],
    [{ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a/r-b/' } }, 'public'],
    [{ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a/r-b/' } }, 'not-public'],
    [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a/r-b/*' } }, 'unproven'],
    [arnLike('arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*'), 'public'],
    [arnLike('arn:aws:iam::111111111111:role/Build'), 'not-public'],
    [arnLike('arn:aws:iam::111111111111:role/*'), 'unproven'],
    [
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ...(arnLike('arn:*:iam::*:role/x-*') as object) },
      'not-public',
    ],
    [{ StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }, 'public'],
    [{ StringEquals: { 'aws:PrincipalOrgID': unresolved('Parameter') } }, 'unproven'],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }, 'public'],
    [{ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8'] } }, 'not-public'],
    [{ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/31'] } }, 'public'],
    [{ ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:123456789012:accesspoint/*' } }, 'not-public'],
    [{ ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:*:accesspoint/*' } }, 'public'],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, 'public'],
  ])('%j is %s', (condition, expected) => {
    expect(publicity('*', condition)).toBe(expected);
  });
});

test('one public statement is enough, and is named', () => {
  const document: TemplateValue = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 's3:*', Resource: '*' },
      { Sid: 'Everybody', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
    ],
  };
  expect(isPublic({ name: 'Policy', document })).toEqual({
    kind: 'public',
    by: [{ side: 'resource-based', policy: 'Policy', statement: 'Everybody' }],
  });
});

test('a policy that is not known is neither', () => {
  expect(isPublic({ name: 'Policy', document: unresolved('Policy') }).kind).toBe('unproven');
});
