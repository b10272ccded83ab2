// Everything else that CodePipeline refuses of a pipeline's structure.
import { artifactNames, oneProducer, producedBefore } from '../../assembly/pipeline-artifact-rules.js';
import { names, stageCount, stageSizes, stores, uniqueNames } from '../../assembly/pipeline-rules.js';
import { namespaceNames, references, uniqueNamespaces } from '../../assembly/pipeline-variable-rules.js';
import type { Rule } from './rule.js';
import { finding } from './structural.js';

/** What has a rule of its own, and missing stores, which the proof reports with everything that fails for them. */
const ELSEWHERE = [
  names,
  uniqueNames,
  stageCount,
  stageSizes,
  stores,
  artifactNames,
  oneProducer,
  producedBefore,
  namespaceNames,
  uniqueNamespaces,
  references,
];

/** Sources, run orders, numbers of artifacts, primary sources, `Commands` actions, disabled transitions, conditions. */
export const pipelineStructure: Rule = {
  id: 'pipeline-structure',
  severity: 'error',
  checks:
    'The pipeline is built as CodePipeline demands: sources in the first stage and only there, run orders from 1 to 999, the right number of artifacts for each type of action, a primary source where a build has several inputs, `Commands` actions within their limits, conditions and disabled transitions that name what is there.',
  why: 'CodePipeline refuses the pipeline.',
  falsePositives: 'Low: the number of artifacts is known for the common types of actions.',
  source: 'CodePipeline User Guide, Pipeline structure reference, and the references of actions.',
  mend: 'Change the construct that the finding names.',
  check: ({ landscape }) =>
    landscape.pipelines.flatMap((declared) => {
      if (declared.mistakes.length === 0) return [];
      const elsewhere = new Set(ELSEWHERE.flatMap((check) => check(declared.pipeline)));
      return declared.mistakes
        .filter((mistake) => !elsewhere.has(mistake))
        .flatMap((mistake) => finding(declared, mistake, 'Correct the construct, and synthesize again.'));
    }),
};
