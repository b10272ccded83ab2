// Lets texts that are no part of a step refer to the outputs of actions.
import { Step } from 'aws-cdk-lib/pipelines';

/**
 * Makes the actions whose outputs some texts refer to declare a namespace for them. A step does that for what it refers to
 * itself, but not of all of its properties, and rules are no steps.
 *
 * @param texts anything that may have references in it
 */
export function readOutputs(texts: readonly unknown[]): void {
  new Reader('Reader').read(texts);
}

/** It stands in no pipeline. */
class Reader extends Step {
  public read(texts: readonly unknown[]): void {
    this.discoverReferencedOutputs(texts);
  }
}
