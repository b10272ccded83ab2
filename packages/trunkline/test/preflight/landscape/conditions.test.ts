// A condition that hangs on what nobody knows yet is open: nothing that depends on it counts as known.
import { expect, test } from 'vitest';
import { isUnresolved } from '../../../src/preflight/iam/unresolved.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { allow, assembly, role, stack } from './assemblies.js';

const TRUE = { 'Fn::Equals': ['a', 'a'] };
const FALSE = { 'Fn::Equals': ['a', 'b'] };
const OPEN = { 'Fn::Equals': [{ Ref: 'Unknown' }, 'a'] };

/** What `Fn::If` gives with a condition: one of the branches, or a marker. */
function branch(condition: unknown): { value: unknown; problems: string[] } {
  const landscape = readLandscape(
    assembly(
      stack('Main', {
        Parameters: { Unknown: { Type: 'String' } },
        Conditions: { C: condition as never, Open: OPEN, Loop: { 'Fn::Not': [{ Condition: 'Loop' }] } },
        Resources: {
          Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::If': ['C', 'then', 'else'] } } },
        },
      }),
    ),
  );
  const value = landscape.resources[0]?.properties.DisplayName;
  return { value, problems: landscape.unreadable.map(({ problem }) => problem) };
}

test.each([
  ['equal texts', TRUE, 'then'],
  ['other texts', FALSE, 'else'],
  ['the same unknown value', { 'Fn::Equals': [{ Ref: 'Unknown' }, { Ref: 'Unknown' }] }, 'then'],
  ['an unknown value whose known rest differs', { 'Fn::Equals': [{ 'Fn::Sub': 'x-${Unknown}' }, 'y-a'] }, 'else'],
  ['false and open', { 'Fn::And': [FALSE, OPEN] }, 'else'],
  ['true or open', { 'Fn::Or': [OPEN, TRUE] }, 'then'],
  ['the opposite', { 'Fn::Not': [TRUE] }, 'else'],
])('%s', (_, condition, expected) => {
  expect(branch(condition).value).toBe(expected);
});

test.each([
  ['an unknown value', OPEN],
  ['the opposite of what is open', { 'Fn::Not': [OPEN] }],
  ['true and open', { 'Fn::And': [TRUE, OPEN] }],
  ['false or open', { 'Fn::Or': [OPEN, FALSE] }],
  ['an open condition by its name', { Condition: 'Open' }],
])('is open: %s', (_, condition) => {
  const { value, problems } = branch(condition);
  expect(value).toSatisfy(isUnresolved);
  expect(problems).toEqual(["whether condition 'C' holds is not told by the template"]);
});

test.each([
  [
    'one that depends on itself',
    { Condition: 'Loop' },
    'Circular dependency between conditions: Loop depends on itself',
  ],
  ['one that is no condition', { 'Fn::Join': ['', []] }, 'is not a condition function that is known here'],
])('is open and said: %s', (_, condition, problem) => {
  const { value, problems } = branch(condition);
  expect(value).toSatisfy(isUnresolved);
  expect(problems.join('\n')).toContain(problem);
});

test('nothing is known of a policy whose resource may not exist, and a resource that does not exist is left out', () => {
  const { roles } = readLandscape(
    assembly(
      stack('Main', {
        Parameters: { Unknown: { Type: 'String' } },
        Conditions: { Open: OPEN, Never: FALSE },
        Resources: {
          Role: role(),
          Absent: { ...role(), Condition: 'Never' },
          Maybe: {
            Type: 'AWS::IAM::Policy',
            Condition: 'Open',
            Properties: { PolicyDocument: allow('*'), Roles: [{ Ref: 'Role' }] },
          },
          No: {
            Type: 'AWS::IAM::Policy',
            Condition: 'Never',
            Properties: { PolicyDocument: allow('*'), Roles: [{ Ref: 'Role' }] },
          },
        },
      }),
    ),
  );
  expect(roles.map(({ origin }) => origin.logicalId)).toEqual(['Role']);
  expect(roles[0]?.identity).toHaveLength(1);
  expect(roles[0]?.identity[0]?.document).toSatisfy(isUnresolved);
});
