// Checks what the hook `endStage` returned: other languages, and a cast, may return anything.
import { isJsonObject, type JsonObject } from '../../config/place';
import { reasonProblem } from '../conditions/condition-answers';
import { describeValue, HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import { unknownMembers } from '../hooks/unknown-members';
import type { EndStageOptions } from './end-stage-options';

const REMEDY = 'Return EndStageOptions, or undefined to leave the stage out (None in Python).';

/**
 * Options of the stage `End`, or `undefined` where there is to be none.
 *
 * @throws a `HookMistake` that lists what is wrong with them
 */
export function asEndStage(hook: string, context: PipelineContext, value: unknown): EndStageOptions | undefined {
  if (value === undefined || value === null) return undefined;
  const problems = isJsonObject(value)
    ? inOptions(value)
    : [`returned ${describeValue(value)} where EndStageOptions have to be.`];
  if (problems.length > 0) throw new HookMistake(hook, context, `${problems.join(' ')} ${REMEDY}`);
  return value as EndStageOptions;
}

function inOptions(options: JsonObject): string[] {
  const { reason, firstActions } = options;
  const wrongReason = isThere(reason) ? reasonProblem(reason) : undefined;
  return [
    ...unknownMembers(options, ['reason', 'firstActions']),
    ...(wrongReason === undefined ? [] : [wrongReason]),
    ...(isThere(firstActions) ? inActions(firstActions) : []),
  ];
}

function inActions(actions: unknown): string[] {
  const what = 'firstActions, where a list of actions of aws-cdk-lib/aws-codepipeline-actions has to be.';
  if (!Array.isArray(actions)) return [`returned ${describeValue(actions)} as ${what}`];
  // By index, as a list with holes has no elements to look at there.
  return Array.from(actions, (each: unknown) => each).flatMap((each, index) =>
    isAction(each) ? [] : [`returned ${describeValue(each)} as element ${String(index)} of ${what}`],
  );
}

/** Not by class: an action of another copy of aws-cdk-lib is one too. */
function isAction(value: unknown): boolean {
  return isJsonObject(value) && typeof value['bind'] === 'function' && isJsonObject(value['actionProperties']);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
