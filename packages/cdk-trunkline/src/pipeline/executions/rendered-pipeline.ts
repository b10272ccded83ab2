// A built pipeline as its template will have it.
import { Stack } from 'aws-cdk-lib';
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';

/** The stages with their actions and conditions; tokens in them have become intrinsic functions. */
export function renderedStages(pipeline: Pipeline): readonly CfnPipeline.StageDeclarationProperty[] {
  const { stages } = pipeline.node.defaultChild as CfnPipeline;
  return Stack.of(pipeline).resolve(stages) as readonly CfnPipeline.StageDeclarationProperty[];
}

/** The variables, also those that somebody added to the pipeline himself. */
export function declaredVariables(pipeline: Pipeline): readonly CfnPipeline.VariableDeclarationProperty[] {
  const { variables } = pipeline.node.defaultChild as CfnPipeline;
  return (Stack.of(pipeline).resolve(variables) ?? []) as readonly CfnPipeline.VariableDeclarationProperty[];
}
