// Names of pipelines, stages and actions.
import { names, uniqueNames } from '../../assembly/pipeline-rules.js';
import type { Rule } from './rule.js';
import { structuralFindings } from './structural.js';

/** Steps of CDK Pipelines become actions, whatever their names are. */
export const pipelineNames: Rule = {
  id: 'pipeline-names',
  severity: 'error',
  checks:
    'Names of the pipeline, its stages and actions have 1 to 100 letters, digits and characters of `. @ _ -`, and are unique: stages in the pipeline, actions in their stage.',
  why: 'CodePipeline refuses the pipeline. CDK checks the length of stages’ names alone.',
  falsePositives: 'None known.',
  source: 'CodePipeline User Guide, Quotas, and Pipeline structure reference.',
  mend: 'Give the stage or step a shorter id.',
  check: (facts) =>
    structuralFindings(facts, [names, uniqueNames], 'Give the stage or step another id, and synthesize again.'),
};
