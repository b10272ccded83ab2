// Checks what the hooks of conditions returned: its types, and whether CodePipeline would take it.
import { Token } from 'aws-cdk-lib';
import { ExecutionMode, PipelineType, Result, RetryMode } from 'aws-cdk-lib/aws-codepipeline';
import {
  failureProblems,
  MOST_RULES,
  REASON,
  resultProblem,
  RESULTS,
  skipProblem,
  type ConditionKind,
} from '../../config/condition-keys';
import { quoted } from '../../config/mistakes';
import { isJsonObject, type JsonObject } from '../../config/place';
import { describeValue, HookMistake, type HookContext } from '../hooks/hook-call';
import { StageContext } from '../hooks/stage-context';
import { unknownMembers } from '../hooks/unknown-members';
import type { StageConditions } from './stage-conditions';
import { StageRule } from './stage-rule';

/** What was asked, and in which pipeline. */
export interface ConditionQuestion {
  readonly hook: string;
  readonly context: HookContext;
  readonly mode: ExecutionMode;
  /** The CodePipeline stage, where it is no stage of the configuration. */
  readonly title?: string;
}

/** Kinds of conditions with the key of the configuration that the base takes them from. */
const KINDS: readonly (readonly [ConditionKind, string])[] = [
  ['beforeEntry', '"before_entry"'],
  ['onSuccess', '"on_success"'],
  ['onFailure', '"on_failure"'],
];

/**
 * Conditions, or `undefined` where there are none.
 *
 * @throws a `HookMistake` that lists everything that CodePipeline would refuse
 */
export function asConditions(question: ConditionQuestion, value: unknown): StageConditions | undefined {
  if (value === undefined || value === null) return undefined;
  const { hook, context, title } = question;
  const place = title === undefined ? '' : `of CodePipeline stage ${title}: `;
  if (!isJsonObject(value)) {
    throw new HookMistake(
      hook,
      context,
      `${place}returned ${describeValue(value)} where conditions have to be. Return an object with \`beforeEntry\`, ` +
        '`onSuccess` or `onFailure`, or undefined for none (None in Python).',
    );
  }
  const problems = [
    ...memberProblems(value),
    ...KINDS.flatMap((kind) => kindProblems(kind, value)),
    ...refusals(question, value),
  ];
  if (problems.length > 0) throw new HookMistake(hook, context, `${place}${problems.join(' ')}`);
  return Object.fromEntries(KINDS.flatMap(([kind]) => (isThere(value[kind]) ? [[kind, value[kind]]] : [])));
}

/**
 * The reason for a disabled transition, or `undefined` where it is enabled.
 *
 * @throws a `HookMistake` for anything that CodePipeline does not take as one
 */
export function asReason(hook: string, context: HookContext, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const problem = reasonProblem(value);
  if (problem === undefined) return value as string;
  throw new HookMistake(hook, context, `${problem} Return undefined where nothing is disabled (None in Python).`);
}

/** Why CodePipeline does not take something as the reason for a disabled transition, as a sentence, if it does not. */
export function reasonProblem(value: unknown): string | undefined {
  const { pattern = '', hint = '', maxLength = Infinity } = REASON;
  if (typeof value !== 'string' || value.trim() === '') {
    return `returned ${describeValue(value)} where the reason for a disabled transition has to be.`;
  }
  if (Token.isUnresolved(value)) return 'returned a token as the reason for a disabled transition.';
  if (!new RegExp(pattern, 'u').test(value)) return `returned the reason ${quoted(value)}; ${hint}.`;
  if (value.length <= maxLength) return undefined;
  return `returned a reason of ${String(value.length)} characters, and may have ${String(maxLength)}.`;
}

/** Nobody guards a stage with nothing; who wanted nothing returns nothing. */
function memberProblems(conditions: JsonObject): string[] {
  const known = KINDS.map(([kind]) => kind);
  if (Object.keys(conditions).length > 0) return unknownMembers(conditions, known);
  return [`returned conditions without ${known.join(', ')}. Return undefined for none (None in Python).`];
}

