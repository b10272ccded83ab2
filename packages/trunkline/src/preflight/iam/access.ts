// The evaluator's three answers, each with what decided it.
import type { Side } from './policy.js';

/** Where a statement stands. */
export interface StatementPlace {
  readonly side: Side;
  /** The name that the policy was given. */
  readonly policy: string;
  /** The statement's `Sid`, or its index, as `Statement[2]`. */
  readonly statement: string;
}

/** Why the answer cannot be told. */
export interface Doubt extends StatementPlace {
  readonly why: string;
}

/** An Allow statement that would have matched but for one of its elements. */
export interface NearMiss extends StatementPlace {
  readonly element: 'Principal' | 'Action' | 'Resource' | 'Condition';
}

/** The request is allowed. */
export interface Allowed {
  readonly kind: 'allowed';
  /** The statements that allow it. */
  readonly by: readonly StatementPlace[];
}

/** A Deny statement matches. */
export interface ExplicitlyDenied {
  readonly kind: 'denied';
  readonly how: 'explicit';
  readonly by: readonly StatementPlace[];
}

/** No statement allows it. */
export interface ImplicitlyDenied {
  readonly kind: 'denied';
  readonly how: 'implicit';
  /** The sides that have no statement that allows it, although they are asked. */
  readonly sides: readonly Side[];
  /**
   * Whether a statement on one of the sides `identity-based` and `resource-based` is enough, as in one account; each
   * of the other sides always needs one.
   */
  readonly oneIsEnough: boolean;
  /** The policies of every level of service control policies that has no statement that allows it, by their names. */
  readonly refusingLevels: readonly (readonly string[])[];
  /** Statements to look at first: each would have allowed it but for one element. */
  readonly nearMisses: readonly NearMiss[];
}

/** The answer hangs on something that is not known. */
export interface Unproven {
  readonly kind: 'unproven';
  readonly because: readonly Doubt[];
}

/** Whether a request is allowed, by the given policies. */
export type Access = Allowed | ExplicitlyDenied | ImplicitlyDenied | Unproven;

/** `statement 'ReadByOrganization' of Store/Bucket/Policy (resource-based)`. */
export function formatPlace({ side, policy, statement }: StatementPlace): string {
  return `statement '${statement}' of ${policy} (${side})`;
}
