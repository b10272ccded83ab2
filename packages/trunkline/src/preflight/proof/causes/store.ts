// Artifact stores that are missing, in another region, or without the key that other accounts need.
import { describe } from '../../iam/unresolved.js';
import type { Landscape, LandscapeBucket } from '../../landscape/landscape.js';
import { isForegone, type Precondition } from '../obligation.js';
import type { Blame } from './blame.js';
import { actionsAt, dutyOf, placeOf, type CauseFinding } from './finding.js';

/** A region that the pipeline acts in has no artifact store. */
export const storeMissing: CauseFinding = (blames, landscape) => {
  const { pipeline, arn, because } = of(blames);
  const region = because?.kind === 'no-store' ? because.region : '';
  const bucket = bucketLike(arn, region, landscape);
  return {
    severity: 'error',
    problem: `Pipeline ${describe(pipeline)} has no artifact store for ${region}, in which it has actions.`,
    place: pipelinePlace(landscape, arn),
    consequence: 'CodePipeline would refuse the pipeline: each region of an action needs a store.',
    remedy: {
      text: `Give the pipeline ${bucket === undefined ? `a bucket of ${region} with its key` : storeWords(bucket)} for ${region} in \`crossRegionReplicationBuckets\`, as \`ArtifactStores\` of cdk-trunkline does.`,
    },
  };
};

/** A bucket or key is in another region than the actions that use it. */
export const storeElsewhere: CauseFinding = (blames, landscape) => {
  const { pipeline, arn, because } = of(blames);
  const { what, region, actual, name } =
    because?.kind === 'store-elsewhere' ? because : { what: 'bucket', region: '', actual: '', name: '' };
  const bucket = bucketLike(arn, region, landscape);
  const right =
    bucket === undefined
      ? `a ${what} of ${region}`
      : what === 'key'
        ? `the key of bucket ${describe(bucket.name)}, ${describe(bucket.kmsKey ?? '')}`
        : `bucket ${describe(bucket.name)}`;
  return {
    severity: 'error',
    problem: `The artifact store of ${region} of pipeline ${describe(pipeline)} names ${what} ${describe(name)}, which is in ${actual}.`,
    place: pipelinePlace(landscape, arn),
    consequence: `${actionsAt(blames)} would fail: bucket and key have to be in the region of the action.`,
    remedy: {
      text: `Name ${right} for ${region}: \`Bucket.fromBucketAttributes({ bucketName, encryptionKey, region })\` for each region, with the key of that region. \`Alias.fromAliasName\` and \`Key.fromLookup\` name the key of the pipeline's own region everywhere.`,
    },
  };
};

/** A store without a key, for actions in other accounts. */
export const storeWithoutKey: CauseFinding = (blames, landscape) => {
  const { pipeline, arn, because } = of(blames);
  const { region, bucket } = because?.kind === 'store-without-key' ? because : { region: '', bucket: '' };
  const own = landscape.bucket(bucket)?.kmsKey;
  const key = own === undefined || own.endsWith('alias/aws/s3') ? `a key of ${region}` : `the key ${describe(own)}`;
  return {
    severity: 'error',
    problem: `The artifact store of ${region} of pipeline ${describe(pipeline)}, bucket ${describe(bucket)}, names no key, and roles of other accounts use it.`,
    place: pipelinePlace(landscape, arn),
    consequence: `${actionsAt(blames)} would fail: CodePipeline then encrypts with the key of S3 itself, which no other account can use.`,
    remedy: {
      text: `Name ${key} in the store of ${region}, by \`encryptionKey\` of \`Bucket.fromBucketAttributes\`, or \`crossAccountKeys: true\` where CDK makes the stores.`,
    },
  };
};

/** The pipeline, and what failed before any policy was looked at. */
function of([{ failed }]: readonly [Blame, ...Blame[]]): {
  readonly pipeline: string;
  readonly arn: string;
  readonly because?: Precondition;
} {
  const duty = dutyOf(failed);
  const { pipeline, pipelineArn: arn } = duty.place;
  return { pipeline, arn, ...(isForegone(duty) ? { because: duty.because } : {}) };
}

/** What the pipeline's stores are called in other regions, in this one: names that follow a pattern differ by the region. */
function bucketLike(arn: string, region: string, landscape: Landscape): LandscapeBucket | undefined {
  const found = landscape.pipelines.find((each) => each.arn === arn);
  for (const [other, { location }] of Object.entries(found?.pipeline.artifactStores ?? {})) {
    for (const from of new Set([other, landscape.bucket(location)?.environment.region ?? other])) {
      const bucket = landscape.bucket(location.replaceAll(from, region));
      if (bucket?.environment.region === region) return bucket;
    }
  }
  return undefined;
}

function storeWords({ name, kmsKey }: LandscapeBucket): string {
  return kmsKey === undefined
    ? `bucket ${describe(name)}`
    : `bucket ${describe(name)} with its key ${describe(kmsKey)}`;
}

function pipelinePlace(landscape: Landscape, arn: string): ReturnType<typeof placeOf> {
  const found = landscape.pipelines.find((each) => each.arn === arn);
  if (found === undefined) return {};
  // A pipeline of one region has its store under another name.
  const property = found.properties.ArtifactStores === undefined ? 'ArtifactStore' : 'ArtifactStores';
  return placeOf({ ...found.origin, property });
}
