// What the evaluator is given: policies, and which of them apply to a request.
import type { TemplateValue } from '../../model/template.js';

/**
 * A policy with its intrinsic functions resolved; what could not be resolved is written by `unresolved()`. Documents are
 * read once and remembered: do not change one that was evaluated.
 */
export interface Policy {
  /** How messages call it, such as the construct path of the role, bucket or key that has it. */
  readonly name: string;
  /** The document: an object, its JSON text, or a marker where nothing of it is known. */
  readonly document: TemplateValue;
}

/** Which kind of policy a statement belongs to. Source: IAM User Guide, Policies and permissions, Policy types. */
export type Side =
  'identity-based' | 'permissions-boundary' | 'session' | 'resource-based' | 'service-control' | 'resource-control';

/**
 * The policies that apply to a request. The answer holds for these alone: KMS grants, access control lists and VPC endpoint
 * policies are not looked at.
 */
export interface ApplicablePolicies {
  /** Of the calling role, inline and managed. */
  readonly identity: readonly Policy[];
  /** The permissions boundary of the calling role. @default none */
  readonly boundary?: Policy;
  /** The policies that were passed when the role was assumed. @default none */
  readonly session?: readonly Policy[];
  /** The bucket policy, key policy, trust policy or the like. @default the resource has none */
  readonly resource?: Policy;
  /**
   * Service control policies of the caller's account, one list for each level from the organization's root down to the
   * account. Every level has to allow. @default none apply, as in the management account
   */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /**
   * Resource control policies of the resource's account, of all levels. They only deny: what allows is `RCPFullAWSAccess`,
   * which AWS attaches to every level and nobody can detach. @default none apply, as in the management account
   */
  readonly resourceControl?: readonly Policy[];
}
