// Reads a planned setup in tests: the commands and the notes of one step.
import type { Setup, SetupStep } from '../../src/model/setup.js';

function stepOf({ steps }: Setup, id: SetupStep['id']): SetupStep | undefined {
  return steps.find((step) => step.id === id);
}

/** The commands of a step, words joined by spaces. */
export function commandsOf(setup: Setup, id: SetupStep['id']): string[] {
  const groups = stepOf(setup, id)?.groups ?? [];
  return groups.flatMap(({ commands }) => commands.map((words) => words.join(' ')));
}

/** Every note of a step, one to a line. */
export function notesOf(setup: Setup, id: SetupStep['id']): string {
  const step = stepOf(setup, id);
  return [...(step?.notes ?? []), ...(step?.groups ?? []).flatMap(({ notes }) => notes)].join('\n');
}
