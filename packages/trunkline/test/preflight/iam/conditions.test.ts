// Every condition operator: a value that holds, one that does not, and a key that the request does not have.
import { describe, expect, test } from 'vitest';
import { matchCondition } from '../../../src/preflight/iam/conditions/match-condition.js';
import { CONDITION_OPERATORS } from '../../../src/preflight/iam/conditions/table.js';
import { contextOf } from '../../../src/preflight/iam/request-context.js';
import type { ContextValue } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';

const ROLE = 'arn:aws:iam::111111111111:role/path/Build';

function holds(
  operator: string,
  values: string | readonly string[],
  key: ContextValue | undefined,
  version = '2012-10-17',
): string {
  const context = contextOf({
    principal: { kind: 'role', arn: ROLE, account: '111111111111' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    resourceAccount: '111111111111',
    context: { ...(key === undefined ? {} : { 'my:Key': key }), 'my:Star': '*', 'my:Many': ['a', 'b'] },
  });
  const condition = { operator, key: 'MY:key', values: [values].flat(), unknown: [] };
  return matchCondition(condition, { version, context }).kind;
}

const TABLE: [operator: string, holds: [string | string[], string], not: [string | string[], string]][] = [
  ['StringEquals', [['x', 'Value'], 'Value'], ['value', 'Value']],
  ['StringNotEquals', ['value', 'Value'], [['x', 'Value'], 'Value']],
  ['StringEqualsIgnoreCase', ['vALUE', 'Value'], ['values', 'Value']],
  ['StringNotEqualsIgnoreCase', ['values', 'Value'], ['vALUE', 'Value']],
  ['StringLike', ['V?l*', 'Value'], ['v?l*', 'Value']],
  ['StringNotLike', ['v?l*', 'Value'], ['V?l*', 'Value']],
  [
    'ArnEquals',
    ['arn:aws:sns:*:111111111111:topic', 'arn:aws:sns:eu-central-1:111111111111:topic'],
    ['arn:aws:sns:eu-central-1:111111111111:Topic', 'arn:aws:sns:eu-central-1:111111111111:topic'],
  ],
  // The documented example: a wildcard that would have to reach over a colon.
  [
    'ArnLike',
    ['arn:aws:a:*:111111111111:f/*', 'arn:aws:a:us-east-2:111111111111:f/abc:x'],
    ['arn:aws:a:*:111111111111:f/*', 'arn:aws:a:us-east-2:999999999999:s/abc:111111111111:f/x'],
  ],
  ['ArnNotEquals', ['arn:aws:sns:::a', 'arn:aws:sns:::b'], ['arn:aws:sns:::?', 'arn:aws:sns:::b']],
  ['ArnNotLike', ['arn:aws:sns:::a', 'no ARN'], ['arn:aws:sns:::*', 'arn:aws:sns:::b']],
  ['Bool', ['true', 'True'], ['false', 'true']],
  ['NumericEquals', ['10', '10.0'], ['10', '11']],
  ['NumericNotEquals', ['10', '11'], ['10', '10.0']],
  ['NumericLessThan', ['10', '9'], ['10', '10']],
  ['NumericLessThanEquals', ['10', '10'], ['10', '11']],
  ['NumericGreaterThan', ['9', '10'], ['10', '10']],
  ['NumericGreaterThanEquals', ['10', '10'], ['10', '9']],
  ['DateEquals', ['2026-01-01T00:00:00Z', '1767225600'], ['2026-01-01', '2026-01-02']],
  ['DateNotEquals', ['2026-01-01', '2026-01-02'], ['2026-01-01T01:00:00+01:00', '2026-01-01']],
  ['DateLessThan', ['2026-01-02', '2026-01-01'], ['2026-01-01', '2026-01-01']],
  ['DateLessThanEquals', ['2026-01-01', '2026-01-01'], ['2026-01-01', '2026-01-02']],
  ['DateGreaterThan', ['2026-01-01', '2026-01-02'], ['2026-01-01', '2026-01-01']],
  ['DateGreaterThanEquals', ['2026-01-01', '2026-01-01'], ['2026-01-02', '2026-01-01']],
  ['IpAddress', ['203.0.113.0/24', '203.0.113.7'], ['203.0.113.0/24', '203.0.114.7']],
  ['NotIpAddress', ['2001:db8:1234:5678::/64', '203.0.113.7'], ['2001:DB8:1234:5678::/64', '2001:db8:1234:5678::1']],
  ['BinaryEquals', ['QmluYXJ5', 'QmluYXJ5'], ['QmluYXJ5', 'QmluYXJ6']],
];

test('the table has every operator', () => {
  expect(TABLE.map(([operator]) => operator).sort()).toEqual([...CONDITION_OPERATORS.keys()].sort());
});

describe.each(TABLE)('%s', (operator, good, bad) => {
  const negated = operator.includes('Not');

  test('holds, and does not', () => {
    expect(holds(operator, ...good)).toBe('yes');
    expect(holds(operator, ...bad)).toBe('no');
  });

  test('a key that the request does not have', () => {
    expect(holds(operator, good[0], null)).toBe(negated ? 'yes' : 'no');
    expect(holds(`${operator}IfExists`, good[0], null)).toBe('yes');
    expect(holds(`${operator}IfExists`, ...bad)).toBe('no');
    expect(holds(`ForAllValues:${operator}`, good[0], null)).toBe('yes');
    expect(holds(`ForAnyValue:${operator}`, good[0], null)).toBe('no');
  });

  test('a key of which nothing is known', () => {
    for (const form of [operator, `${operator}IfExists`, `ForAnyValue:${operator}`, `ForAllValues:${operator}`]) {
      expect(holds(form, good[0], undefined), form).toBe('unknown');
    }
  });

  test('several values need a quantifier', () => {
    const values = [good[1], bad[1]];
    // Each pair is judged by the policy values of the good one; the bad one's must then be judged by its own.
    expect(holds(operator, good[0], values)).toBe('unknown');
    expect(holds(`ForAnyValue:${operator}`, good[0], values)).toBe('yes');
    expect(holds(`ForAllValues:${operator}`, bad[0], [bad[1], bad[1]])).toBe('no');
    expect(holds(`ForAnyValue:${operator}`, bad[0], [bad[1], bad[1]])).toBe('no');
    expect(holds(`ForAllValues:${operator}`, good[0], [good[1], good[1]])).toBe('yes');
  });

  test('an unresolved value of the request', () => {
    expect(holds(operator, good[0], unresolved('Value'))).toBe('unknown');
  });
});

describe('Null', () => {
  test.each([
    ['true', null, 'yes'],
    ['true', 'x', 'no'],
    ['false', null, 'no'],
    ['false', 'x', 'yes'],
    ['true', undefined, 'unknown'],
    ['maybe', 'x', 'unknown'],
  ] as const)('%s on %s: %s', (wanted, key, expected) => {
    expect(holds('Null', wanted, key)).toBe(expected);
  });

  test('takes no IfExists', () => {
    expect(holds('NullIfExists', 'true', null)).toBe('unknown');
  });
});

describe('keys with several values', () => {
  test.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], 'yes'],
    ['ForAllValues:StringEquals', ['a'], ['a', 'b'], 'no'],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], 'no'],
    ['ForAllValues:StringEquals', ['a'], [], 'yes'],
    ['ForAllValues:StringEquals', ['a'], [''], 'yes'],
    ['ForAnyValue:StringEquals', ['a'], ['b', 'a'], 'yes'],
    ['ForAnyValue:StringEquals', ['a'], ['b', 'c'], 'no'],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], 'yes'],
    ['ForAnyValue:StringEquals', ['a'], [], 'no'],
    ['ForAnyValue:StringEqualsIfExists', ['a'], null, 'unknown'],
    ['StringEquals', ['a'], ['a'], 'yes'],
  ])('%s %j on %j: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });
});

