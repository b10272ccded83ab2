// The front door to publishing: puts an assembly's file assets into the local buckets, as cdk-assets would.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readAssetManifest } from '../../assembly/asset-manifest.js';
import { containedPath } from '../../assembly/containment.js';
import type { Asset, AssetDestination } from '../../model/assembly.js';
import type { Environment } from '../../model/environment.js';
import { throwIfInterrupted, TrunklineError } from '../../model/errors.js';
import { objectFile } from './bucket.js';
import type { AssetSelection } from './recognition.js';
import { zipFolder } from './zip-folder.js';

/** What is to be published, and where to. */
export interface PublishRequest {
  /** The assembly's folder: the input artifact. Untrusted, and only read. */
  readonly assemblyDirectory: string;
  readonly selections: readonly AssetSelection[];
  /** The twin's folder, which holds the local buckets. */
  readonly twinDirectory: string;
  /** The environment of the build, for destinations that name none. */
  readonly environment: Environment;
  readonly signal?: AbortSignal;
}

/** An object of a local bucket. */
export interface PublishedAsset {
  readonly displayName: string;
  readonly bucketName: string;
  readonly objectKey: string;
}

/** An asset that a rehearsal does not publish. */
export interface AssetNotPublished {
  readonly displayName: string;
  /** Such as `its image is not built: repository:tag`. */
  readonly reason: string;
}

/** What came of publishing. */
export interface AssetPublication {
  readonly published: readonly PublishedAsset[];
  /** Objects that were there already: cdk-assets does not upload them again either. */
  readonly skipped: readonly PublishedAsset[];
  readonly notRehearsed: readonly AssetNotPublished[];
}

/**
 * Publishes file assets to the local buckets. An object appears whole or not at all, and one that exists is left alone.
 * Images and assets that a program would make are not built, and are named as not rehearsed.
 *
 * Throws TrunklineError: `AssemblyUnreadable`, `PathOutsideAssembly`, and `ArtifactInvalid` for an asset or destination
 * that the manifest does not know, a missing source, or a bucket or key that is none,
 * `Interrupted` where the signal was aborted.
 */
export async function publishAssets(request: PublishRequest): Promise<AssetPublication> {
  // Everything is looked up before anything is written.
  const chosen = await chooseAssets(request);
  const published: PublishedAsset[] = [];
  const skipped: PublishedAsset[] = [];
  const notRehearsed: AssetNotPublished[] = [];
  for (const { asset, destination } of chosen) {
    throwIfInterrupted(request.signal);
    const reason = whyNotRehearsed(asset, destination);
    if (reason !== undefined) {
      notRehearsed.push({ displayName: asset.displayName, reason });
      continue;
    }
    const file = fileOf(request, destination);
    const exists = (await stat(file).catch(() => undefined))?.isFile() ?? false;
    if (!exists) await writeObject(request, asset, file);
    const { bucketName = '', objectKey = '' } = destination;
    (exists ? skipped : published).push({ displayName: asset.displayName, bucketName, objectKey });
  }
  return { published, skipped, notRehearsed };
}

interface Choice {
  readonly asset: Asset;
  readonly destination: AssetDestination;
}

async function chooseAssets(request: PublishRequest): Promise<Choice[]> {
  const manifests = new Map<string, Asset[]>();
  for (const { manifestPath } of request.selections) {
    if (manifests.has(manifestPath)) continue;
    manifests.set(manifestPath, await readAssetManifest(request.assemblyDirectory, manifestPath, request.environment));
  }
  const mistakes: string[] = [];
  const choices = request.selections.flatMap(({ manifestPath, assetId, destinationId }): Choice[] => {
    const asset = manifests.get(manifestPath)?.find(({ id }) => id === assetId);
    const destination = asset?.destinations.find(({ id }) => id === destinationId);
    if (asset && destination) {
      if (whyNotRehearsed(asset, destination) === undefined) fileOf(request, destination);
      return [{ asset, destination }];
    }
    mistakes.push(
      asset
        ? `asset ${asset.displayName} (${assetId}) of ${manifestPath} has no destination ${destinationId}`
        : `${manifestPath} has no asset ${assetId}`,
    );
    return [];
  });
  if (mistakes.length === 0) return choices;
  throw new TrunklineError(
    'ArtifactInvalid',
    `The build publishes assets that its input, ${request.assemblyDirectory}, does not have: the pipeline was ` +
      `synthesized from other code than its input. Let it update itself, or deploy it anew.`,
    mistakes,
  );
}

function whyNotRehearsed(asset: Asset, destination: AssetDestination): string | undefined {
  if (asset.kind === 'docker-image') {
    return `its image is not built: ${destination.repositoryName ?? ''}:${destination.imageTag ?? ''}`;
  }
  return asset.path === undefined ? 'it is made by a program, which is not run' : undefined;
}

function fileOf(request: PublishRequest, destination: AssetDestination): string {
  const { environment, bucketName = '', objectKey = '' } = destination;
  return objectFile(request.twinDirectory, environment, bucketName, objectKey);
}

async function writeObject(request: PublishRequest, asset: Asset, file: string): Promise<void> {
  const root = request.assemblyDirectory;
  const path = asset.path ?? '.';
  const source = await containedPath(root, path, { what: `asset ${asset.displayName}` });
  const info = await stat(source).catch(() => undefined);
  const wanted = asset.packaging === 'zip' ? 'folder' : 'file';
  if (!(wanted === 'folder' ? info?.isDirectory() : info?.isFile())) {
    throw new TrunklineError(
      'ArtifactInvalid',
      `Asset ${asset.displayName} (${asset.id}) cannot be published: its source ${path} ` +
        `${info ? `is no ${wanted}` : 'does not exist'} in ${root}.`,
    );
  }
  await mkdir(dirname(file), { recursive: true });
  // Beside the object, so that the rename is atomic; actions that publish the same asset at once do not disturb it.
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    if (wanted === 'folder') await zipFolder(root, source, unfinished, request.signal);
    else await copyFile(source, unfinished, constants.COPYFILE_FICLONE);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}
