// The keys of a stage's conditions: what is checked before, after and on failure, and a transition that is disabled.
import { Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import { RuleProvider } from './condition-props';
import { quoted, type Mistakes } from './mistakes';
import type { Place } from './place';
import { RULE } from './rule-keys';
import { RULE_PROVIDERS } from './rule-problems';
import type { ConfigKey, ObjectShape, TextShape } from './shapes';

/** Source: CodePipeline API Reference, Condition: 1 to 5 rules; BeforeEntryConditions and its like: one condition. */
export const MOST_RULES = 5;

/** How many conditions of a kind CodePipeline takes. */
export const MOST_CONDITIONS = 1;

/** Source: CodePipeline User Guide, configure conditions for a stage: which results a kind of condition may have. */
export const RESULTS = {
  beforeEntry: [Result.FAIL, Result.SKIP],
  onSuccess: [Result.FAIL, Result.ROLLBACK],
  onFailure: [Result.ROLLBACK],
} as const;

/** A kind of condition, as a member of props. */
export type ConditionKind = keyof typeof RESULTS;

/** What a condition of a kind cannot lead to. */
export function resultProblem(kind: ConditionKind, result: string): string | undefined {
  const results: readonly string[] = RESULTS[kind];
  if (results.includes(result) || !Object.values<string>(Result).includes(result)) return undefined;
  const uses = results.map((each) => quoted(each)).join(' or ');
  return `${quoted(result)} is no result of ${KINDS[kind]}; use ${uses}.`;
}

const KINDS: Readonly<Record<ConditionKind, string>> = {
  beforeEntry: 'a condition before entry',
  onSuccess: 'a condition on success',
  onFailure: 'a condition on failure',
};

function conditions(kind: ConditionKind): ConfigKey {
  const condition: ObjectShape = {
    kind: 'object',
    holds: 'result and rules',
    keys: [
      {
        name: 'result',
        shape: { kind: 'choice', values: RESULTS[kind], refuse: (result) => resultProblem(kind, result) },
        required: true,
        missing: 'say what follows where a rule fails',
        description: 'What follows where one of the rules fails.',
      },
      {
        name: 'rules',
        shape: { kind: 'list', what: 'rule', of: RULE, max: MOST_RULES },
        required: true,
        missing: 'list the rules, 1 to 5',
        description: 'The rules, 1 to 5, all of which have to hold.',
      },
    ],
    also: (condition, mistakes) => {
      checkRules(condition, kind, mistakes);
    },
    ...(kind === 'beforeEntry' ? { schema: SKIPS } : {}),
  };
  return {
    name: 'conditions',
    shape: { kind: 'list', what: 'condition', of: condition, max: MOST_CONDITIONS },
    description:
      kind === 'onFailure'
        ? 'Rules on which a rollback depends, of which CodePipeline takes one condition.'
        : 'The conditions, of which CodePipeline takes one.',
    ...(kind === 'onFailure' ? { otherwise: 'none' } : { required: true, missing: 'list the condition' }),
  };
}

const SKIPPING = Object.values(RuleProvider).filter((provider) => RULE_PROVIDERS[provider].skips === true);

const SKIPS = {
  if: { properties: { result: { const: Result.SKIP } }, required: ['result'] },
  then: { properties: { rules: { items: { properties: { provider: { enum: SKIPPING } } } } } },
};

function checkRules(condition: Place, kind: ConditionKind, mistakes: Mistakes): void {
  const skips = kind === 'beforeEntry' && condition.key('result').text === Result.SKIP;
  const rules = condition.key('rules').elements;
  const names = rules.map((rule) => rule.key('name').text);
  for (const [index, rule] of rules.entries()) {
    const [name, provider] = [rule.key('name'), rule.key('provider')];
    if (name.text !== undefined && names.indexOf(name.text) < index) {
      mistakes.add(name.path, `names a second rule ${quoted(name.text)}; give each its own name.`);
    }
    const problem = skips && provider.text !== undefined ? skipProblem(provider.text) : undefined;
    if (problem !== undefined) mistakes.add(provider.path, problem);
  }
}

/** Why a rule of a provider cannot lead to a skipped stage. Source: CodePipeline User Guide, Commands rule, a note. */
export function skipProblem(provider: string): string | undefined {
  const known = Object.values<string>(RuleProvider).includes(provider);
  if (!known || SKIPPING.includes(provider as RuleProvider)) return undefined;
  return `a rule of ${provider} cannot skip a stage; use the result "FAIL", or a rule of ${SKIPPING.join(' or ')}.`;
}

/** What does not go together on failure: as the configuration and the hooks spell it. */
export function failureProblems(failure: {
  readonly result?: unknown;
  readonly hasMode: boolean;
  readonly hasConditions: boolean;
}): { readonly at: 'retry_mode' | 'conditions' | ''; readonly problem: string }[] {
  const { result, hasMode, hasConditions } = failure;
  if (result === undefined && !hasConditions) {
    return [{ at: '', problem: 'says nothing about what follows; give "result" or "conditions", or leave it out.' }];
  }
  const mode = hasMode && result !== Result.RETRY;
  const both = hasConditions && (result === Result.ROLLBACK || result === Result.FAIL);
  return [
    ...(mode ? [{ at: 'retry_mode' as const, problem: 'belongs to the result "RETRY"; leave it out.' }] : []),
    ...(both
      ? [
          {
            at: 'conditions' as const,
            problem: `nothing depends on conditions beside the result ${quoted(result)}, which follows whatever they say; keep one of the two.`,
          },
        ]
      : []),
  ];
}

const ON_FAILURE: ObjectShape = {
  kind: 'object',
  holds: 'result or conditions',
  keys: [
    {
      name: 'result',
      shape: {
        kind: 'choice',
        values: [Result.ROLLBACK, Result.RETRY, Result.FAIL],
        refuse: (result) =>
          result === Result.SKIP ? 'a stage that failed cannot be skipped; use "ROLLBACK" or "RETRY".' : undefined,
      },
      otherwise: 'what the conditions say, or else nothing',
      description: 'What follows whatever the reason: `FAIL` is nothing but the failure, against an outer setting.',
    },
    {
      name: 'retry_mode',
      shape: { kind: 'choice', values: Object.values(RetryMode) },
      otherwise: '`FAILED_ACTIONS`',
      description: 'With `RETRY`: which actions are run once more.',
    },
    conditions('onFailure'),
  ],
  also: (failure, mistakes) => {
    const problems = failureProblems({
      result: failure.key('result').value,
      hasMode: failure.key('retry_mode').isThere,
      hasConditions: failure.key('conditions').isThere,
    });
    for (const { at, problem } of problems) {
      mistakes.add(at === '' ? failure.path : failure.key(at).path, problem);
    }
  },
  schema: {
    anyOf: [{ required: ['result'] }, { required: ['conditions'] }],
    allOf: [
      {
        if: { required: ['retry_mode'] },
        then: { required: ['result'], properties: { result: { const: Result.RETRY } } },
      },
      {
        if: { required: ['result', 'conditions'] },
        then: { properties: { result: { const: Result.RETRY } } },
      },
    ],
  },
};

function around(kind: 'beforeEntry' | 'onSuccess'): ObjectShape {
  return { kind: 'object', holds: 'conditions', keys: [conditions(kind)] };
}

/**
 * Why nothing may enter a stage. Source: CloudFormation Template Reference, AWS::CodePipeline::Pipeline StageTransition,
 * `Reason`.
 */
export const REASON: TextShape = {
  kind: 'text',
  what: 'reason for a disabled transition',
  pattern: '^[a-zA-Z0-9!@ ().*?-]+$',
  hint: 'CodePipeline takes letters of English, digits, spaces and ! @ ( ) . * ? - alone',
  maxLength: 300,
  example: 'Frozen until the audit is over.',
};

/** What the root, a pipeline and a stage may say; the innermost counts, each key as a whole. */
export const CONDITION_KEYS: readonly ConfigKey[] = [
  {
    name: 'before_entry',
    shape: around('beforeEntry'),
    otherwise: 'none',
    description: 'Conditions that have to hold before a stage begins.',
  },
  {
    name: 'on_success',
    shape: around('onSuccess'),
    otherwise: 'none',
    description: 'Conditions that have to hold after a stage has succeeded.',
  },
  {
    name: 'on_failure',
    shape: ON_FAILURE,
    otherwise: 'nothing; the execution fails',
    description: 'What follows where a stage fails: a rollback, or one more try.',
  },
  {
    name: 'disabled_transition',
    shape: REASON,
    otherwise: 'everything may enter it',
    description: 'Why nothing may enter a stage until somebody enables its inbound transition.',
  },
];
