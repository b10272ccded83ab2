// The condition keys of S3.
import type { ServiceKeys } from './context-key.js';

const LISTS = ['s3:listbucket', 's3:listbucketversions'];
const WRITES = ['s3:putobject', 's3:replicateobject'];

/** Source: Service Authorization Reference, Actions, resources, and condition keys for Amazon S3. */
export const S3_KEYS: ServiceKeys = {
  service: 's3',
  requestsOf: ['s3', 's3-object-lambda', 's3-outposts', 's3express'],
  keys: [
    { key: 's3:resourceaccount', value: ({ resourceAccount }) => resourceAccount },
    // unsure: which of the two the services of a pipeline speak. Source: AWS Security Blog, "TLS 1.2 to become the minimum TLS
    // protocol level for all AWS API endpoints".
    {
      key: 's3:tlsversion',
      value: ({ secureTransport }) => (secureTransport === false ? null : { oneOf: ['1.2', '1.3'] }),
    },
    { key: 's3:prefix', actions: LISTS },
    { key: 's3:delimiter', actions: LISTS },
    { key: 's3:max-keys', actions: LISTS },
    { key: 's3:versionid', actions: ['s3:*version*'] },
    { key: 's3:x-amz-server-side-encryption', actions: WRITES },
    { key: 's3:x-amz-server-side-encryption-aws-kms-key-id', actions: WRITES },
    { key: 's3:x-amz-server-side-encryption-customer-algorithm', actions: ['s3:putobject', 's3:getobject*'] },
    { key: 's3:x-amz-acl', actions: ['s3:put*', 's3:createbucket', 's3:createaccesspoint'] },
    { key: 's3:x-amz-storage-class', actions: WRITES },
    { key: 's3:x-amz-copy-source', actions: WRITES },
    { key: 's3:x-amz-metadata-directive', actions: WRITES },
    { key: 's3:object-lock-mode', actions: ['s3:put*', 's3:replicateobject'] },
    { key: 's3:object-lock-retain-until-date', actions: ['s3:put*', 's3:replicateobject'] },
    { key: 's3:locationconstraint', actions: ['s3:createbucket'] },
    {
      key: 's3:existingobjecttag/',
      actions: ['s3:getobject*', 's3:putobject*', 's3:deleteobject*', 's3:bypassgovernanceretention'],
    },
    {
      key: 's3:requestobjecttag/',
      actions: [
        's3:putobject',
        's3:putobject*tagging',
        's3:replicate*',
        's3:createjob',
        's3:bypassgovernanceretention',
      ],
    },
    {
      key: 's3:requestobjecttagkeys',
      actions: [
        's3:putobject',
        's3:putobject*tagging',
        's3:replicate*',
        's3:createjob',
        's3:bypassgovernanceretention',
      ],
    },
  ],
};
