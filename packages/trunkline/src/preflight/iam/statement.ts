// A policy statement as the evaluator reads it.
import type { TemplateValue } from '../../model/template.js';
import type { StatementPlace } from './access.js';
import type { Arn } from './arn.js';
import type { Pattern } from './wildcard.js';

/** A list of texts of a statement, and whether it is the `Not...` form. */
export interface TextList {
  readonly negated: boolean;
  readonly texts: readonly string[];
  /** The texts as patterns, policy variables not replaced. */
  readonly patterns: readonly Pattern[];
  /** Why items of the list are not known. */
  readonly unknown: readonly string[];
}

/** The actions of a statement, in small letters, and whether it is `NotAction`. */
export interface ActionList {
  readonly negated: boolean;
  /** Those that are written out: nearly all, and looking one up costs the same however many there are. */
  readonly names: ReadonlySet<string>;
  /** Those with wildcards, or with stretches that are not known. */
  readonly patterns: readonly Pattern[];
  /** Why items of the list are not known. */
  readonly unknown: readonly string[];
}

/** The kinds of principals that a policy can name. */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** One principal that a policy names. */
export interface PrincipalEntry {
  readonly type: PrincipalType;
  readonly text: string;
  /** The text in its parts, where it is an ARN. */
  readonly arn?: Arn;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly unknown: readonly string[];
}

/** One key of one operator of `Condition`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  /** Texts; numbers and booleans are written as text. */
  readonly values: readonly string[];
  readonly unknown: readonly string[];
}

/** A statement. */
export interface Statement {
  readonly place: StatementPlace;
  /** `undefined` where it is not known; such a statement may allow and may deny. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly version: string;
  /** Why the statement as a whole cannot be judged: unresolved, or one that AWS would reject. */
  readonly problems: readonly string[];
  /** Only statements of resource-based and resource control policies have one. */
  readonly principal?: PrincipalElement;
  readonly action?: ActionList;
  /** Absent in trust policies, and in those of ECR repositories. */
  readonly resource?: TextList;
  readonly conditions: readonly Condition[];
}

/** A value that may be a list as a list. */
export function listOf(value: TemplateValue): readonly TemplateValue[] {
  return Array.isArray(value) ? (value as readonly TemplateValue[]) : [value];
}
