// Reads one asset manifest: the files and images that an assembly has to publish, and where.
import { posix } from 'node:path';
import { z } from 'zod';
import type { Asset, AssetDestination } from '../model/assembly.js';
import type { Environment } from '../model/environment.js';
import { TrunklineError } from '../model/errors.js';
import { containedPathSync } from './containment.js';
import { substitutePlaceholders } from './environment.js';
import { readJsonFileSync } from './json-file.js';
import { Mistakes } from './mistakes.js';
import { describeIssues } from './schema-issues.js';

// The parts that the engine reads; source: @aws-cdk/cloud-assembly-schema, assets.schema.json.
const awsDestination = {
  region: z.string().optional(),
  assumeRoleArn: z.string().optional(),
  assumeRoleExternalId: z.string().optional(),
};
const fileAsset = z.looseObject({
  displayName: z.string().optional(),
  source: z.looseObject({
    path: z.string().optional(),
    packaging: z.enum(['file', 'zip']).optional(),
    executable: z.array(z.string()).optional(),
  }),
  destinations: z.record(
    z.string(),
    z.looseObject({ ...awsDestination, bucketName: z.string(), objectKey: z.string() }),
  ),
});
const imageAsset = z.looseObject({
  displayName: z.string().optional(),
  source: z.looseObject({ directory: z.string().optional(), executable: z.array(z.string()).optional() }),
  destinations: z.record(
    z.string(),
    z.looseObject({ ...awsDestination, repositoryName: z.string(), imageTag: z.string() }),
  ),
});
const manifestSchema = z.looseObject({
  files: z.record(z.string(), fileAsset).optional(),
  dockerImages: z.record(z.string(), imageAsset).optional(),
});

type Destinations = z.infer<typeof fileAsset>['destinations'] | z.infer<typeof imageAsset>['destinations'];

/**
 * Reads the asset manifest at a path of an assembly. Asset paths come out relative to the root, and are proved to stay
 * in it; placeholders are substituted by each destination's own environment.
 * Throws TrunklineError `AssemblyUnreadable` or `PathOutsideAssembly`.
 *
 * @param root the assembly's root folder
 * @param path the manifest's path relative to the root, as publishing commands name it
 * @param fallback the environment of destinations that name neither role nor region
 */
export async function readAssetManifest(root: string, path: string, fallback: Environment): Promise<Asset[]> {
  return readAssetManifestSync(root, path, fallback);
}

/** As `readAssetManifest`, at once. Throws TrunklineError `AssemblyUnreadable` or `PathOutsideAssembly`. */
export function readAssetManifestSync(root: string, path: string, fallback: Environment): Asset[] {
  const parsed = manifestSchema.safeParse(readJsonFileSync(root, path, 'asset manifest'));
  if (!parsed.success) {
    throw new TrunklineError(
      'AssemblyUnreadable',
      `${path} in the cloud assembly ${root} is no asset manifest. Make it anew with 'npx cdk synth'.`,
      describeIssues(parsed.error, path),
    );
  }
  const from = posix.dirname(path);
  const place = (id: string, named: string | undefined): { path?: string } => {
    if (named === undefined) return {};
    containedPathSync(root, named, { from, what: `asset ${id} in ${path}` });
    return { path: posix.join(from, named) };
  };
  const files = Object.entries(parsed.data.files ?? {}).map(([id, file]) => (): Asset => ({
    kind: 'file',
    id,
    displayName: file.displayName ?? id,
    ...place(id, file.source.path),
    packaging: file.source.packaging ?? 'file',
    destinations: destinationsOf(file.destinations, fallback),
  }));
  const images = Object.entries(parsed.data.dockerImages ?? {}).map(([id, image]) => (): Asset => ({
    kind: 'docker-image',
    id,
    displayName: image.displayName ?? id,
    ...place(id, image.source.directory),
    packaging: 'image',
    destinations: destinationsOf(image.destinations, fallback),
  }));
  const mistakes = new Mistakes(root);
  const assets = [...files, ...images].map((asset) => mistakes.collect(asset));
  mistakes.throwIfAny();
  return assets.filter((asset) => asset !== undefined);
}

function destinationsOf(destinations: Destinations, fallback: Environment): AssetDestination[] {
  return Object.entries(destinations).map(([id, destination]) => {
    const environment = environmentOf(id, destination, fallback);
    const filled = (text: string): string => substitutePlaceholders(text, environment);
    const { assumeRoleArn, assumeRoleExternalId } = destination;
    const common = {
      id,
      environment,
      ...(assumeRoleArn === undefined ? {} : { assumeRoleArn: filled(assumeRoleArn) }),
      ...(assumeRoleExternalId === undefined ? {} : { assumeRoleExternalId: filled(assumeRoleExternalId) }),
    };
    return 'bucketName' in destination
      ? { ...common, bucketName: filled(destination.bucketName), objectKey: filled(destination.objectKey) }
      : { ...common, repositoryName: filled(destination.repositoryName), imageTag: filled(destination.imageTag) };
  });
}

/**
 * The environment of a destination. The manifest names the region, and the account only as part of the publishing
 * role's ARN and of CDK's destination id, `<account>-<region>-<hash>`.
 */
function environmentOf(
  id: string,
  destination: { readonly region?: string; readonly assumeRoleArn?: string },
  fallback: Environment,
): Environment {
  const account = /:iam::(\d{12}):/.exec(destination.assumeRoleArn ?? '')?.[1] ?? /^(\d{12})-/.exec(id)?.[1];
  const region = destination.region === undefined ? fallback.region : destination.region;
  return { account: account ?? fallback.account, region: substitutePlaceholders(region, fallback) };
}
