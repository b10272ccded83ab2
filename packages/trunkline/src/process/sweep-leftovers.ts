// Ends what a run left behind whose engine was killed, before the next run starts.
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOwnProcesses, type Leader } from './own-processes.js';
import { REGISTRY_FILE, isOfRun, type RegistryLine } from './process-registry.js';
import { startTimeOf } from './process-table.js';

/** What a sweep did. */
export interface Swept {
  /** Runs whose engine is gone; they are forgotten now. */
  readonly runs: readonly string[];
  /** How many processes of these runs were still alive. */
  readonly processes: number;
}

/**
 * Ends the processes of every run in the registry whose engine is no longer alive, and forgets the run. Only processes
 * proven to be ours are killed: born at the noted time, in the group of one that was, or carrying the run's marker. A
 * pid that the system has given to something else is left alone, and so is a run whose engine lives.
 * @param registryDirectory the folder given to `ProcessRegistry.open`; it need not exist
 */
export async function sweepLeftovers(registryDirectory: string): Promise<Swept> {
  const runs: string[] = [];
  let processes = 0;
  for (const name of foldersIn(registryDirectory)) {
    const folder = join(registryDirectory, name);
    const lines = readLines(join(folder, REGISTRY_FILE));
    const engine = lines.find((line) => line.kind === 'engine');
    if (engine !== undefined) {
      if ((await startTimeOf(engine.pid)) === engine.startTime) continue;
      const leaders: Leader[] = lines.filter((line) => line.kind === 'started');
      processes += await endOwnProcesses({
        leaders,
        marked: (marker) => isOfRun(marker, engine.runId),
        watched: false,
      });
      runs.push(engine.runId);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return { runs, processes };
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.endsWith('.new'))
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

// The last line may be cut off by the crash: a line that does not parse is one that was never acted upon.
function readLines(file: string): RegistryLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = JSON.parse(line) as Partial<RegistryLine> | null;
      return typeof parsed?.pid === 'number' && typeof parsed.startTime === 'string' ? [parsed as RegistryLine] : [];
    } catch {
      return [];
    }
  });
}
