// Namespaces of actions' variables.
import { namespaceNames, uniqueNamespaces } from '../../assembly/pipeline-variable-rules.js';
import type { Rule } from './rule.js';
import { structuralFindings } from './structural.js';

/** A namespace stands for one action. */
export const variableNamespaces: Rule = {
  id: 'variable-namespaces',
  severity: 'error',
  checks:
    'Namespaces of variables have 1 to 100 letters, digits and characters of `@ _ -`, are none that CodePipeline keeps for itself, and belong to one action each.',
  why: 'CodePipeline refuses the pipeline.',
  falsePositives: 'Low: which characters are allowed is unsure.',
  source: 'CodePipeline User Guide, Variables, and Quotas. unsure: the characters.',
  mend: 'Give each action a namespace of its own, or none.',
  check: (facts) =>
    structuralFindings(facts, [namespaceNames, uniqueNamespaces], 'Give each action a namespace of its own, or none.'),
};
