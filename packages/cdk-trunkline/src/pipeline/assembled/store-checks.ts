// Checks that a pipeline gets the artifact stores that it is given, and nothing of CDK's own making in their place.
import { Resource, Stack, Token } from 'aws-cdk-lib';
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ArtifactStores } from '../../artifacts/artifact-stores';
import type { PipelineContext } from '../hooks/pipeline-context';

/** Where a pipeline deploys something. */
export interface DeploymentPlace {
  readonly account?: string;
  readonly region?: string;
}

/** The buckets of a pipeline by region, as `codepipeline.Pipeline` takes them. */
export type StoreBuckets = Record<string, IBucket>;

/**
 * Asks the stores for their buckets, before the pipeline is created with them.
 *
 * The home region has to be among them as well: a region that is not would get a bucket and a key of CDK's own.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param stores what the hook `artifactStores` returned
 * @param places where the pipeline deploys
 * @returns the bucket of each region that has a store
 * @throws one error that lists the regions without a store, the stores that could not be had, or those without a key that
 *   another account has to read
 */
export function storeBuckets(
  stack: Stack,
  context: PipelineContext,
  stores: ArtifactStores,
  places: readonly DeploymentPlace[],
): StoreBuckets {
  const used = [context.region, ...places.flatMap(({ region }) => (region === undefined ? [] : [region]))];
  const missing = [...new Set(used)].filter((region) => !stores.regions.includes(region));
  if (missing.length > 0) throw problemsOf(context, [withoutStore(context, missing)]);
  const scope = new Construct(stack, 'ArtifactStores');
  const buckets = bucketsOf(scope, context, stores);
  assertReadable(context, buckets, places);
  return buckets;
}

/**
 * Looks at the pipeline once it is built and the hooks have had their say, and at what CDK added to it, its stack and its
 * app; and once more when the app is synthesized, for what is added until then.
 *
 * @param context the pipeline
 * @param codePipeline the pipeline as CDK built it
 * @param buckets what `storeBuckets` returned
 * @throws one error that lists everything that is wrong, with its remedy
 */
export function assertStoresUsed(context: PipelineContext, codePipeline: Pipeline, buckets: StoreBuckets): void {
  const problems = storeProblems(context, codePipeline, buckets);
  if (problems.length > 0) throw problemsOf(context, problems);
  codePipeline.node.addValidation({
    validate: () => {
      const later = storeProblems(context, codePipeline, buckets);
      return later.length > 0 ? [problemsOf(context, later).message] : [];
    },
  });
}

function storeProblems(context: PipelineContext, codePipeline: Pipeline, buckets: StoreBuckets): string[] {
  const elsewhere = Object.entries(buckets).flatMap(([region, bucket]) => misplaced(codePipeline, region, bucket));
  return [
    ...madeByCdk(context, codePipeline, buckets),
    // What is in another region is often in two: once is enough.
    ...(elsewhere.length > 0 ? elsewhere : sharedBetweenRegions(codePipeline)),
  ];
}

/** A project's own way of finding stores may go wrong in ways of its own: which region it was is not in CDK's message. */
function bucketsOf(scope: Construct, context: PipelineContext, stores: ArtifactStores): StoreBuckets {
  const problems: string[] = [];
  const buckets: StoreBuckets = {};
  for (const region of stores.regions) {
    try {
      buckets[region] = stores.bucket(scope, context.account, region);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push(
        `its store in ${region} could not be had from \`bucket()\`: ${message.trimEnd()} Where a value is looked up, as ` +
          "`StringParameter.valueFromLookup` does, it is a placeholder at first: give that a default in the value's form, " +
          'such as an ARN of a key.',
      );
    }
  }
  if (problems.length > 0) throw problemsOf(context, problems);
  return buckets;
}

function withoutStore(context: PipelineContext, missing: readonly string[]): string {
  const regions = missing.map((region) => `"${region}"`).join(', ');
  const home = missing.includes(context.region) ? `; "${context.region}" is where it lives` : '';
  return (
    `it deploys to ${regions}, where it has no artifact store${home}. Add ${regions} to $.config.artifact_stores.regions in ` +
    'cdk.json, or return stores for these regions from the hook `artifactStores`, and deploy the ArtifactStoreStack of ' +
    'each new region.'
  );
}

function problemsOf(context: PipelineContext, problems: readonly string[]): Error {
  return new Error(
    [
      `Pipeline ${context.name} cannot use its artifact stores:`,
      ...problems.map((problem) => `  ${problem}`),
      `Correct ${problems.length === 1 ? 'this' : 'these'}, then run \`npx cdk synth\` again.`,
    ].join('\n'),
  );
}

