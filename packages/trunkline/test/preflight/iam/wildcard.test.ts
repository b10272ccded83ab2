// Patterns against an independent matcher, and what stretches of unknown text do to them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';
import { matchPattern, readPattern } from '../../../src/preflight/iam/wildcard.js';

function match(pattern: string, value: string): string {
  return matchPattern(readPattern(pattern, true), value).kind;
}

/** Tries every way in which a pattern can cover a text: slow, and too simple to be wrong. */
function covers(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') return covers(rest, text) || (text !== '' && covers(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && covers(rest, text.slice(1));
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '.'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '.', '*', '?'), maxLength: 8 });

describe('wildcards', () => {
  test('a pattern matches what a naive matcher says', () => {
    fc.assert(
      fc.property(pattern, text, (wanted, value) => {
        expect(match(wanted, value)).toBe(covers(wanted, value) ? 'yes' : 'no');
      }),
      { numRuns: 3000 },
    );
  });

  test('a pattern matches what its regular expression matches', () => {
    fc.assert(
      fc.property(pattern, text, (wanted, value) => {
        const source = wanted.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(match(wanted, value) === 'yes').toBe(new RegExp(`^${source}$`).test(value));
      }),
      { numRuns: 1000 },
    );
  });

  test('many stars take no time', () => {
    expect(match(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe('no');
  });
});

describe('stretches that are not known', () => {
  const part = fc.oneof(fc.constantFrom('x', 'y'), fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 3 }));
  const holed = (parts: readonly string[]): string =>
    parts.map((each) => (each === 'x' || each === 'y' ? unresolved(each) : each)).join('');
  const filled = (parts: readonly string[], x: string, y: string): string =>
    parts.map((each) => (each === 'x' ? x : each === 'y' ? y : each)).join('');

  test('an answer holds whatever they turn out to be', () => {
    const parts = fc.array(part, { maxLength: 4 });
    const wild = fc.array(fc.oneof(part, fc.constantFrom('*', '?')), { maxLength: 4 });
    const fill = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 3 });
    fc.assert(
      fc.property(wild, parts, fill, fill, (wanted, value, x, y) => {
        const answer = match(holed(wanted), holed(value));
        if (answer === 'unknown') return;
        expect(covers(filled(wanted, x, y), filled(value, x, y))).toBe(answer === 'yes');
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['arn:aws:s3:::*', `arn:aws:s3:::${unresolved('Bucket')}`, 'yes'],
    [`arn:aws:s3:::${unresolved('Bucket')}/*`, `arn:aws:s3:::${unresolved('Bucket')}/key`, 'yes'],
    [`arn:aws:s3:::${unresolved('Bucket')}`, `arn:aws:s3:::${unresolved('Other')}`, 'unknown'],
    [`arn:aws:s3:::${unresolved('Bucket')}`, 'arn:aws:kms:eu-central-1:111111111111:key/1', 'no'],
    ['{{resolve:ssm:/name}}', '{{resolve:ssm:/name}}', 'yes'],
    // What Fn::Split leaves of a marker equals nothing for certain.
    ['Arn}}', 'Arn}}', 'unknown'],
  ])('%s and %s: %s', (wanted, value, expected) => {
    expect(match(wanted, value)).toBe(expected);
  });
});
