// Runs the project's own synth command before a rehearsal.
import { randomBytes } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TrunklineError } from '../model/errors.js';
import type { Host } from '../model/host.js';
import { ProcessRegistry } from '../process/process-registry.js';
import { RUN_MARKER } from '../process/process-table.js';
import { runUserCommand } from '../process/run-user-command.js';
import { sweepLeftovers } from '../process/sweep-leftovers.js';
import { takeLock } from '../rehearse/lock.js';
import { newRunId, RunFolder } from '../rehearse/run-folder.js';

/** What a synthesis needs to know. */
export interface SynthesisRequest {
  /** The command line, run by a shell: it is the user's own. */
  readonly command: string;
  readonly project: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Synthesizes with the user's own environment.
 * @throws TrunklineError SynthFailed with what the command printed; Interrupted when a signal ended it
 */
export async function synthesize(request: SynthesisRequest, host: Host): Promise<void> {
  const { command, project, environment, signal } = request;
  const id = newRunId(new Date(), randomBytes(2).toString('hex'));
  const folder = new RunFolder(project, id);
  const unlock = await takeLock(folder.lock);
  await sweepLeftovers(folder.processes);
  const registry = await ProcessRegistry.open(folder.processes, id, environment[RUN_MARKER]);
  const output: Buffer[] = [];
  host.notify({ kind: 'note', message: `Synthesizing: ${command}` });
  try {
    const end = await runUserCommand(registry, command, {
      cwd: project,
      env: Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1])),
      controlFolder: join(folder.processes, id, 'synth'),
      onOutput: (chunk) => output.push(chunk),
      signal,
    });
    if (end.aborted) throw new TrunklineError('Interrupted', 'Interrupted while synthesizing.');
    if (end.exitCode === 0) return;
    const printed = Buffer.concat(output).toString('utf8').trimEnd().split('\n');
    const how = end.signal ? `was ended by ${end.signal}` : `ended with exit code ${end.exitCode ?? 'unknown'}`;
    throw new TrunklineError('SynthFailed', `'${command}' in ${project} ${how}. It printed:`, printed);
  } finally {
    await registry.close();
    await unlock();
    await removeEmpty(folder.lock, folder.processes, folder.state);
  }
}

/** A failed synthesis leaves nothing behind. */
async function removeEmpty(...folders: string[]): Promise<void> {
  // A folder that holds anything stays.
  for (const folder of folders) await rmdir(folder).catch(() => undefined);
}
