// What a resource type may add to, or hold against, AWS's specification of it.
import type { StackResource } from '../../model/stack.js';
import type { TemplateValue } from '../../model/template.js';
import type { Environment } from '../../model/environment.js';
import type { Tokens } from './tokens.js';

/** One resource that is being created or updated, as quirks see it. */
export interface ResourceFacts {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly environment: Environment;
  readonly partition: string;
  readonly urlSuffix: string;
  /** Every intrinsic resolved. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
  /** 0 for the first resource of this logical id, one more with each replacement. */
  readonly generation: number;
  readonly tokens: Tokens;
  /** The resource as it was before an update or replacement. */
  readonly previous?: StackResource;
  /** The resources of the same stack as far as they exist by now. */
  readonly siblings: () => readonly StackResource[];
  /** The name that the template gives, or a generated one. */
  readonly name: string;
  /** The service's own id. */
  readonly id: string;
  readonly arn: string;
  /** A property as text; `undefined` where it is absent or no scalar. */
  text(property: string): string | undefined;
}

/** A check of a resource against what exists around it. */
export interface CheckWorld {
  /** Whether an object is in the twin's local object store. */
  objectExists(environment: Environment, bucket: string, key: string): boolean;
}

/** The peculiarities of one resource type; whatever is absent follows AWS's specification. */
export interface ResourceQuirk {
  /** Where the fact comes from. */
  readonly source: string;
  /** The property that names the resource. @default `<Type>Name`, or `Name`, where the type has it */
  readonly nameProperty?: string;
  readonly ref?: (facts: ResourceFacts) => string;
  readonly arn?: (facts: ResourceFacts) => string;
  readonly id?: (facts: ResourceFacts) => string;
  readonly attributes?: Readonly<Record<string, (facts: ResourceFacts) => TemplateValue>>;
  /** Whether a second resource of this name cannot exist beside the first. @default what the ARN's form says */
  readonly uniqueName?: boolean;
  /** Why creating or updating the resource fails; `undefined` where it does not. */
  readonly check?: (facts: ResourceFacts, world: CheckWorld) => string | undefined;
}
