// The way from nothing to a running pipeline: what `trunkline setup` prints, and its JSON.
import type { Environment } from './environment.js';

/** Commands of one account, or of none (git). */
export interface SetupGroup {
  /** The account whose credentials the commands need; absent where they need none. */
  readonly account?: string;
  /** What to know before the commands are run, one sentence or two each. */
  readonly notes: readonly string[];
  /** Each a program and its arguments. What only the user knows stands there as `<...>`. */
  readonly commands: readonly (readonly string[])[];
}

/** One step; steps are done in their order. */
export interface SetupStep {
  readonly id: 'source' | 'bootstrap' | 'stores' | 'stacks' | 'push' | 'deploy' | 'watch';
  readonly title: string;
  readonly notes: readonly string[];
  readonly groups: readonly SetupGroup[];
}

/** A pipeline that is set up. */
export interface SetupPipeline {
  /** Its name, where the template gives it one; CloudFormation makes one otherwise. */
  readonly name?: string;
  /** The stack that declares it, as `cdk deploy` takes it. */
  readonly stack: string;
  readonly environment: Environment;
}

/** All steps for one cloud assembly. The same assembly always gives the same. */
export interface Setup {
  readonly format: 'trunkline-setup/1';
  readonly pipelines: readonly SetupPipeline[];
  readonly steps: readonly SetupStep[];
}
