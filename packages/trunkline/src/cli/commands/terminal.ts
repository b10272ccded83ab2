// What every command sets up: the project's settings, the terminal as host, and what becomes of an interruption.
import { resolve } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { exitCodeOfSignal } from '../exit-codes.js';
import { type Interruption, watchInterruption } from '../interruption.js';
import type { GlobalOptions } from '../options.js';
import { readSettings, type Settings } from '../settings.js';
import { TerminalHost } from '../terminal-host.js';

/** A command at work. */
export interface CommandTerminal {
  readonly project: string;
  readonly settings: Settings;
  readonly host: TerminalHost;
  readonly interruption: Interruption;
}

/** Runs a command's work, and resolves with its exit code, or with that of the signal that interrupted it. */
export async function withTerminal(
  options: GlobalOptions,
  work: (terminal: CommandTerminal) => Promise<number>,
): Promise<number> {
  const project = resolve(options.directory);
  const settings = await readSettings(project);
  const interruption = await watchInterruption(process.env);
  const host = new TerminalHost({
    output: process.stderr,
    input: process.stdin,
    colours: wantsColours(process.stderr),
    interactive: process.stderr.isTTY && process.stdin.isTTY && !process.env.CI,
    signal: interruption.signal,
    interrupt: () => process.kill(process.pid, 'SIGINT'),
  });
  try {
    const exitCode = await work({ project, settings, host, interruption });
    const received = interruption.received();
    return received ? exitCodeOfSignal(received) : exitCode;
  } catch (error) {
    const received = interruption.received();
    if (!received) throw error;
    host.close();
    process.stderr.write(`trunkline: ${error instanceof TrunklineError ? error.message : 'Interrupted.'}\n`);
    return exitCodeOfSignal(received);
  } finally {
    host.close();
    interruption.dispose();
  }
}

/** Whether what is written there may be coloured. */
export function wantsColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
