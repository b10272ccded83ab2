// The evaluation's rules as data: every condition operator on every side, and every rule of how policies are combined.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { CONDITION_OPERATORS } from '../../../src/preflight/iam/conditions/table.js';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import type { AccessRequest, ContextValue } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';
import { applicable, doubtsOf, inWords, readScenarios, type WrittenPolicies } from './scenario.js';

interface OperatorRow {
  readonly operator: string;
  readonly wanted: TemplateValue;
  readonly holds: string;
  readonly fails: string;
}

type Answer = 'yes' | 'no' | 'unknown';
type State = 'holds' | 'fails' | 'several' | 'absent' | 'unknown' | 'unresolved';

interface FormRow {
  readonly form: string;
  readonly positive: Readonly<Record<State, Answer>>;
  readonly negated: Readonly<Record<State, Answer>>;
}

interface SideRow {
  readonly side: string;
  readonly effect: string;
  readonly policies: WrittenPolicies;
  readonly answers: Readonly<Record<Answer, string>>;
}

const OPERATORS = readScenarios<readonly OperatorRow[]>('operators.json');
const FORMS = readScenarios<readonly FormRow[]>('operator-forms.json');
const SIDES = readScenarios<readonly SideRow[]>('sides.json');

const ROLE = { kind: 'role', arn: 'arn:aws:iam::111111111111:role/Build', account: '111111111111' } as const;

function contextOf({ holds, fails }: OperatorRow): Record<State, ContextValue | undefined> {
  return {
    holds,
    fails,
    several: [holds, fails],
    absent: null,
    unknown: undefined,
    unresolved: unresolved('Stack.Parameter'),
  };
}

describe('every operator', () => {
  test('has a row', () => {
    expect(OPERATORS.map(({ operator }) => operator).sort()).toEqual([...CONDITION_OPERATORS.keys()].sort());
  });

  describe.each(SIDES)('in a statement of $side that says $effect', ({ side, effect, policies, answers }) => {
    test.each(OPERATORS)('$operator', (row) => {
      const sign = row.operator.includes('Not') ? 'negated' : 'positive';
      for (const form of FORMS) {
        const operator = form.form.replace('Operator', row.operator);
        const tested = {
          Sid: 'Tested',
          Effect: effect,
          ...(side.startsWith('resource-') ? { Principal: '*' } : {}),
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { [operator]: { 'company:Key': row.wanted } },
        };
        const written = JSON.parse(
          JSON.stringify(policies).replaceAll('"the tested statement"', () => JSON.stringify(tested)),
        ) as WrittenPolicies;
        for (const [state, value] of Object.entries(contextOf(row)) as [State, ContextValue | undefined][]) {
          const request: AccessRequest = {
            principal: ROLE,
            action: 's3:GetObject',
            resource: 'arn:aws:s3:::bucket/key',
            resourceAccount: ROLE.account,
            ...(value === undefined ? {} : { context: { 'company:Key': value } }),
          };
          const expected = answers[form[sign][state]];
          expect(inWords(evaluateAccess(request, applicable(written))), `${operator}, ${state}`).toBe(expected);
        }
      }
    });
  });
});

interface Scenario {
  readonly title: string;
  readonly request?: Partial<AccessRequest>;
  readonly policies: WrittenPolicies;
  /** The answer in words. */
  readonly expected: string;
  /** A part of the reasons of an answer that is open. */
  readonly because?: string;
}

interface ScenarioFile {
  readonly about: string;
  readonly request: AccessRequest;
  readonly scenarios: readonly Scenario[];
}

const RULES = new URL('scenarios/rules/', import.meta.url);

describe.each(readdirSync(RULES))('%s', (file) => {
  const { about, request, scenarios } = readScenarios<ScenarioFile>(`rules/${file}`);

  test.each(scenarios)('$title', (scenario) => {
    const access = evaluateAccess({ ...request, ...scenario.request }, applicable(scenario.policies));
    expect(inWords(access), about).toBe(scenario.expected);
    expect(doubtsOf(access)).toContain(scenario.because ?? '');
    expect(access.kind === 'unproven', 'a scenario says why an answer is open').toBe(scenario.because !== undefined);
  });
});
