// Calls a hook so that whatever goes wrong in it names the hook, the pipeline and the stage.
import type { PipelineContext } from './pipeline-context';
import { StageContext } from './stage-context';

/** What a hook was asked about. */
export type HookContext = PipelineContext | StageContext;

/** An error that names its hook already, so that a hook around that one need not. */
class HookError extends Error {}

/** A mistake that was recognized in what a hook returned: it is reported together with the others of the build. */
export class HookMistake extends HookError {
  /**
   * @param hook the method's name
   * @param context what it was asked about
   * @param problem what is wrong and what to do, to go after the hook's name
   * @param cause the error that told of it, where there is one
   */
  public constructor(hook: string, context: HookContext, problem: string, cause?: unknown) {
    super(`${placeOf(hook, context)}: ${problem}`, cause === undefined ? {} : { cause });
  }
}

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
    const message = messageOf(cause);
    throw new HookError(NAMES_A_HOOK.test(message) ? message : `${placeOf(hook, context)}: ${message}`, { cause });
  }
}

/** An error of ours that went through another language, as where an override calls the base, is no `HookError` any more. */
const NAMES_A_HOOK = /^Hook \w+ of pipeline /;

/** jsii refuses an answer of a wrong type before we see it: it says where and what it was, but not what to do. */
const WRONG_TYPE = /^Returned by callback method \w+: Unable to deserialize value as /;

function messageOf(cause: unknown): string {
  // jsii puts the error's name before its message.
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(/^(?:Error: )+/, '');
  if (!WRONG_TYPE.test(message)) return message;
  return `${message}\nReturn a value of that type; in Python an array is a list, and undefined is None.`;
}

/**
 * Calls a hook that returns commands, and checks them: a blank command would do nothing and an empty list would make a
 * build that does nothing, which would both look like a step that succeeded.
 *
 * @param hook the method's name
 * @param context what it is asked about
 * @param ask calls it
 * @returns at least one command, or `undefined` where the step is to be left out
 * @throws a `HookMistake` for anything else, and what the hook throws
 */
export function callCommandsHook(
  hook: string,
  context: HookContext,
  ask: () => string[] | undefined,
): string[] | undefined {
  // Languages without types, and jsii with its own, may return anything.
  const commands: unknown = callHook(hook, context, ask);
  if (commands === undefined || commands === null) return undefined;
  if (!Array.isArray(commands)) {
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(commands)} where a list of commands has to be. Return a list of strings, or undefined ` +
        'to leave the step out (None in Python).',
    );
  }
  if (commands.length === 0) {
    throw new HookMistake(
      hook,
      context,
      'returned an empty list of commands. Return undefined to leave the step out (None in Python).',
    );
  }
  commands.forEach((command: unknown, index) => {
    const place = `command ${String(index + 1)} of ${String(commands.length)}`;
    if (typeof command !== 'string') {
      throw new HookMistake(hook, context, `returned ${describeValue(command)} as ${place}. Return strings alone.`);
    }
    if (command.trim() === '') {
      throw new HookMistake(
        hook,
        context,
        `returned a blank ${place}. Take it out of the list, or return undefined to leave the step out (None in Python).`,
      );
    }
  });
  return [...(commands as string[])];
}

/**
 * Calls a hook that returns a text which cannot be left out.
 *
 * @throws a `HookMistake` where it is none, or blank, and what the hook throws
 */
export function callTextHook(hook: string, context: HookContext, ask: () => string): string {
  const text: unknown = callHook(hook, context, ask);
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new HookMistake(
    hook,
    context,
    `returned ${describeValue(text)} where a text has to be. Return a string that is not blank.`,
  );
}

/** Names a hook and what it was asked about, such as `Hook appStage of pipeline development, stage dev in eu-west-1`. */
export function placeOf(hook: string, context: HookContext): string {
  if (context instanceof StageContext) {
    return `Hook ${hook} of pipeline ${context.pipeline.name}, stage ${context.stageName} in ${context.region}`;
  }
  return `Hook ${hook} of pipeline ${context.name}`;
}

/** A value as an error shows it: what kind it is, and its beginning where that is short. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 60))}`;
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'unknown'}`;
  return `${typeof value} ${String(value)}`;
}
