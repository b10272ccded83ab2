// Files into a bucket.
import type { CatalogueEntry, Need, When } from '../catalogue.js';
import { oneOf, optional, required } from '../keys.js';

const AS_FILES: When = { key: 'Extract', is: ['true'] };
const AS_ARCHIVE: When = { key: 'Extract', is: ['false'] };
const REFERENCE = 'CodePipeline User Guide, Amazon S3 deploy action reference, service role permissions';

/** Extracted files go into the folder that the key names, if any; an archive has the key for its own. */
function needs(what: string, object: string, extract: When): readonly Need[] {
  const on = `arn:{partition}:s3:::{BucketName}/${object}`;
  return [
    {
      who: 'action role',
      step: `puts the ${what} into the bucket`,
      calls: ['s3:PutObject'],
      on,
      when: extract,
      source: `${REFERENCE}; unsure: its calls that look at the bucket, which CDK does not grant (S3DeployAction.bound) and whose actions work`,
    },
    {
      who: 'action role',
      step: `sets the ACL of the ${what}`,
      calls: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
      on,
      when: [{ key: 'CannedACL' }, extract],
      source: `${REFERENCE}; S3 API Reference, PutObject: a request without an ACL needs none of them`,
    },
  ];
}

/** `Deploy/AWS/S3/1`. */
export const s3Deploy: CatalogueEntry = {
  type: 'Deploy/AWS/S3/1',
  reads: 'action role',
  keys: [
    required('BucketName'),
    oneOf(required('Extract'), 'true', 'false'),
    required('ObjectKey', AS_ARCHIVE),
    optional('CannedACL'),
    optional('KMSEncryptionKeyARN'),
  ],
  needs: [...needs('files', '{ObjectKey|folder}{some file}', AS_FILES), ...needs('archive', '{ObjectKey}', AS_ARCHIVE)],
};