function kindProblems([kind, key]: readonly [ConditionKind, string], conditions: JsonObject): string[] {
  const value = conditions[kind];
  if (!isThere(value)) return [];
  const told = (problem: string): string => `${kind} (${key} in the configuration): ${problem}`;
  if (!isJsonObject(value)) return [told(`has to be an object, but is ${describeValue(value)}.`)];
  if (kind !== 'onFailure') return conditionProblems(kind, value).map(told);
  const { result, retryMode, condition } = value;
  const problems = failureProblems({
    result: isThere(result) ? result : undefined,
    hasMode: isThere(retryMode),
    hasConditions: isThere(condition),
  }).map(({ at, problem }) => (at === 'retry_mode' ? `retryMode ${problem}` : problem));
  return [
    ...unknownMembers(value, ['result', 'retryMode', 'condition']),
    ...problems,
    ...(isThere(result) && !isOneOf(FAILURES, result) ? [`${describeValue(result)} is no result of a failure.`] : []),
    ...(isThere(retryMode) && !isOneOf(Object.values(RetryMode), retryMode)
      ? [`${describeValue(retryMode)} is no retry mode.`]
      : []),
    ...(isJsonObject(condition) ? conditionProblems(kind, condition) : []),
    ...(isThere(condition) && !isJsonObject(condition) ? [`its condition is ${describeValue(condition)}.`] : []),
  ].map(told);
}

const FAILURES = [Result.ROLLBACK, Result.RETRY, Result.FAIL];

function conditionProblems(kind: ConditionKind, condition: JsonObject): string[] {
  const unknown = unknownMembers(condition, ['result', 'rules']);
  const { result, rules } = condition;
  if (!Array.isArray(rules)) {
    return [...unknown, `has ${describeValue(rules)} as its rules; give a list of StageRules.`];
  }
  const known = isOneOf(RESULTS[kind], result);
  const uses = RESULTS[kind].map((each) => quoted(each)).join(' or ');
  const names = rules.flatMap((rule) => (rule instanceof StageRule ? [rule.ruleName] : []));
  return [
    ...unknown,
    ...(known
      ? []
      : [resultProblem(kind, String(result)) ?? `has ${describeValue(result)} as its result; use ${uses}.`]),
    ...(rules.length < 1 || rules.length > MOST_RULES
      ? [`has ${String(rules.length)} rules; use 1 to ${String(MOST_RULES)}.`]
      : []),
    ...rules.flatMap((rule: unknown) => {
      if (!(rule instanceof StageRule)) return [`has ${describeValue(rule)} as a rule; make one with StageRule.`];
      const skips = kind === 'beforeEntry' && result === Result.SKIP;
      const problem = skips ? skipProblem(rule.provider) : undefined;
      return problem === undefined ? [] : [`rule ${rule.ruleName}: ${problem}`];
    }),
    ...new Set(
      names.filter((name, index) => names.indexOf(name) < index).map((name) => `has two rules called ${name}.`),
    ),
  ];
}

/** What depends on the pipeline and the stage. */
function refusals({ context, mode, title }: ConditionQuestion, conditions: JsonObject): string[] {
  const { definition } = context instanceof StageContext ? context.pipeline : context;
  const there = KINDS.map(([kind]) => kind).filter(
    (kind) => isThere(conditions[kind]) && !(kind === 'onFailure' && isMereFailure(conditions[kind])),
  );
  if (there.length > 0 && definition.pipelineType === PipelineType.V1) {
    return [
      `has ${there.join(' and ')}, which need a pipeline of type V2, but the configuration says "pipeline_type": "V1". ` +
        'Take that out of it, or the conditions.',
    ];
  }
  const back = KINDS.map(([kind]) => kind).filter((kind) => rollsBack(conditions[kind]));
  const kinds = back.join(' and ');
  return [
    ...(back.length > 0 && mode === ExecutionMode.PARALLEL
      ? [
          `rolls back (${kinds}), which CodePipeline refuses in execution mode PARALLEL. Use another result, or mode ` +
            'QUEUED or SUPERSEDED.',
        ]
      : []),
    ...(back.length > 0 && title === SOURCE
      ? [`rolls back (${kinds}), which the source stage cannot do. Use another result.`]
      : []),
    // unsure: whether CodePipeline takes them. There is no artifact and no output of an action to check before the source.
    ...(isThere(conditions['beforeEntry']) && title === SOURCE
      ? ['has beforeEntry, but there is nothing before the source. Use `triggers` to say what starts the pipeline.']
      : []),
  ];
}

const SOURCE = 'Source';

function rollsBack(kind: unknown): boolean {
  if (!isJsonObject(kind)) return false;
  const { result, condition } = kind;
  return result === Result.ROLLBACK || (isJsonObject(condition) && condition['result'] === Result.ROLLBACK);
}

/** What a stage does by itself, on type V1 as well: said against what an outer level of the configuration says. */
function isMereFailure(kind: unknown): boolean {
  return isJsonObject(kind) && kind['result'] === Result.FAIL;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value);
}
