// Artifacts that are read before anything has produced them.
import { producedBefore } from '../../assembly/pipeline-artifact-rules.js';
import type { Rule } from './rule.js';
import { structuralFindings } from './structural.js';

/** Run order is a barrier: what runs at the same time is no producer. */
export const artifactNotProduced: Rule = {
  id: 'artifact-not-produced',
  severity: 'error',
  checks:
    'Every input artifact is the output of an action of an earlier stage, or of the same stage with a lower run order.',
  why: 'CodePipeline refuses the pipeline, and its message names neither producer nor run order.',
  falsePositives: 'None known.',
  source: 'CodePipeline User Guide, Pipeline structure reference.',
  mend: 'Move the consumer after the producer: a later stage, or a higher `runOrder`; or read another artifact.',
  check: (facts) =>
    structuralFindings(
      facts,
      [producedBefore],
      'Let the action that produces the artifact come first: an earlier stage, or a lower run order in the same stage.',
    ),
};
