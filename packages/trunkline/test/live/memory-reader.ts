// Accounts in memory, for stories about what AWS answers; what a story does not mention is not allowed to be read.
import type { Answer, CallName, Calls, Reader } from '../../src/live/calls.js';
import type { Environment } from '../../src/model/environment.js';

/** What a call comes to. */
type Answers = {
  readonly [N in CallName]?: (input: Calls[N]['input'], place: Environment) => Answer<Partial<Calls[N]['output']>>;
};

/** Answers from a table, and remembers what it was asked. */
export class MemoryReader implements Reader {
  readonly asked: { readonly name: CallName; readonly input: object; readonly place: Environment }[] = [];

  public constructor(private readonly answers: Answers) {}

  public call<N extends CallName>(
    place: Environment,
    name: N,
    input: Calls[N]['input'],
  ): Promise<Answer<Calls[N]['output']>> {
    this.asked.push({ name, input, place });
    const answer = this.answers[name] as ((input: object, place: Environment) => Answer<object>) | undefined;
    const given = answer?.(input, place) ?? { kind: 'unread', why: `${name} is not allowed` };
    return Promise.resolve(given as Answer<Calls[N]['output']>);
  }
}

/** An answer with an output. */
export function answered<T extends object>(output: T): { readonly kind: 'answer'; readonly output: T } {
  return { kind: 'answer', output };
}

/** The answer that there is no such thing. */
export const ABSENT = { kind: 'absent', code: 'NoSuchEntity' } as const;
