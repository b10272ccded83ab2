// Checks what the hooks of executions returned: aws-cdk-lib would take it as it is, or fail over it far from the hook.
import { ExecutionMode, PipelineType, type Variable } from 'aws-cdk-lib/aws-codepipeline';
import { SourceTrigger } from '../../config/source-config';
import { describeValue, HookMistake } from './hook-call';
import type { PipelineContext } from './pipeline-context';
import type { PipelineTriggers } from './pipeline-triggers';
import { triggerProblems } from './trigger-problems';

const NO_V2 = 'the configuration says "pipeline_type": "V1". Take that out of it, or ';

/**
 * An execution mode, which cannot be left out.
 *
 * @throws a `HookMistake` for anything else, and for one that the pipeline's type does not have
 */
export function asExecutionMode(hook: string, context: PipelineContext, value: unknown): ExecutionMode {
  const mode = Object.values(ExecutionMode).find((each) => each === value);
  if (mode === undefined) {
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(value)} where an execution mode has to be. Return a member of ExecutionMode, such as ` +
        'ExecutionMode.QUEUED.',
    );
  }
  if (mode !== ExecutionMode.SUPERSEDED && context.definition.pipelineType === PipelineType.V1) {
    throw new HookMistake(
      hook,
      context,
      `returned ${mode}, which needs a pipeline of type V2, but ${NO_V2}return SUPERSEDED.`,
    );
  }
  return mode;
}

/**
 * Triggers, or `undefined` where there are none.
 *
 * @throws a `HookMistake` that lists what is wrong with them
 */
export function asTriggers(hook: string, context: PipelineContext, value: unknown): PipelineTriggers | undefined {
  if (value === undefined || value === null) return undefined;
  const problems = triggerProblems(value);
  if (problems.length > 0) {
    throw new HookMistake(
      hook,
      context,
      `${problems.join(' ')} Return an object with \`push\` or \`pullRequest\`, or undefined for every push to the ` +
        'branch (None in Python).',
    );
  }
  if (context.definition.pipelineType === PipelineType.V1) {
    throw new HookMistake(
      hook,
      context,
      `returned triggers, which need a pipeline of type V2, but ${NO_V2}return undefined (None in Python).`,
    );
  }
  if (context.config.source.trigger === SourceTrigger.NONE) {
    throw new HookMistake(
      hook,
      context,
      'returned triggers, but the configuration says "trigger": "none" of the source, so that nothing starts the pipeline. ' +
        'Take that out of it, or return undefined (None in Python).',
    );
  }
  return value as PipelineTriggers;
}

/**
 * Variables of the pipeline, empty where there are none.
 *
 * @throws a `HookMistake` that lists what is wrong with them
 */
export function asVariables(hook: string, context: PipelineContext, value: unknown): Variable[] {
  if (value === undefined || value === null) return [];
  const remedy = 'Return a list of Variables of aws-cdk-lib/aws-codepipeline, or undefined for none (None in Python).';
  const fail = (problem: string): never => {
    throw new HookMistake(hook, context, `${problem} ${remedy}`);
  };
  if (!Array.isArray(value)) {
    return fail(`returned ${describeValue(value)} where a list of variables of a pipeline has to be.`);
  }
  // By index, as a list with holes has no elements to look at there.
  const wrong = Array.from(value, (each: unknown) => each).find((each) => !isVariable(each));
  if (wrong !== undefined || Array.from(value).includes(undefined)) {
    return fail(`returned a list of variables with ${describeValue(wrong)} in it.`);
  }
  const variables = value as Variable[];
  const names = variables.map(({ variableName }) => variableName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return fail(`returned variable ${JSON.stringify(twice)} twice.`);
  if (variables.length > 0 && context.definition.pipelineType === PipelineType.V1) {
    throw new HookMistake(
      hook,
      context,
      `returned variables, which need a pipeline of type V2, but ${NO_V2}return undefined (None in Python).`,
    );
  }
  return [...variables];
}

/** Not by class: a variable of another copy of aws-cdk-lib is one too. */
function isVariable(value: unknown): value is Variable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'variableName' in value &&
    typeof value.variableName === 'string' &&
    'reference' in value
  );
}