/** CDK would say so too, but not which store and what to do about it. */
function assertReadable(context: PipelineContext, buckets: StoreBuckets, places: readonly DeploymentPlace[]): void {
  const foreign = places.filter(({ account }) => account !== undefined && account !== context.account);
  const problems = Object.entries(buckets).flatMap(([region, bucket]) => {
    // A role reads the store of the region that it acts in; copies from the home region are CodePipeline's own doing.
    const readers = foreign.filter((place) => place.region === region);
    if (bucket.encryptionKey !== undefined || readers.length === 0) return [];
    const accounts = [...new Set(readers.map(({ account }) => account))].join(', ');
    return [
      `its store in ${region} has no key of its own, without which account ${accounts} cannot read it. Create the store ` +
        'with a key, and find it without `kms: false`; from attributes, give `keyArn`.',
    ];
  });
  if (problems.length > 0) throw problemsOf(context, problems);
}

/** A construct that was not there before the pipeline was built, and that no store stands behind. */
function madeByCdk(context: PipelineContext, codePipeline: Pipeline, buckets: StoreBuckets): string[] {
  const problems: string[] = [];
  for (const [region, { replicationBucket, stack }] of Object.entries(codePipeline.crossRegionSupport)) {
    if (replicationBucket === buckets[region]) continue;
    const where = stack === Stack.of(codePipeline) ? 'in its stack' : `with a stack ${stack.stackName}`;
    problems.push(`CDK made a bucket of its own for it, ${replicationBucket.node.path}, in ${region}, ${where}.`);
  }
  if (problems.length === 0) return problems;
  const missing = Object.keys(codePipeline.crossRegionSupport).filter((region) => buckets[region] === undefined);
  return [...problems, ...(missing.length > 0 ? [withoutStore(context, missing)] : [])];
}

/** What stands in a template as the region of a bucket or key, where that can be known before deployment. */
function misplaced(codePipeline: Pipeline, region: string, bucket: IBucket): string[] {
  const problems: string[] = [];
  const { bucketName, encryptionKey: key } = bucket;
  const bucketRegion = known(bucket.env.region);
  if (bucketRegion !== undefined && bucketRegion !== region) {
    const name = Token.isUnresolved(bucketName) ? bucket.node.path : bucketName;
    problems.push(
      `its store for ${region} is the bucket ${name} of ${bucketRegion}. Return a bucket of ${region}; one that is there ` +
        `is imported with \`region: '${region}'\`.`,
    );
  }
  if (key === undefined) return problems;
  const arn = keyArnText(codePipeline, key.keyArn);
  // An ARN that is read at deployment says nothing about itself, but CDK may know where the construct belongs.
  const keyRegion = regionOf(arn) ?? (Resource.isOwnedResource(key) ? known(key.env.region) : undefined);
  if (keyRegion !== undefined && keyRegion !== region) {
    problems.push(
      `its store for ${region} has the key ${arn} of ${keyRegion}, as keys and aliases that are looked up or named ` +
        `without a region belong to the region of the pipeline. Name it by its ARN in ${region}: Key.fromKeyArn(scope, ` +
        `id, 'arn:<partition>:kms:${region}:<account>:key/<id>').`,
    );
  }
  return problems;
}

/** A key belongs to one region, so that two stores that name the same one cannot both be right. */
function sharedBetweenRegions(codePipeline: Pipeline): string[] {
  const stack = Stack.of(codePipeline);
  const cfnPipeline = codePipeline.node.defaultChild as CfnPipeline;
  const stores = (stack.resolve(cfnPipeline.artifactStores) ?? []) as RenderedStore[];
  return (['location', 'encryptionKey'] as const).flatMap((part) => {
    const regions = new Map<string, string[]>();
    for (const { region, artifactStore } of stores) {
      const value = artifactStore[part];
      if (value === undefined) continue;
      const text = JSON.stringify(value);
      regions.set(text, [...(regions.get(text) ?? []), region]);
    }
    return [...regions].flatMap(([value, used]) => {
      if (used.length < 2) return [];
      const what = part === 'location' ? 'bucket' : 'key';
      return [
        `its stores for ${used.join(' and ')} have one ${what}, ${value}. Give each region a ${what} of its own.`,
      ];
    });
  });
}

interface RenderedStore {
  readonly region: string;
  readonly artifactStore: { readonly location: unknown; readonly encryptionKey?: unknown };
}

function known(region: string): string | undefined {
  return Token.isUnresolved(region) ? undefined : region;
}

/** A key's ARN as far as it is known: CDK writes most as a join of literal text and the partition. */
function keyArnText(codePipeline: Pipeline, keyArn: string): string {
  const resolved: unknown = Stack.of(codePipeline).resolve(keyArn);
  if (typeof resolved === 'string') return resolved;
  const [separator, parts] = (resolved as { readonly 'Fn::Join'?: [string, unknown[]] })['Fn::Join'] ?? [
    '',
    [resolved],
  ];
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const { Ref: reference } = part as { readonly Ref?: string };
      return reference === 'AWS::Partition' ? '<partition>' : `<${JSON.stringify(part)}>`;
    })
    .join(separator);
}

function regionOf(arn: string): string | undefined {
  return /^arn:[^:]*:kms:([a-z0-9-]+):/.exec(arn)?.[1];
}
