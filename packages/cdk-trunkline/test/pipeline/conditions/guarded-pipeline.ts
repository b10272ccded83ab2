// Pipelines with conditions for the tests, and what came of them in the template.
import { Template } from 'aws-cdk-lib/assertions';
import type { App, Stack } from 'aws-cdk-lib';
import { PipelineConfig, type GenericPipelineStackProps, type StageConditions, type StageContext } from '../../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, quickApp } from '../services-pipeline';

/** A rule as the template has it. */
export interface RenderedRule {
  readonly Name: string;
  readonly RuleTypeId: Readonly<Record<string, string>>;
  readonly Configuration?: Readonly<Record<string, unknown>>;
  readonly Commands?: readonly string[];
  readonly InputArtifacts?: readonly { readonly Name: string }[];
  readonly Region?: string;
  readonly RoleArn?: unknown;
}

/** What a template says of one kind of condition. */
export interface RenderedConditions {
  readonly Result?: string;
  readonly RetryConfiguration?: { readonly RetryMode: string };
  readonly Conditions?: readonly { readonly Result: string; readonly Rules: readonly RenderedRule[] }[];
}

/** A CodePipeline stage of a template, as far as these tests look at it. */
export interface RenderedStage {
  readonly Name: string;
  readonly BeforeEntry?: RenderedConditions;
  readonly OnSuccess?: RenderedConditions;
  readonly OnFailure?: RenderedConditions;
}

/** The stages of the pipeline of a stack, by name. */
export function stagesOf(stack: Stack): Readonly<Record<string, RenderedStage>> {
  const stages = pipelineOf(stack).Stages as unknown as readonly RenderedStage[];
  return Object.fromEntries(stages.map((stage) => [stage.Name, stage]));
}

/** The disabled transitions of the pipeline of a stack. */
export function disabledOf(stack: Stack): unknown {
  return (pipelineOf(stack) as unknown as { readonly DisableInboundStageTransitions?: unknown })
    .DisableInboundStageTransitions;
}

/** The rules of one kind of condition of a stage. */
export function rulesOf(conditions: RenderedConditions | undefined): readonly RenderedRule[] {
  return (conditions?.Conditions ?? []).flatMap(({ Rules }) => Rules);
}

type Ask = (context: StageContext) => StageConditions | undefined;

/** A pipeline whose hook `stageConditions` answers as a test says. */
export class GuardedPipeline extends MainOnlyPipeline {
  public ask: Ask | undefined;

  public override stageConditions(context: StageContext): StageConditions | undefined {
    return this.ask === undefined ? super.stageConditions(context) : this.ask(context);
  }
}

type PipelineClass<T> = new (scope: App, id: string, props: GenericPipelineStackProps) => T;

/** A pipeline of the configuration with some keys replaced. */
export function pipelineWith<T = GuardedPipeline>(
  changes: Record<string, unknown>,
  type: PipelineClass<T> = GuardedPipeline as unknown as PipelineClass<T>,
  pipeline = 'development',
): T {
  const config = PipelineConfig.fromObject({ ...CONFIG, ...changes });
  return new type(quickApp(), 'Pipeline', { config, pipeline });
}

/** A pipeline whose only stage, `prod` in two regions, has these settings. */
export function production(settings: Record<string, unknown>, changes: Record<string, unknown> = {}): GuardedPipeline {
  const accounts = { ...CONFIG.accounts, prod: { ...CONFIG.accounts.prod, ...settings } };
  return pipelineWith({ accounts, ...changes }, GuardedPipeline, 'production');
}

/** A pipeline with what the hook returns for its stage `prod`. */
export function guarded(
  conditions: StageConditions | undefined,
  settings: Record<string, unknown> = {},
): GuardedPipeline {
  const stack = production(settings);
  stack.ask = () => conditions;
  return stack;
}

/** All statements of the policies of a role, by a part of its logical id. */
export function statementsOf(stack: Stack, role: string): readonly Readonly<Record<string, unknown>>[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as unknown as readonly {
    readonly Properties: {
      readonly Roles: readonly { readonly Ref?: string }[];
      readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    };
  }[];
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref?.startsWith(role) === true))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
