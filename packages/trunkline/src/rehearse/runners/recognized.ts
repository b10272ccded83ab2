// CDK Pipelines' own builds, which the twin performs: recognized by their commands, whatever type of action runs them.
import type { ActionOutcome } from '../../model/execution.js';
import type { ActionContext } from '../action-context.js';
import { recognizeAssetPublishing, recognizeSelfUpdate } from '../assets/recognition.js';
import { publishAssetsAction } from './publish-assets.js';
import { selfUpdateAction } from './self-update.js';

/**
 * Performs self-update and asset publishing.
 * @param directory the folder in which the commands would run: a cloud assembly, for these
 * @returns undefined where the commands are the user's own
 */
export async function performRecognized(
  context: ActionContext,
  directory: string,
  commands: readonly string[],
): Promise<ActionOutcome | undefined> {
  const selfUpdate = recognizeSelfUpdate(commands);
  if (selfUpdate) return selfUpdateAction(context, directory, selfUpdate);
  const assets = recognizeAssetPublishing(commands);
  return assets && publishAssetsAction(context, directory, assets);
}
