// Stages with more actions than CodePipeline takes.
import { stagePlace } from './places.js';
import type { Rule } from './rule.js';
import { counted, shared, tooMany } from './too-many.js';

/** How many actions a stage has. */
export const stageActions: Rule = {
  ...shared,
  id: 'stage-actions',
  checks: 'A stage has at least one action, and no more than the quota (`actions_of_a_stage`).',
  why: 'CodePipeline refuses the pipeline. Each file and image asset of CDK Pipelines is an action of the stage Assets unless `publishAssetsInParallel` is false.',
  source: 'CodePipeline User Guide, Quotas (1 to 50). unsure: newer accounts may have 100.',
  check: ({ landscape, quotas }) =>
    landscape.pipelines.flatMap((declared) =>
      declared.pipeline.stages
        .filter(({ actions }) => actions.length < 1 || actions.length > quotas.actions_of_a_stage)
        .map(({ name, actions }) =>
          tooMany(
            `Stage ${name} of pipeline ${declared.pipeline.name} has ${counted(actions.length, 'action')}; CodePipeline takes 1 to ${String(quotas.actions_of_a_stage)}.`,
            stagePlace(declared, name),
          ),
        ),
    ),
};
