// Artifact buckets that only grow.
import { describe } from '../iam/unresolved.js';
import { placeOf } from '../proof/causes/finding.js';
import type { Rule } from './rule.js';

/** Every execution writes artifacts, and CDK's own buckets keep them for ever. */
export const artifactBucketExpiry: Rule = {
  id: 'artifact-bucket-expiry',
  severity: 'info',
  checks: 'The bucket of an artifact store lets objects expire.',
  why: 'Every execution stores its source and its build output anew; nothing reads them once retries and rollbacks are out of the question, and they cost for ever.',
  falsePositives:
    'None where the template has the bucket. It is found in every pipeline of plain CDK, whose own buckets have no lifecycle rule.',
  source: 'S3 User Guide, Managing the lifecycle of objects; aws-cdk-lib, codepipeline.Pipeline: ArtifactsBucket.',
  mend: 'Give the bucket a lifecycle rule, or use `ArtifactStoreStack` of cdk-trunkline, which has one.',
  check: ({ landscape }) => {
    const names = landscape.pipelines.flatMap(({ pipeline }) =>
      Object.values(pipeline.artifactStores).map(({ location }) => location),
    );
    return [...new Set(names)].flatMap((name) => {
      const bucket = landscape.bucket(name);
      if (bucket === undefined || bucket.expires) return [];
      return [
        {
          problem: `Objects of artifact bucket ${describe(name)} never expire.`,
          place: placeOf(bucket.origin),
          consequence: 'Artifacts of every execution would be kept, and paid for, for ever.',
          remedy: {
            text: 'Give the bucket a lifecycle rule, such as `lifecycleRules: [{ expiration: Duration.days(90) }]`; keep them as long as you may want to roll back.',
          },
        },
      ];
    });
  },
};
