// What exists once everything of an assembly is deployed, as far as the templates and the bootstrap state tell it.
import type { Environment } from '../../model/environment.js';
import type { Pipeline } from '../../model/pipeline.js';
import type { Project } from '../../model/project.js';
import type { StackArtifact } from '../../model/assembly.js';
import type { TemplateValue } from '../../model/template.js';
import type { Policy } from '../iam/policy.js';

/** Where something of the landscape is written. */
export interface Origin {
  /** `live`: read from the account itself. */
  readonly kind: 'template' | 'bootstrap' | 'live';
  readonly stackName: string;
  readonly environment: Environment;
  readonly logicalId: string;
  readonly constructPath?: string;
  /** The absolute path of the assembly's folder; absent where `templateFile` is. */
  readonly assembly?: string;
  /** The template, relative to the assembly's folder; absent for bootstrap stacks and what was read live. */
  readonly templateFile?: string;
  /** The property inside the resource that holds it, such as `AssumeRolePolicyDocument`; the whole resource where absent. */
  readonly property?: string;
}

/** A policy, with where it is written. */
export interface PlacedPolicy extends Policy {
  readonly origin: Origin;
}

/** An IAM role. */
export interface LandscapeRole {
  readonly arn: string;
  readonly account: string;
  readonly origin: Origin;
  readonly trust: PlacedPolicy;
  /** Inline, attached, and managed policies; an AWS managed policy that is not known here has an unresolved document. */
  readonly identity: readonly PlacedPolicy[];
  readonly boundary?: PlacedPolicy;
  /** For conditions on `iam:ResourceTag`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A bucket. */
export interface LandscapeBucket {
  readonly arn: string;
  readonly name: string;
  readonly environment: Environment;
  readonly origin: Origin;
  readonly policy?: PlacedPolicy;
  /**
   * The key that encrypts by default, as written: an id, an ARN or an alias; `alias/aws/s3` for the account's own key of
   * S3. @default no KMS key: S3 encrypts by itself
   */
  readonly kmsKey?: string;
  readonly blocksPublicPolicy: boolean;
  /** Whether a lifecycle rule lets objects expire. */
  readonly expires: boolean;
}

/** A KMS key. */
export interface LandscapeKey {
  readonly arn: string;
  readonly environment: Environment;
  readonly origin: Origin;
  readonly policy: PlacedPolicy;
  /** `unknown` where a template does not tell. @default true */
  readonly enabled?: boolean | 'unknown';
  /** Names of its aliases, such as `alias/trunkline-artifacts`. */
  readonly aliases: readonly string[];
}

/** Anything else that has a resource policy, or that an action names: a topic, function, repository, state machine, ... */
export interface LandscapeResource {
  readonly arn: string;
  readonly type: string;
  readonly environment: Environment;
  readonly origin: Origin;
  /** Every intrinsic function resolved, or marked as unresolved. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
  readonly policy?: PlacedPolicy;
}

/** A pipeline, with the resource that declares it. */
export interface LandscapePipeline {
  readonly pipeline: Pipeline;
  /** Ends in a marker where CloudFormation generates the name; `pipeline.name` has stack and logical id then. */
  readonly arn: string;
  readonly origin: Origin;
  readonly stack: StackArtifact;
  /** What CodePipeline would refuse of the declaration, one sentence each; the pipeline is read all the same. */
  readonly mistakes: readonly string[];
  /** Resolved properties, for what the model's `Pipeline` leaves out: triggers, conditions, disabled transitions. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
}

/** A pipeline whose declaration cannot be read: what it needs is not known, but not nothing. */
export interface UnreadPipeline {
  /** As `Pipeline.name` would be: that of the stack and the logical id. */
  readonly name: string;
  readonly arn: string;
  readonly origin: Origin;
  readonly problem: string;
}

/** A build project. */
export interface LandscapeProject {
  readonly project: Project;
  readonly arn: string;
  readonly origin: Origin;
  /** Resolved properties, for what the model's `Project` leaves out: VPC, logs, encryption key. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
}

/** How one environment is bootstrapped: declared by the user, assumed, or read live. */
export interface BootstrapState {
  readonly environment: Environment;
  readonly qualifier: string;
  readonly how: 'declared' | 'assumed' | 'live';
  /** Whether it is bootstrapped at all. */
  readonly exists: boolean;
  readonly version: number;
  readonly trust: readonly string[];
  readonly trustForLookup: readonly string[];
  readonly executionPolicies: readonly string[];
  /** What `--bootstrap-kms-key-id` was given, or `AWS_MANAGED_KEY`; empty for a key of its own (`--bootstrap-customer-key`). */
  readonly kmsKey: string;
  /** The name of the managed policy that `--custom-permissions-boundary` was given. */
  readonly customPermissionsBoundary?: string;
}

/**
 * Everything that is known to exist. Lookups take ARNs or names as templates write them, markers included; of what several
 * things are called, they give one of which no policy is known.
 */
export interface Landscape {
  readonly pipelines: readonly LandscapePipeline[];
  readonly unreadPipelines: readonly UnreadPipeline[];
  readonly roles: readonly LandscapeRole[];
  readonly buckets: readonly LandscapeBucket[];
  readonly keys: readonly LandscapeKey[];
  readonly projects: readonly LandscapeProject[];
  readonly resources: readonly LandscapeResource[];
  readonly bootstraps: readonly BootstrapState[];
  /** The organization that the accounts are in, where the user says so. */
  readonly organizationId?: string;
  /** What was taken for granted about the bootstrap stacks, in words, to be printed with every result. */
  readonly assumptions: readonly string[];
  /** Things of one type that have one name, of which AWS has one alone: deploying the second one fails. */
  readonly duplicates: readonly { readonly type: string; readonly arn: string; readonly origins: readonly Origin[] }[];
  /** What could not be read, with its place: a template that is no JSON, an intrinsic function that does not resolve. */
  readonly unreadable: readonly {
    readonly origin: Partial<Origin>;
    readonly problem: string;
    /** `error` where CloudFormation would refuse it, or where it takes a whole pipeline from the proof. @default 'warning' */
    readonly severity?: 'error' | 'warning';
  }[];
  role(arn: string): LandscapeRole | undefined;
  bucket(name: string): LandscapeBucket | undefined;
  /** By key ARN, key id (in an environment) or alias ARN. */
  key(idOrArn: string, environment: Environment): LandscapeKey | undefined;
  project(name: string, environment: Environment): LandscapeProject | undefined;
  resource(arn: string): LandscapeResource | undefined;
  /** The bootstrap state that a role's, bucket's or repository's name belongs to, such as `cdk-hnb659fds-deploy-role-...`. */
  bootstrapOf(name: string): BootstrapState | undefined;
}
