// Where a text stops being JSON.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonMistake } from '../../src/assembly/json-position.js';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the place of a mistake in JSON', () => {
  it('is found exactly where JSON.parse finds one', () => {
    const soup = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"a"',
          '"',
          '1',
          '-',
          '0',
          '.5',
          'true',
          'nul',
          ' ',
          '\n',
          '\\u00e',
          'é',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        expect(findJsonMistake(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the end, for every text that was cut off', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), fc.nat(), (json, pretty, where) => {
        const whole = JSON.stringify({ value: JSON.parse(json) as unknown }, undefined, pretty ? 1 : 0);
        const cut = whole.slice(0, where % whole.length);
        expect(findJsonMistake(whole)).toBeUndefined();
        expect(findJsonMistake(cut)).toMatchObject({ cutOff: true });
      }),
    );
  });

  it('is given as line and column', () => {
    expect(findJsonMistake('{\n  "a": 1,\n  b: 2\n}')).toEqual({ line: 3, column: 3, cutOff: false });
    expect(findJsonMistake('{"a": 1,}')).toEqual({ line: 1, column: 9, cutOff: false });
    expect(findJsonMistake('{} {}')).toEqual({ line: 1, column: 4, cutOff: false });
    expect(findJsonMistake('{"a": "b\nc"}')).toEqual({ line: 1, column: 7, cutOff: false });
    expect(findJsonMistake('')).toEqual({ line: 1, column: 1, cutOff: true });
  });
});
