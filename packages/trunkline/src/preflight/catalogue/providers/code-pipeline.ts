// Another pipeline.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

/** `Invoke/AWS/CodePipeline/1`. */
export const codePipeline: CatalogueEntry = {
  type: 'Invoke/AWS/CodePipeline/1',
  keys: [required('PipelineName')],
  needs: [
    {
      who: 'action role',
      step: 'starts the other pipeline',
      calls: ['codepipeline:StartPipelineExecution'],
      on: 'arn:{partition}:codepipeline:{region}:{account}:{PipelineName}',
      source: 'CodePipeline User Guide, AWS CodePipeline invoke action reference, service role policy permissions',
    },
  ],
};
