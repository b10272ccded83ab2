// Publishing of assets, performed by the twin: real zips in the local buckets.
import type { ActionOutcome } from '../../model/execution.js';
import { type ActionContext, actionEnvironment } from '../action-context.js';
import { publishAssets } from '../assets/publish.js';
import type { AssetSelection } from '../assets/recognition.js';

/** Files are published; where a build has images alone, the action ends as NotRehearsed, since none is built. */
export async function publishAssetsAction(
  context: ActionContext,
  assemblyDirectory: string,
  selections: readonly AssetSelection[],
): Promise<ActionOutcome> {
  const { run, log } = context;
  log.line('Performed by the twin: publishes file assets to the local buckets');
  const result = await publishAssets({
    assemblyDirectory,
    selections,
    twinDirectory: run.folder.twin,
    environment: actionEnvironment(context),
    signal: run.signal,
  });
  for (const asset of result.published)
    log.line(`published ${asset.displayName} to ${asset.bucketName}/${asset.objectKey}`);
  for (const asset of result.skipped)
    log.line(`exists    ${asset.displayName} in ${asset.bucketName}/${asset.objectKey}`);
  const images = result.notRehearsed.map((asset) => `${asset.displayName}: ${asset.reason}`);
  images.forEach((image) => log.line(`not rehearsed: ${image}`));
  if (images.length === selections.length) {
    return { status: 'NotRehearsed', reason: images.join('; ') };
  }
  const counts = [
    `${result.published.length} published`,
    `${result.skipped.length} there already`,
    ...(images.length > 0 ? [`${images.length} images not built`] : []),
  ];
  return { status: 'Succeeded', performedBy: 'twin', variables: {}, summary: counts.join(', ') };
}