describe('what is not known is not guessed', () => {
  test.each([
    ['StringMatches', 'x', 'x'],
    ['stringequals', 'x', 'x'],
    ['ForSomeValues:StringEquals', 'x', 'x'],
    ['NumericEquals', 'ten', '10'],
    ['DateEquals', '2026-01-01T00:00:00', '2026-01-01'],
    ['IpAddress', '10.0.0.0/33', '10.0.0.1'],
    ['Bool', '${aws:SecureTransport}', 'true'],
    ['ArnLike', '*', ROLE],
  ])('%s of %s and %s', (operator, wanted, actual) => {
    expect(holds(operator, wanted, actual)).toBe('unknown');
  });
});

describe('policy variables', () => {
  test.each([
    ['StringEquals', 'role ${aws:PrincipalArn}', `role ${ROLE}`, 'yes'],
    ['StringEquals', '${AWS:principalaccount}', '111111111111', 'yes'],
    ['StringLike', '${aws:PrincipalAccount}-*', '111111111111-x', 'yes'],
    ['ArnLike', '${aws:PrincipalArn}', ROLE, 'yes'],
    ['StringLike', 'a${*}', 'ab', 'no'],
    ['StringLike', 'a${*}${?}${$}', 'a*?$', 'yes'],
    ['StringEquals', 'team-${aws:username}', 'team-', 'no'],
    ['StringNotEquals', 'team-${aws:username}', 'team-', 'yes'],
    ['StringEquals', "team-${aws:username, 'none'}", 'team-none', 'yes'],
    ['StringEquals', '${aws:PrincipalTag/team}', 'x', 'unknown'],
    ['StringLike', '${my:Star}', 'x', 'unknown'],
    ['StringLike', '${my:Many}', 'a', 'unknown'],
  ])('%s of %s and %s: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });

  test('are plain text before version 2012-10-17', () => {
    expect(holds('StringEquals', '${aws:PrincipalAccount}', '111111111111', '2008-10-17')).toBe('no');
    expect(holds('StringEquals', '${aws:PrincipalAccount}', '${aws:PrincipalAccount}', '2008-10-17')).toBe('yes');
  });
});
