// Checks that a hook returned what its signature says: other languages, and a cast, may return anything.
import { CfnElement, Stage, type CfnOutput } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { ArtifactStores } from '../../artifacts/artifact-stores';
import { describeValue, HookMistake, type HookContext } from './hook-call';
import { variableProblem } from './variable-names';

/**
 * A step, or `undefined` where there is none.
 *
 * @throws a `HookMistake` for anything else
 */
export function asStep(hook: string, context: HookContext, value: unknown): Step | undefined {
  if (value === undefined || value === null) return undefined;
  if (isStep(value)) return value;
  throw new HookMistake(
    hook,
    context,
    `returned ${describeValue(value)} where a step of CDK Pipelines has to be. Return a Step, or undefined to leave it ` +
      'out (None in Python).',
  );
}

/**
 * A list of steps, which is empty where there is none.
 *
 * @throws a `HookMistake` for anything else
 */
export function asSteps(hook: string, context: HookContext, value: unknown): Step[] {
  if (value === undefined || value === null) return [];
  const remedy = 'Return a list of Steps, or undefined for none (None in Python).';
  if (!Array.isArray(value)) {
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(value)} where a list of steps of CDK Pipelines has to be. ${remedy}`,
    );
  }
  const wrong: unknown = value.find((each) => !isStep(each));
  if (wrong !== undefined || value.includes(undefined)) {
    throw new HookMistake(hook, context, `returned a list of steps with ${describeValue(wrong)} in it. ${remedy}`);
  }
  return [...(value as Step[])];
}

/**
 * Stack outputs by environment variable, empty where there are none.
 *
 * @throws a `HookMistake` for anything else
 */
export function asOutputs(hook: string, context: HookContext, value: unknown): Record<string, CfnOutput> {
  if (value === undefined || value === null) return {};
  const remedy = 'Return an object of CfnOutputs by variable, or undefined for none (None in Python).';
  if (typeof value !== 'object' || Array.isArray(value) || isOutput(value)) {
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(value)} where stack outputs by environment variable have to be. ${remedy}`,
    );
  }
  for (const [variable, output] of Object.entries(value)) {
    const problem = variableProblem(variable);
    if (problem !== undefined) {
      throw new HookMistake(hook, context, `returned an output for a variable that ${problem} ${remedy}`);
    }
    if (isOutput(output)) continue;
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(output)} as ${variable}, which is no output of a stack. ${remedy}`,
    );
  }
  return { ...(value as Record<string, CfnOutput>) };
}

/**
 * A `Stage`, or `undefined` where there is none.
 *
 * @throws a `HookMistake` for anything else
 */
export function asStage(hook: string, context: HookContext, value: unknown): Stage | undefined {
  if (value === undefined || value === null) return undefined;
  if (Stage.isStage(value)) return value;
  throw new HookMistake(
    hook,
    context,
    `returned ${describeValue(value)} where a Stage has to be. Put the stacks into a subclass of Stage and return that.`,
  );
}

/**
 * Artifact stores, which cannot be left out.
 *
 * @throws a `HookMistake` for anything else
 */
export function asStores(hook: string, context: HookContext, value: unknown): ArtifactStores {
  if (value instanceof ArtifactStores) return value;
  throw new HookMistake(
    hook,
    context,
    `returned ${describeValue(value)} where ArtifactStores have to be. Return one of \`ArtifactStores.byName\` and its ` +
      'like.',
  );
}

/** Not by class: a step of another copy of aws-cdk-lib is one too. */
function isStep(value: unknown): value is Step {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'addStepDependency' in value &&
    typeof value.addStepDependency === 'function'
  );
}

function isOutput(value: unknown): value is CfnOutput {
  return typeof value === 'object' && value !== null && CfnElement.isCfnElement(value) && 'importValue' in value;
}
