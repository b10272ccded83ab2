// An object in S3 as a source.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

const SOURCE = 'CodePipeline User Guide, Amazon S3 source action reference, service role permissions';

/** `Source/AWS/S3/1`. */
export const s3Source: CatalogueEntry = {
  type: 'Source/AWS/S3/1',
  writes: 'action role',
  keys: [required('S3Bucket'), required('S3ObjectKey')],
  needs: [
    {
      who: 'action role',
      step: 'looks at the source bucket',
      calls: ['s3:GetBucketVersioning', 's3:GetBucketAcl', 's3:GetBucketLocation'],
      on: 'arn:{partition}:s3:::{S3Bucket}',
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'fetches the source object',
      // The page lists the tagging calls too. unsure: whether an object without tags needs them.
      calls: ['s3:GetObject', 's3:GetObjectVersion'],
      on: 'arn:{partition}:s3:::{S3Bucket}/{S3ObjectKey}',
      source: SOURCE,
    },
  ],
};
