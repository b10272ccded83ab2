// Whose a step or a Stage is: known to every pipeline of the app, and to none of another app.
import type { Stack, Stage } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';

/** It stands on the step or Stage itself, which ends with its app. */
const CLAIM = Symbol.for('cdk-trunkline.Claim');

/** Whose something is. */
export interface Claim {
  /** The stack of the pipeline. */
  readonly stack: Stack;
  /** The hook that returned it, or a step that needs it. */
  readonly place: string;
  /** Whether a hook returned it; otherwise a step that a hook returned needs it. */
  readonly returned: boolean;
}

/** Whose a step or Stage is, if it is anybody's. */
export function claimOf(what: Step | Stage): Claim | undefined {
  return (what as unknown as Readonly<Record<symbol, Claim | undefined>>)[CLAIM];
}

/** Makes a step or Stage somebody's. */
export function setClaim(what: Step | Stage, claim: Claim): void {
  Object.defineProperty(what, CLAIM, { value: claim, configurable: true });
}
