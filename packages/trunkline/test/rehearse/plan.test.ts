// Planning: run orders become groups, and declarations mark what is not rehearsed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, planExecution, unmatchedDeclarations } from '../../src/rehearse/plan.js';
import { action, pipeline } from './builders.js';

describe('a plan', () => {
  it('groups actions by run order, whatever the order of declaration and the gaps between numbers', () => {
    const plan = planExecution(
      pipeline({ Deploy: [action('Late', { runOrder: 7 }), action('First'), action('Beside')] }),
    );

    expect(plan.stages[0]?.runOrders.map((group) => group.actions.map(({ action: { name } }) => name))).toEqual([
      ['First', 'Beside'],
      ['Late'],
    ]);
  });

  it('marks an action that a declaration matches, with its reason', () => {
    const plan = planExecution(pipeline({ Dev: [action('AcceptanceTests'), action('Deploy')] }), [
      { action: '*Acceptance*', reason: 'calls a live API' },
    ]);

    const marks = plan.stages[0]?.runOrders[0]?.actions.map((planned) => planned.notRehearsed);
    expect(marks).toEqual(['calls a live API', undefined]);
  });

  it('holds executions before a stage with a disabled transition, unless it is enabled', () => {
    const [dev, prod] = pipeline({ Dev: [action('A')], Prod: [action('B')] }).stages;
    if (!dev || !prod) throw new Error('no stages');
    const declared = { ...pipeline({}), stages: [dev, { ...prod, disabledTransition: 'freeze' }] };

    const heldIn = (enabled: string[]) => planExecution(declared, [], enabled).stages.map(({ held }) => held);
    expect(heldIn([])).toEqual([undefined, 'freeze']);
    expect(heldIn(['Prod'])).toEqual([undefined, undefined]);
  });

  it('needs every part of a declaration to match', () => {
    const declarations = [{ pipeline: 'other', stage: 'Dev', action: 'Deploy', reason: 'r' }];
    const declared = pipeline({ Dev: [action('Deploy')] });

    expect(planExecution(declared, declarations).stages[0]?.runOrders[0]?.actions[0]?.notRehearsed).toBeUndefined();
    expect(unmatchedDeclarations([declared], declarations)).toEqual(declarations);
  });

  it('holds every action exactly once, in ascending run orders', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(orders, (runOrders) => {
        const actions = runOrders.map((runOrder, index) => action(`A${index}`, { runOrder }));
        const groups = planExecution(pipeline({ S: actions })).stages[0]?.runOrders ?? [];
        const planned = groups.flatMap((group) => group.actions.map(({ action: { name } }) => name));
        expect(planned.sort()).toEqual(actions.map(({ name }) => name).sort());
        expect(groups.map((group) => group.runOrder)).toEqual([...new Set(runOrders)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('a pattern', () => {
  it.each([
    ['*', 'Anything', true],
    ['Dev*', 'Dev-eu', true],
    ['Dev', 'Dev-eu', false],
    ['a.c', 'abc', false],
    ['*Tests', 'AcceptanceTests.Prepare', false],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });

  it('without a star matches itself alone', () => {
    const text = fc.string().filter((value) => !value.includes('*'));
    fc.assert(fc.property(text, text, (a, b) => matchesPattern(a, b) === (a === b)));
  });
});
