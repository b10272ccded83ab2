// What holds an execution before a stage: disabled transitions and entry conditions, and which of it is only named.
import type { Stage, StageCondition, StageRule } from '../model/pipeline.js';
import type { ConditionProperties, PipelineProperties } from './pipeline-shape.js';

type StageProperties = PipelineProperties['Stages'][number];

/** The one rule that a rehearsal can judge: the others ask services. */
export const VARIABLE_CHECK = 'VariableCheck';

/** How VariableCheck compares. Source: CodePipeline User Guide, VariableCheck rule reference. */
export const OPERATORS: readonly string[] = ['EQ', 'NE', 'CONTAINS', 'MATCHES'];

/** unsure: the characters are those of the API's DisableStageTransition, which CloudFormation is taken to call. */
const REASON = /^[a-zA-Z0-9!@ ().*?-]{1,300}$/;

/** What stands before a stage. */
export function stageEntryOf(
  stage: StageProperties,
  properties: PipelineProperties,
): Pick<Stage, 'disabledTransition' | 'entryConditions'> {
  const transition = disabled(properties).find(({ StageName }) => StageName === stage.Name);
  const conditions = (stage.BeforeEntry?.Conditions ?? []).map(conditionOf);
  return {
    ...(transition === undefined ? {} : { disabledTransition: transition.Reason ?? '' }),
    ...(conditions.length === 0 ? {} : { entryConditions: conditions }),
  };
}

/** Conditions and rules that nothing is done about, each by its name. */
export function unjudgedConditions(stage: StageProperties): string[] {
  const entry = (stage.BeforeEntry?.Conditions ?? []).map(conditionOf).flatMap(({ rules }) => rules);
  return [
    ...entry
      .filter(({ provider }) => provider !== VARIABLE_CHECK)
      .map((rule) => `${describeRule(rule)} of the entry condition of stage ${stage.Name}`),
    ...(stage.OnSuccess ? [`the success condition of stage ${stage.Name}${rulesOf(stage.OnSuccess.Conditions)}`] : []),
    ...(stage.OnFailure
      ? [`what stage ${stage.Name} does on failure${resultOf(stage.OnFailure)}${rulesOf(stage.OnFailure.Conditions)}`]
      : []),
  ];
}

/** What CodePipeline would refuse. Source: API reference, DisableStageTransition, Condition, RuleDeclaration. */
export function stageEntryMistakes(properties: PipelineProperties): string[] {
  const stages = properties.Stages.map(({ Name }) => Name);
  return [
    ...disabled(properties).flatMap(({ StageName, Reason = '' }) => [
      ...(stages.includes(StageName)
        ? []
        : [`DisableInboundStageTransitions names stage ${StageName}, which it has not`]),
      ...(REASON.test(Reason)
        ? []
        : [
            `the transition into stage ${StageName} is disabled with the reason ${JSON.stringify(Reason)}; a reason has ` +
              '1 to 300 letters, digits, spaces and characters of ! @ ( ) . * ? -',
          ]),
    ]),
    ...properties.Stages.flatMap((stage) =>
      (stage.BeforeEntry?.Conditions ?? [])
        .map(conditionOf)
        .flatMap((condition) => conditionMistakes(condition, `the entry condition of stage ${stage.Name}`)),
    ),
  ];
}

function conditionMistakes({ result, rules }: StageCondition, place: string): string[] {
  return [
    ...(['FAIL', 'SKIP'].includes(result)
      ? []
      : [`${place} has the result ${JSON.stringify(result)}; it is FAIL or SKIP`]),
    ...(rules.length >= 1 && rules.length <= 5 ? [] : [`${place} has ${rules.length} rules; a condition has 1 to 5`]),
    ...rules
      .filter(({ provider }) => provider === VARIABLE_CHECK)
      .flatMap((rule) => checkMistakes(rule, `${describeRule(rule)} of ${place}`)),
  ];
}

function checkMistakes({ configuration }: StageRule, place: string): string[] {
  const { Operator } = configuration;
  return [
    ...['Variable', 'Operator', 'Value']
      .filter((key) => !Object.hasOwn(configuration, key))
      .map((key) => `${place} has no ${key} in its configuration`),
    ...(Operator === undefined || OPERATORS.includes(Operator)
      ? []
      : [`${place} has the operator ${JSON.stringify(Operator)}; it is one of ${OPERATORS.join(', ')}`]),
  ];
}

function disabled(properties: PipelineProperties): NonNullable<PipelineProperties['DisableInboundStageTransitions']> {
  return properties.DisableInboundStageTransitions ?? [];
}

function conditionOf({ Result, Rules }: ConditionProperties): StageCondition {
  return {
    result: Result ?? '',
    rules: (Rules ?? []).map(({ Name, RuleTypeId, Configuration }) => ({
      name: Name ?? '',
      provider: RuleTypeId?.Provider ?? '',
      configuration: Configuration ?? {},
    })),
  };
}

function describeRule({ name, provider }: StageRule): string {
  return `rule ${name || '(without a name)'} (${provider || 'no provider'})`;
}

function resultOf({ Result }: { readonly Result?: string | undefined }): string {
  return Result === undefined ? '' : ` (${Result})`;
}

function rulesOf(conditions: readonly ConditionProperties[] | undefined): string {
  const rules = (conditions ?? []).map(conditionOf).flatMap((condition) => condition.rules);
  return rules.length === 0 ? '' : `: ${rules.map(describeRule).join(', ')}`;
}
