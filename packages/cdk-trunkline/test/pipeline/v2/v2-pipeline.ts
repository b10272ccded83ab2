// The development pipeline of a project with more configuration than usual, for the tests of what type V2 brings.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { GenericPipelineStack } from '../../../src';
import {
  CONFIG,
  configWith,
  MainOnlyPipeline,
  pipelineOf,
  quickApp,
  said,
  type SynthesizedAction,
  type SynthesizedPipeline,
} from '../services-pipeline';

/** A class of pipelines. */
export type PipelineClass = new (
  ...args: ConstructorParameters<typeof MainOnlyPipeline>
) => InstanceType<typeof MainOnlyPipeline>;

/** What a synthesized pipeline of type V2 has on top. */
export interface VersionTwoPipeline extends SynthesizedPipeline {
  readonly ExecutionMode?: string;
  readonly Triggers?: readonly unknown[];
  readonly Variables?: readonly unknown[];
}

/** The stack of the development pipeline, which follows `develop`. */
export function development(
  config: Record<string, unknown> = {},
  pipelineClass: PipelineClass = MainOnlyPipeline,
): GenericPipelineStack {
  return new pipelineClass(quickApp({}), 'Pipeline', { config: configWith(config), pipeline: 'development' });
}

/** Its pipeline, synthesized. */
export function synthesized(
  config: Record<string, unknown> = {},
  pipelineClass: PipelineClass = MainOnlyPipeline,
): VersionTwoPipeline {
  return pipelineOf(development(config, pipelineClass));
}

/** What is said when it is synthesized. */
export function refusal(config: Record<string, unknown> = {}, pipelineClass: PipelineClass = MainOnlyPipeline): string {
  try {
    return said(development(config, pipelineClass));
  } catch (error) {
    return String(error);
  }
}

/** The warnings of ours with their ids, as the synthesis shows them. */
export function warnings(stack: GenericPipelineStack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('cdk-trunkline:'))
    .map(({ entry }) => String(entry.data));
}

/** Action by stage and name, such as `Build/Synth`. */
export function actionOf(pipeline: SynthesizedPipeline, path: string): SynthesizedAction {
  const [stage, name] = path.split('/');
  const found = pipeline.Stages.find((each) => each.Name === stage)?.Actions.find((each) => each.Name === name);
  if (found === undefined) throw new Error(`There is no action ${path}.`);
  return found;
}

/** The environment variables that an action gives its build. */
export function variablesOf(pipeline: SynthesizedPipeline, path: string): Record<string, string> {
  const list = actionOf(pipeline, path).Configuration?.['EnvironmentVariables'] as string | undefined;
  const variables = JSON.parse(list ?? '[]') as { readonly name: string; readonly value: string }[];
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** The same configuration with a CodeCommit repository, which has no triggers of ours. */
export const CODECOMMIT = { ...CONFIG, owner: undefined, connection_arn: undefined, source: { type: 'codecommit' } };
