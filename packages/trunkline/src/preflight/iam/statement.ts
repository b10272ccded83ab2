// A policy statement as the evaluator reads it.
import type { TemplateValue } from '../../model/template.js';
import type { StatementPlace } from './access.js';

/** A list of texts of a statement, and whether it is the `Not...` form. */
export interface TextList {
  readonly negated: boolean;
  readonly texts: readonly string[];
  /** Why items of the list are not known. */
  readonly unknown: readonly string[];
}

/** The kinds of principals that a policy can name. */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly { readonly type: PrincipalType; readonly text: string }[];
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
  /** Only statements of resource-based policies have one. */
  readonly principal?: PrincipalElement;
  readonly action?: TextList;
  /** Absent in trust policies. */
  readonly resource?: TextList;
  readonly conditions: readonly Condition[];
}

/** A value that may be a list as a list. */
export function listOf(value: TemplateValue): readonly TemplateValue[] {
  return Array.isArray(value) ? (value as readonly TemplateValue[]) : [value];
}
