// Collects what is wrong with the answers of a pipeline's hooks, so that one build reports all of it.
import { HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';

/** The mistakes of one pipeline, found so far. */
export class DeliveryMistakes {
  readonly #messages = new Set<string>();

  /** Notes a mistake; the message names hook or construct, what is wrong and what to do. */
  public add(message: string): void {
    this.#messages.add(message);
  }

  /** Does something; a mistake that was recognized in it is noted, anything else that goes wrong is thrown on. */
  public collect<T>(attempt: () => T): T | undefined {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof HookMistake)) throw error;
      this.add(error.message);
      return undefined;
    }
  }

  /**
   * Does something that ends with the first error which is no recognized mistake, and throws all that was found until
   * then.
   *
   * @param context the pipeline
   * @param path the construct path of its stack
   */
  public reportAll<T>(context: PipelineContext, path: string, attempt: () => T): T {
    let result: T | undefined;
    try {
      result = this.collect(attempt);
    } catch (cause) {
      this.add(cause instanceof Error ? cause.message : String(cause));
      throw this.#toError(context, path, cause);
    }
    if (this.#messages.size > 0) throw this.#toError(context, path);
    return result as T;
  }

  #toError(context: PipelineContext, path: string, cause?: unknown): Error {
    const messages = [...this.#messages];
    const text =
      messages.length === 1
        ? `${path}: ${messages.join('')}`
        : [
            `${path}: pipeline ${context.name} has ${String(messages.length)} mistakes:`,
            ...messages.map((message) => `  ${message}`),
            'Correct them, then run `npx cdk synth` again.',
          ].join('\n');
    return new Error(text, cause === undefined ? {} : { cause });
  }
}
