// Pipelines with more actions than CodePipeline takes.
import { pipelinePlace } from './places.js';
import type { Rule } from './rule.js';
import { counted, shared, tooMany } from './too-many.js';

/** How many actions a pipeline has. */
export const pipelineActions: Rule = {
  ...shared,
  id: 'pipeline-actions',
  checks: 'A pipeline has no more actions than the quota (`actions_of_a_pipeline`).',
  why: 'CodePipeline refuses the pipeline.',
  source: 'CodePipeline User Guide, Quotas (500). unsure: newer accounts may have 1000.',
  check: ({ landscape, quotas }) =>
    landscape.pipelines.flatMap((declared) => {
      const count = declared.pipeline.stages.reduce((total, { actions }) => total + actions.length, 0);
      const most = quotas.actions_of_a_pipeline;
      if (count <= most) return [];
      return [
        tooMany(
          `Pipeline ${declared.pipeline.name} has ${counted(count, 'action')}; CodePipeline takes ${String(most)}.`,
          pipelinePlace(declared, 'Stages'),
        ),
      ];
    }),
};
