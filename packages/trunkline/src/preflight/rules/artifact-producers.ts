// Artifacts that several actions produce.
import { oneProducer } from '../../assembly/pipeline-artifact-rules.js';
import type { Rule } from './rule.js';
import { structuralFindings } from './structural.js';

/** An artifact is one object, written once in an execution. */
export const artifactProducers: Rule = {
  id: 'artifact-producers',
  severity: 'error',
  checks: 'Every artifact is the output of one action alone.',
  why: 'CodePipeline refuses the pipeline.',
  falsePositives: 'None known.',
  source: 'CodePipeline API Reference, OutputArtifact: names are unique in a pipeline.',
  mend: 'Give each output a name of its own.',
  check: (facts) => structuralFindings(facts, [oneProducer], 'Give each output a name of its own.'),
};
