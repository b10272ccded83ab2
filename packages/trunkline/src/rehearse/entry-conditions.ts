// Judges a stage's entry conditions before an execution enters: VariableCheck rules alone, the others ask services.
import { VARIABLE_CHECK } from '../assembly/pipeline-conditions.js';
import type { StageCondition, StageRule } from '../model/pipeline.js';
import { resolveConfiguration, type VariableNamespaces } from './variables.js';

/** What becomes of an execution that arrives at a stage. */
export type StageEntry =
  | {
      readonly kind: 'enters';
      /** Rules that could not be judged, each with why. */
      readonly unjudged: readonly string[];
    }
  | { readonly kind: 'fails' | 'is-skipped'; readonly reason: string };

type Judgement =
  { readonly kind: 'holds' } | { readonly kind: 'violated' | 'broken' | 'cannot-tell'; readonly reason: string };

/**
 * All rules of a condition have to hold; the first condition that fails has its result. Source: CodePipeline User
 * Guide, How do stage conditions work.
 */
export function judgeEntry(conditions: readonly StageCondition[], namespaces: VariableNamespaces): StageEntry {
  const unjudged: string[] = [];
  for (const { result, rules } of conditions) {
    const judged = rules.filter(({ provider }) => provider === VARIABLE_CHECK).map((rule) => judge(rule, namespaces));
    const failing = judged.find(({ kind }) => kind === 'broken') ?? judged.find(({ kind }) => kind === 'violated');
    if (failing && failing.kind !== 'holds') {
      // unsure: what CodePipeline does where a rule cannot be evaluated; a misspelt variable never skips a stage here.
      const skips = result === 'SKIP' && failing.kind === 'violated';
      return { kind: skips ? 'is-skipped' : 'fails', reason: failing.reason };
    }
    unjudged.push(...judged.flatMap((each) => (each.kind === 'cannot-tell' ? [each.reason] : [])));
  }
  return { kind: 'enters', unjudged };
}

function judge(rule: StageRule, namespaces: VariableNamespaces): Judgement {
  const resolution = resolveConfiguration(rule.configuration, namespaces);
  if (resolution.kind === 'not-rehearsed') {
    const reason = `rule ${rule.name} reads ${resolution.reference}, of an action that was not rehearsed`;
    return { kind: 'cannot-tell', reason };
  }
  if (resolution.kind === 'unknown') {
    return { kind: 'broken', reason: `rule ${rule.name}: nothing has set the variable ${resolution.reference}` };
  }
  const { Variable = '', Operator = '', Value = '' } = resolution.configuration;
  const holds = compare(Operator, Variable, Value);
  if (holds === undefined) {
    const reason = `rule ${rule.name} has a pattern of Java's that is not read here: ${Value}`;
    return { kind: 'cannot-tell', reason };
  }
  if (holds) return { kind: 'holds' };
  const reason = `rule ${rule.name} does not hold: ${JSON.stringify(Variable)} ${Operator} ${JSON.stringify(Value)}`;
  return { kind: 'violated', reason };
}

function compare(operator: string, variable: string, value: string): boolean | undefined {
  switch (operator) {
    case 'EQ':
      return variable === value;
    case 'NE':
      return variable !== value;
    case 'CONTAINS':
      return variable.includes(value);
    case 'MATCHES':
      return matches(value, variable);
    default:
      return undefined;
  }
}

/** unsure: whether the pattern has to match the whole variable, as here, or a part of it. */
function matches(pattern: string, text: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return undefined;
  }
}
