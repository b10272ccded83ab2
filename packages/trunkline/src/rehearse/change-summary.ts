// A change set's changes in one line.
import type { ResourceChange } from '../model/stack.js';

/** Such as `12 created, 1 replaced (Table)`: replacements and removals are named, since they lose data. */
export function summarizeChanges(changes: readonly ResourceChange[]): string {
  const replaced = changes.filter((change) => change.action === 'Modify' && change.replacement === 'True');
  const removed = changes.filter((change) => change.action === 'Remove');
  const parts = [
    count(
      'created',
      changes.filter((change) => change.action === 'Add'),
    ),
    count(
      'updated',
      changes.filter((change) => change.action === 'Modify' && change.replacement !== 'True'),
    ),
    named('replaced', replaced),
    named('removed', removed),
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : 'outputs or tags changed';
}

function count(word: string, changes: readonly ResourceChange[]): string {
  return changes.length > 0 ? `${changes.length} ${word}` : '';
}

function named(word: string, changes: readonly ResourceChange[]): string {
  const names = changes.slice(0, 3).map((change) => {
    const because = change.properties.length > 0 && word === 'replaced' ? `: ${change.properties.join(', ')}` : '';
    return `${change.logicalId}${because}`;
  });
  const more = changes.length > 3 ? `, ${changes.length - 3} more` : '';
  return changes.length > 0 ? `${changes.length} ${word} (${names.join('; ')}${more})` : '';
}
