// Names of artifacts.
import { artifactNames as check } from '../../assembly/pipeline-artifact-rules.js';
import type { Rule } from './rule.js';
import { structuralFindings } from './structural.js';

/** They are stricter than names of actions. */
export const artifactNames: Rule = {
  id: 'artifact-names',
  severity: 'error',
  checks: 'Names of artifacts have 1 to 100 letters, digits and characters of `_ -`.',
  why: 'CodePipeline refuses the pipeline.',
  falsePositives: 'None known.',
  source: 'CodePipeline User Guide, Quotas.',
  mend: 'Name the artifact with those characters.',
  check: (facts) =>
    structuralFindings(facts, [check], 'Name the artifact with letters, digits, underscores and hyphens.'),
};
