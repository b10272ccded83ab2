// Puts a pipeline into the twin: as a first `cdk deploy` would, and as the pipeline's own self-update does.
import type { Twin } from '../cloudformation/twin.js';
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { formatEnvironment } from '../model/environment.js';
import { TrunklineError } from '../model/errors.js';
import type { Pipeline } from '../model/pipeline.js';
import type { Stack, StackOperation } from '../model/stack.js';
import { inDependencyOrder } from '../assembly/dependency-order.js';
import { pipelineFromResource } from '../assembly/pipeline-from-resource.js';
import { declaresPipeline, PIPELINE_TYPE } from '../assembly/pipeline-stacks.js';

/**
 * Deploys what a platform team deploys by hand, once: the top-level stacks that hold no pipeline, such as artifact
 * stores. Unchanged ones stay as they are.
 */
export async function deployToolchainStacks(assembly: Assembly, twin: Twin): Promise<string[]> {
  const notes: string[] = [];
  const stacks = assembly.stacks.filter((stack) => stack.nestedIn === '' && !declaresPipeline(stack));
  for (const stack of inDependencyOrder(stacks)) {
    const operation = await deployStack(stack, twin);
    if (operation.status === 'succeeded') notes.push(`${stack.displayName}: deployed in the twin`);
  }
  return notes;
}

/** Deploys a stack of an assembly as `cdk deploy` would; its dependencies come first where they changed. */
export async function deployStack(stack: StackArtifact, twin: Twin): Promise<StackOperation> {
  const operation = await twin.deployStack({
    environment: stack.environment,
    stackName: stack.stackName,
    template: stack.template,
    parameters: stack.parameters,
    tags: stack.tags,
  });
  if (operation.status === 'failed') {
    throw new TrunklineError(
      'PipelineInvalid',
      `Stack ${stack.displayName} could not be deployed in the twin: ${operation.reason ?? 'no reason given'}`,
    );
  }
  return operation;
}

/**
 * Deploys a stack that declares a pipeline. CodePipeline refuses a pipeline that breaks its rules, and CloudFormation
 * then takes the whole update back: so does the twin.
 */
export async function deployPipelineStack(stack: StackArtifact, twin: Twin): Promise<StackOperation> {
  const before = twin.describeStack(stack.environment, stack.stackName);
  const operation = await deployStack(stack, twin);
  try {
    if (operation.stack && declaresPipeline(stack)) pipelineOf(operation.stack);
    return operation;
  } catch (error) {
    if (before) await twin.deployStack(before);
    else await twin.deleteStack(stack.environment, stack.stackName);
    throw error;
  }
}

/** The pipeline of a stack as it is deployed now; undefined where the twin has no such stack. */
export function deployedPipeline(artifact: StackArtifact, twin: Twin): Pipeline | undefined {
  const stack = twin.describeStack(artifact.environment, artifact.stackName);
  return stack && pipelineOf(stack);
}

/** The pipeline that a deployed stack declares. */
export function pipelineOf(stack: Stack): Pipeline {
  const resource = Object.values(stack.resources).find(({ type }) => type === PIPELINE_TYPE);
  if (!resource) {
    throw new TrunklineError(
      'PipelineNotFound',
      `Stack ${stack.stackName} in ${formatEnvironment(stack.environment)} holds no pipeline any more.`,
    );
  }
  return pipelineFromResource(resource, stack);
}

/** Every pipeline that is deployed in the twin. */
export function declaredPipelines(twin: Twin): Pipeline[] {
  return twin
    .listStacks()
    .filter((stack) => Object.values(stack.resources).some(({ type }) => type === PIPELINE_TYPE))
    .map(pipelineOf);
}
