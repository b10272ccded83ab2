// Runs every rule over what was read.
import type { Finding } from '../../model/finding.js';
import type { RuleFacts } from './rule.js';
import { RULES } from './table.js';

/** The findings of all rules, in the order of the table. Pure. */
export function checkRules(facts: RuleFacts): Finding[] {
  return RULES.flatMap(({ id, severity, check }) =>
    check(facts).map((found): Finding => ({ id, severity, ...found, explains: [] })),
  );
}
