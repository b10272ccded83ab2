// Calls a hook so that whatever goes wrong in it names the hook, the pipeline and the stage.
import type { PipelineContext } from './pipeline-context';
import { StageContext } from './stage-context';

/** What a hook was asked about. */
export type HookContext = PipelineContext | StageContext;

/** An error that names its hook already, so that a hook around that one need not. */
class HookError extends Error {}

/**
 * Calls a hook.
 *
 * An exception that comes from a subclass in another language has nothing but its message, and one from deep inside
 * aws-cdk-lib does not say whose stage it is about; so the place is put before it. Of hooks that call hooks, the
 * innermost is named.
 *
 * @param hook the method's name
 * @param context what it is asked about
 * @param ask calls it
 * @throws what the hook throws, with the place before its message and the original as its cause
 */
export function callHook<T>(hook: string, context: HookContext, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    if (cause instanceof HookError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new HookError(`${placeOf(hook, context)}: ${message}`, { cause });
  }
}

/** Names a hook and what it was asked about, such as `Hook appStage of pipeline development, stage dev in eu-west-1`. */
export function placeOf(hook: string, context: HookContext): string {
  if (context instanceof StageContext) {
    return `Hook ${hook} of pipeline ${context.pipeline.name}, stage ${context.stageName} in ${context.region}`;
  }
  return `Hook ${hook} of pipeline ${context.name}`;
}
