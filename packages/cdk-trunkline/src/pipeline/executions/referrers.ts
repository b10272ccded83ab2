// What in a built pipeline may refer to its variables, its artifacts and what its actions have put out: actions and rules.
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { didYouMean } from '../../config/did-you-mean';
import { quoted } from '../../config/mistakes';
import { renderedStages } from './rendered-pipeline';

/** An action, as the template has it. */
export type RenderedAction = CfnPipeline.ActionDeclarationProperty;

/** A rule, as the template has it. */
export type RenderedRule = CfnPipeline.RuleDeclarationProperty;

type Stage = CfnPipeline.StageDeclarationProperty;

/** An action or a rule. */
export interface Referrer {
  /** What it is called in errors, such as `Action Dev/Approval`. */
  readonly place: string;
  readonly value: RenderedAction | RenderedRule;
  /** The rule, where it is one. */
  readonly rule?: RenderedRule;
  /** The actions that have ended before it begins, which are those that it may refer to. */
  readonly earlier: readonly RenderedAction[];
}

/** The actions and rules of a pipeline, in its order. */
export function referrers(pipeline: Pipeline): Referrer[] {
  const stages = renderedStages(pipeline);
  return stages.flatMap((stage, index) => {
    const before = stages.slice(0, index).flatMap(actionsOf);
    const until = [...before, ...actionsOf(stage)];
    const rules = (holder: unknown, earlier: readonly RenderedAction[]): Referrer[] =>
      rulesOf(holder).map((rule) => ({
        place: `Rule ${rule.name ?? ''} of stage ${stage.name}`,
        value: rule,
        rule,
        earlier,
      }));
    const actions = actionsOf(stage).map((action) => ({
      place: `Action ${stage.name}/${action.name}`,
      value: action,
      earlier: [...before, ...actionsOf(stage).filter((each) => orderOf(each) < orderOf(action))],
    }));
    return [
      ...rules(stage.beforeEntry, before),
      ...actions,
      ...rules(stage.onSuccess, until),
      ...rules(stage.onFailure, until),
    ];
  });
}

function actionsOf(stage: Stage): readonly RenderedAction[] {
  return stage.actions as readonly RenderedAction[];
}

/** Source: CodePipeline API Reference, ActionDeclaration, `runOrder`: 1 where nobody says it. */
function orderOf({ runOrder = 1 }: RenderedAction): number {
  return runOrder;
}

function rulesOf(holder: unknown): readonly RenderedRule[] {
  const { conditions = [] } = (holder ?? {}) as { readonly conditions?: readonly CfnPipeline.ConditionProperty[] };
  return conditions.flatMap(({ rules }) => (rules ?? []) as readonly RenderedRule[]);
}

/** What to say of a name that is none of those that there are. */
export function oneOf(name: string, names: readonly string[]): string {
  const near = didYouMean(name, names);
  if (near !== undefined) return `Did you mean ${quoted(near)}?`;
  return names.length === 0 ? 'There is none.' : `There are ${names.map((each) => quoted(each)).join(', ')}.`;
}
