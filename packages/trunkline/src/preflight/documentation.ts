// What is written about each kind of finding: docs/rules.md and `trunkline explain` print it.
import type { Severity } from '../model/finding.js';

/** Everything there is to say about a kind of finding, without one at hand. */
export interface FindingDocumentation {
  readonly severity: Severity;
  /** What is checked, in a sentence. */
  readonly checks: string;
  /** What it means on AWS. */
  readonly why: string;
  /** When such a finding may be wrong: `none`, or the case. */
  readonly falsePositives: string;
  /** Where the facts are from; begins with `unsure:` where they are not certain. */
  readonly source: string;
  /** How to mend it. */
  readonly mend: string;
}
