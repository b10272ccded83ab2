// Pipelines with more stages than CodePipeline takes.
import { pipelinePlace } from './places.js';
import type { Rule } from './rule.js';
import { counted, shared, tooMany } from './too-many.js';

/** How many stages a pipeline has. */
export const pipelineStages: Rule = {
  ...shared,
  id: 'pipeline-stages',
  checks: 'A pipeline has at least two stages, and no more than the quota (`stages_of_a_pipeline`).',
  why: 'CodePipeline refuses the pipeline. CDK synthesizes one of 51 stages without a word.',
  source: 'CodePipeline User Guide, Quotas (2 to 50).',
  check: ({ landscape, quotas }) =>
    landscape.pipelines.flatMap((declared) => {
      const { name, stages } = declared.pipeline;
      const most = quotas.stages_of_a_pipeline;
      if (stages.length >= 2 && stages.length <= most) return [];
      return [
        tooMany(
          `Pipeline ${name} has ${counted(stages.length, 'stage')}; CodePipeline takes 2 to ${String(most)}.`,
          pipelinePlace(declared, 'Stages'),
        ),
      ];
    }),
};
