// The statements of one policy that may cover an action, found by the resource that they are asked about.
import { matchAction } from './match-action.js';
import { YES, type Match } from './match.js';
import type { Statement, TextList } from './statement.js';
import { hasHole } from './unresolved.js';

/** A statement that may cover an action. */
export interface Candidate {
  readonly statement: Statement;
  /** Whether it does cover the action. */
  readonly action: Match;
}

/** What a text of `Resource` has that is not itself: wildcards, policy variables, stretches that are not known. */
const MORE_THAN_TEXT = /[*?]|\$\{|\{\{|\}\}/;

/**
 * The statements of a policy that may cover an action. The role of a pipeline of a hundred stages has a statement for each
 * of them, which name nothing but their own resources: without an index each would be compared with each.
 */
export class Covering {
  readonly #all: readonly Candidate[];
  readonly #byResource = new Map<string, Candidate[]>();
  /** Those that only a comparison tells. */
  readonly #others: readonly Candidate[];

  /** @param action in small letters */
  public constructor(statements: readonly Statement[], action: string) {
    const all: Candidate[] = [];
    const others: Candidate[] = [];
    for (const statement of statements) {
      const match = statement.action === undefined ? YES : matchAction(statement.action, action);
      if (match.kind === 'no') continue;
      const candidate = { statement, action: match };
      all.push(candidate);
      if (statement.resource !== undefined && isWrittenOut(statement.resource))
        this.#index(candidate, statement.resource);
      else others.push(candidate);
    }
    this.#all = all;
    this.#others = others;
  }

  /** Those that may cover a resource: all others certainly do not. */
  public of(resource: string): readonly Candidate[] {
    // What is not known of the resource may turn out to be what a statement names.
    if (hasHole(resource)) return this.#all;
    const named = this.#byResource.get(resource);
    if (named === undefined) return this.#others;
    return this.#others.length === 0 ? named : [...named, ...this.#others];
  }

  #index(candidate: Candidate, { texts }: TextList): void {
    for (const text of new Set(texts)) {
      const known = this.#byResource.get(text);
      if (known === undefined) this.#byResource.set(text, [candidate]);
      else known.push(candidate);
    }
  }
}

/** Whether a list covers exactly the resources that it writes out. */
function isWrittenOut({ negated, texts, unknown }: TextList): boolean {
  return !negated && unknown.length === 0 && !texts.some((text) => MORE_THAN_TEXT.test(text));
}
