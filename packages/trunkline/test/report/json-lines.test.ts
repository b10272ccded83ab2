// JSON in lines of a width: always the same JSON, and no wider than it has to be.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { jsonLines } from '../../src/report/json-lines.js';

describe('JSON in lines', () => {
  it('stays on one line where that is wide enough', () => {
    expect(jsonLines({ Effect: 'Allow', Action: ['a', 'b'], None: {} }, 60)).toEqual([
      '{ "Effect": "Allow", "Action": ["a", "b"], "None": {} }',
    ]);
  });

  it('breaks where it is not, and fills each line', () => {
    expect(jsonLines({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }, 40)).toEqual([
      '{ "Effect": "Allow",',
      '  "Action": [ "s3:GetObject",',
      '    "s3:PutObject" ], "Resource": "*" }',
    ]);
  });

  test('is the same JSON at any width', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 10, max: 120 }), (value, width) => {
        expect(JSON.parse(jsonLines(value, width).join('\n'))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('keeps policy statements within the width', () => {
    const words = fc.stringMatching(/^[a-z]{1,12}$/);
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.array(words, { maxLength: 8 }),
      Condition: fc.dictionary(words, fc.dictionary(words, fc.array(words, { maxLength: 4 }), { maxKeys: 3 })),
    });
    fc.assert(
      fc.property(statement, fc.integer({ min: 70, max: 120 }), (value, width) => {
        for (const line of jsonLines(value, width)) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
