// A deployed stack, its change sets and its statuses, in CloudFormation's own words.
import type { Environment } from './environment.js';
import type { Template, TemplateValue } from './template.js';

/** Source: API reference, StackStatus; the ones that a deployment at rest can have. */
export type StackStatus =
  'REVIEW_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_COMPLETE' | 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE';

/** A resource that exists in the twin. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, TemplateValue>>;
  /** Every intrinsic resolved. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  readonly constructPath?: string;
}

/** A stack of the twin. */
export interface Stack {
  readonly environment: Environment;
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Export name to value. */
  readonly exports: Readonly<Record<string, string>>;
  /** Names of the exports that this stack imports. */
  readonly imports: readonly string[];
}

/** What happens to one resource. Source: API reference, ResourceChange. */
export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  /** `Conditional`: the service decides; the twin keeps the resource and says so in the event. */
  readonly replacement?: 'True' | 'False' | 'Conditional';
  /** The changed properties; for a replacement, the ones that cause it. */
  readonly properties: readonly string[];
  readonly constructPath?: string;
}

/** A change set. Source: API reference, DescribeChangeSet. */
export interface ChangeSet {
  readonly name: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  /** CloudFormation's wording, such as that the information submitted contains no changes. */
  readonly statusReason?: string;
  /** FAILED for want of changes: the pipeline's action succeeds all the same. */
  readonly noChanges: boolean;
  readonly changes: readonly ResourceChange[];
  /** Whether outputs, exports or tags change; a template may change in these alone. */
  readonly outputsChange: boolean;
}

/** What came of executing a change set, or of a deployment in one step. */
export interface StackOperation {
  readonly status: 'succeeded' | 'failed' | 'no-changes';
  /** The stack at rest after the operation; absent where it was deleted. */
  readonly stack?: Stack;
  /** Why it failed, in CloudFormation's wording where known. */
  readonly reason?: string;
  readonly changes: readonly ResourceChange[];
  /** `LogicalId CREATE_COMPLETE`-like lines in the order in which they happened. */
  readonly events: readonly StackEvent[];
}

/** One event of a stack operation. */
export interface StackEvent {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
}
