// Deletes a stack, unless another one relies on its exports.
import type { StackOperation } from '../../model/stack.js';
import type { StoredStack } from '../stored-stack.js';
import type { World } from '../world.js';
import type { Draft } from './operations.js';
import { deletion, stackEvent } from './perform.js';

/** Deletes in the reverse order of deployment; what a DeletionPolicy retains is skipped, and forgotten by the twin. */
export function deleteOperation(current: StoredStack | undefined, world: World): Draft<StackOperation> {
  if (!current) return { kind: 'keep', result: { status: 'no-changes', changes: [], events: [] } };
  const { stack } = current;
  for (const name of Object.keys(stack.exports)) {
    const importers = world.importersOf(stack.environment, name).filter((importer) => importer !== stack.stackName);
    if (importers.length === 0) continue;
    const reason = `Delete canceled. Cannot delete export ${name} as it is in use by ${importers.join(', ')}.`;
    const events = [stackEvent({ ...stack, statusReason: reason })];
    return { kind: 'keep', result: { status: 'failed', reason, stack, changes: [], events } };
  }
  const resources = Object.values(stack.resources).reverse();
  const gone = { ...stackEvent(stack), status: 'DELETE_COMPLETE' };
  delete (gone as { reason?: string }).reason;
  return {
    kind: 'remove',
    result: {
      status: 'succeeded',
      changes: resources.map(({ logicalId, type, constructPath }) => ({
        action: 'Remove',
        logicalId,
        type,
        properties: [],
        ...(constructPath !== undefined && { constructPath }),
      })),
      events: [...resources.map((resource) => deletion(resource, false)), gone],
    },
  };
}
