// Stores that CDK adds by itself beside those that the app gave.
import type { LandscapePipeline, Origin } from '../landscape/landscape.js';
import { pipelinePlace } from './places.js';
import type { Rule, RuleFacts } from './rule.js';

/** A map of stores that lacks a region. */
export const unexpectedSupportStack: Rule = {
  id: 'unexpected-support-stack',
  severity: 'warning',
  checks:
    'Where a pipeline was given artifact stores, it was given one for each region that it acts in, its own included: CDK added none by itself.',
  why: 'For a region that `crossRegionReplicationBuckets` lacks, CDK adds a stack `<pipeline stack>-support-<region>` with a bucket and a key; for the pipeline’s own region it adds them to the pipeline’s stack; and it says nothing. Buckets stay behind when the stack is deleted, and every key costs.',
  falsePositives: 'None known. A pipeline that was given no stores at all is left alone.',
  source: 'aws-cdk-lib, codepipeline.Pipeline: crossRegionReplicationBuckets; seen by synthesizing.',
  mend: 'Add the region to `crossRegionReplicationBuckets`, or to the regions of `ArtifactStores`.',
  check: (facts) => facts.landscape.pipelines.flatMap((declared) => ofPipeline(declared, facts)),
};

function ofPipeline(declared: LandscapePipeline, { landscape }: RuleFacts): ReturnType<Rule['check']> {
  const { name, artifactStores } = declared.pipeline;
  const stores = Object.entries(artifactStores).map(([region, store]) => {
    const origin = landscape.bucket(store.location)?.origin;
    return { region, origin, added: origin !== undefined && isOfCdk(origin, region, declared) };
  });
  // All of CDK's own making: nobody gave any.
  if (stores.every(({ added }) => added)) return [];
  return stores
    .filter(({ added }) => added)
    .map(({ region, origin }) => ({
      problem: `Pipeline ${name} was given no artifact store for ${region}; CDK added one in stack ${origin?.stackName ?? ''}.`,
      place: pipelinePlace(declared, 'ArtifactStores'),
      consequence: `There would be a bucket and a key more in ${region}, with none of the policies of the stores that were given.`,
      remedy: { text: `Give a bucket of ${region} in \`crossRegionReplicationBuckets\`, as for the other regions.` },
    }));
}

/** Source: aws-cdk-lib, codepipeline: CrossRegionSupportStack; the pipeline's own bucket is its child ArtifactsBucket. */
function isOfCdk(
  { kind, stackName, logicalId }: Origin,
  region: string,
  { origin, pipeline }: LandscapePipeline,
): boolean {
  if (kind !== 'template') return false;
  if (region !== pipeline.declaredAt.environment.region) return stackName === `${origin.stackName}-support-${region}`;
  // Logical ids are the construct path without separators, and a hash.
  return stackName === origin.stackName && logicalId.startsWith(`${origin.logicalId.slice(0, -8)}ArtifactsBucket`);
}
