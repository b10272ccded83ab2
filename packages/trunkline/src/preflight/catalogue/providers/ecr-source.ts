// An image in ECR as a source.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

/** `Source/AWS/ECR/1`. */
export const ecrSource: CatalogueEntry = {
  type: 'Source/AWS/ECR/1',
  writes: 'action role',
  keys: [required('RepositoryName')],
  needs: [
    {
      who: 'action role',
      step: 'looks at the image',
      calls: ['ecr:DescribeImages'],
      on: 'arn:{partition}:ecr:{region}:{account}:repository/{RepositoryName}',
      source: 'CodePipeline User Guide, Manage the CodePipeline service role, Amazon ECR',
    },
  ],
};
