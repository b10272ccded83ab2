// What the twin keeps of one stack.
import type { ChangeSet, Stack } from '../model/stack.js';
import type { Template, TemplateValue } from '../model/template.js';

/** A change set, with all that executing it needs: a pipeline prepares it in one action and executes it in a later one. */
export interface StoredChangeSet {
  readonly changeSet: ChangeSet;
  readonly template: Template;
  /** The parameters as they are shown, and as the template's `Ref` gives them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly parameterValues: Readonly<Record<string, TemplateValue>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The revision of the stack that it was made from; it is obsolete once the stack has another one. */
  readonly revision: number;
  /** What was assumed about its parameters. */
  readonly assumptions: readonly string[];
}

/** One stack's file. */
export interface StoredStack {
  readonly stack: Stack;
  /** How many resources a logical id has had before the present one. */
  readonly generations: Readonly<Record<string, number>>;
  readonly changeSets: Readonly<Record<string, StoredChangeSet>>;
  /** One more with each operation that was executed. */
  readonly revision: number;
  /** The change set that was executed last, so that a repeated execution after a crash is recognized. */
  readonly executed?: { readonly name: string; readonly revision: number };
  /** What was assumed while this stack was deployed. */
  readonly assumptions: readonly string[];
}
