// What the twin is asked to deploy.
import type { Environment } from '../model/environment.js';
import type { Template } from '../model/template.js';

/** A stack as it shall be. */
export interface StackRequest {
  readonly environment: Environment;
  readonly stackName: string;
  readonly template: Template;
  /** Values for the template's parameters; the template's defaults fill in the others, values of earlier deployments do not. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Tags of the stack itself. The twin keeps them, and does not propagate them to resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** What is acknowledged, such as `CAPABILITY_IAM`. @default everything, as `cdk deploy` does */
  readonly capabilities?: readonly string[];
}

/** A change set to prepare. */
export interface ChangeSetRequest extends StackRequest {
  /** An existing change set of this name is replaced. */
  readonly changeSetName: string;
}
