// What a rule is. Each is a file of its own, and a line of the table.
import type { Finding } from '../../model/finding.js';
import type { FindingDocumentation } from '../documentation.js';
import type { PreflightInput } from '../input.js';
import type { Landscape } from '../landscape/landscape.js';
import type { Quotas } from './quotas.js';

/** Everything that a rule may look at. */
export interface RuleFacts {
  readonly landscape: Landscape;
  readonly input: PreflightInput;
  readonly quotas: Quotas;
}

/** What a rule finds; the id is the rule's own, and the severity where nothing else is said. */
export type RuleFinding = Pick<Finding, 'problem' | 'place' | 'consequence' | 'remedy'> &
  Partial<Pick<Finding, 'severity'>>;

/** One thing that templates tell and AWS would only tell when it is too late. */
export interface Rule extends FindingDocumentation {
  /** In kebab case; never changed, as acknowledgements name it. */
  readonly id: string;
  check(facts: RuleFacts): readonly RuleFinding[];
}
