// Which branches a pattern means.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globProblem, literalGlob, matchesGlob } from '../../src/config/feature-branch-glob';

describe.each<[string, string[], string[]]>([
  ['feature/**', ['feature/x', 'feature/a/b', 'feature/'], ['feature', 'Feature/x', 'my/feature/x']],
  ['feature/*', ['feature/x', 'feature/.x'], ['feature/a/b', 'features/x']],
  ['**', ['a', 'a/b'], []],
  ['a?c', ['abc', 'a日c'], ['ac', 'a/c', 'abbc']],
  ['[a-c]x', ['ax', 'bx', 'cx'], ['dx', 'a-x']],
  ['[!a-c]x', ['dx', '-x'], ['ax', '/x']],
  ['[]a]x', [']x', 'ax'], ['x']],
  ['[a-]x', ['-x', 'ax'], ['bx']],
  ['{bug,feature}/*', ['bug/1', 'feature/1'], ['bugs/1', 'other/1']],
  ['{a*,b}', ['a', 'axy', 'b'], ['a/x', 'bx']],
  ['a\\*', ['a*'], ['ab']],
  ['a.b+c', ['a.b+c'], ['axb+c', 'a.bbc']],
  ['a,b}', ['a,b}'], ['a']],
])('%s', (pattern, meant, others) => {
  test.each(meant)('means %s', (branch) => {
    expect(matchesGlob(pattern, branch)).toBe(true);
  });

  if (others.length > 0) {
    test.each(others)('does not mean %s', (branch) => {
      expect(matchesGlob(pattern, branch)).toBe(false);
    });
  }
});

test.each(['a\\', '[abc', '[', '{a,b', '{a,{b}}', '[z-a]'])('%s is none, and means nothing', (pattern) => {
  expect(globProblem(pattern)).toMatch(/ is no pattern: .*\.$/);
  expect(matchesGlob(pattern, pattern)).toBe(false);
});

test('a name with every character escaped means itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (name, other) => {
      const pattern = [...name].map((character) => `\\${character}`).join('');
      expect(matchesGlob(pattern, name)).toBe(true);
      expect(matchesGlob(pattern, other)).toBe(name === other);
    }),
  );
});

test('a name as a pattern means itself and nothing else', () => {
  const unit = fc.constantFrom(...'*?[]!-{},\\/ab');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 6 }), (name, other) => {
      expect(matchesGlob(literalGlob(name), name)).toBe(true);
      expect(matchesGlob(literalGlob(name), other)).toBe(name === other);
    }),
  );
});

test('whatever a pattern is, it is compiled or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'*?[]!-{},\\/ab^$.()|'), maxLength: 12 }), (pattern) => {
      expect(globProblem(pattern) === undefined || !matchesGlob(pattern, 'ab')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
