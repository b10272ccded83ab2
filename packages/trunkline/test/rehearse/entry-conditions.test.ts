// Entry conditions: what holds, what is violated, and what cannot be told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageCondition, StageRule } from '../../src/model/pipeline.js';
import { judgeEntry } from '../../src/rehearse/entry-conditions.js';

const NAMESPACES = new Map([
  ['variables', { Size: 'small' }],
  ['Live', undefined],
]);

function check(Variable: string, Operator: string, Value: string, name = 'Check'): StageRule {
  return { name, provider: 'VariableCheck', configuration: { Variable, Operator, Value } };
}

function judge(result: string, ...rules: StageRule[]): string {
  return judgeEntry([{ result, rules }], NAMESPACES).kind;
}

describe('a rule', () => {
  it.each([
    ['#{variables.Size}', 'EQ', 'small', true],
    ['#{variables.Size}', 'EQ', 'Small', false],
    ['#{variables.Size}', 'NE', 'large', true],
    ['#{variables.Size}', 'NE', 'small', false],
    ['size #{variables.Size}!', 'CONTAINS', 'small', true],
    ['#{variables.Size}', 'CONTAINS', 'smaller', false],
    ['#{variables.Size}', 'MATCHES', 's.*l', true],
    ['#{variables.Size}', 'MATCHES', 'mal', false],
    ['a|b', 'EQ', '#{variables.Size}', false],
  ])('%s %s %s: %s', (variable, operator, value, holds) => {
    expect(judge('FAIL', check(variable, operator, value))).toBe(holds ? 'enters' : 'fails');
    expect(judge('SKIP', check(variable, operator, value))).toBe(holds ? 'enters' : 'is-skipped');
  });

  it('that reads what nothing has set fails the stage, and never skips it', () => {
    expect(judge('SKIP', check('#{variables.Sise}', 'EQ', 'small'))).toBe('fails');
  });

  it.each([
    ['reads what was not rehearsed', check('#{Live.Url}', 'EQ', 'x'), '#{Live.Url}'],
    ["has a pattern of Java's alone", check('#{variables.Size}', 'MATCHES', '(?<!a)++small'), '(?<!a)++small'],
  ])('that %s lets the execution in, and is named', (_, rule, named) => {
    const entry = judgeEntry([{ result: 'FAIL', rules: [rule] }], NAMESPACES);
    expect(entry).toMatchObject({ kind: 'enters', unjudged: [expect.stringContaining(named) as string] });
  });
});

describe('a condition', () => {
  const alarm: StageRule = { name: 'Calm', provider: 'CloudWatchAlarm', configuration: {} };

  it('fails where one rule does, whatever the others come to', () => {
    const outcomes = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(outcomes, (holds) => {
        const rules = holds.map((each, index) => check('a', each ? 'EQ' : 'NE', 'a', `R${index}`));
        expect(judge('FAIL', ...rules, alarm)).toBe(holds.every(Boolean) ? 'enters' : 'fails');
      }),
    );
  });

  it('after one that holds is judged too', () => {
    const conditions: StageCondition[] = [
      { result: 'FAIL', rules: [check('a', 'EQ', 'a')] },
      { result: 'SKIP', rules: [check('a', 'EQ', 'b')] },
    ];
    expect(judgeEntry(conditions, NAMESPACES).kind).toBe('is-skipped');
  });

  it('of other rules alone lets the execution in', () => {
    expect(judge('FAIL', alarm)).toBe('enters');
  });
});
