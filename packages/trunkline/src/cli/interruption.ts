// Turns signals, and the death of the npm that started us, into an AbortSignal.
import { isThere, npmLaunchers } from '../process/launchers.js';

/** How often the launchers are looked at, in milliseconds. */
const LOOK_INTERVAL = 250;

/** An interruption that commands watch. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The signal that interrupted, once one has. */
  received(): NodeJS.Signals | undefined;
  /** Stops watching. */
  dispose(): void;
}

/**
 * Watches SIGINT, SIGTERM and SIGHUP. Started through npm, it watches npm too: npm killed with SIGKILL passes nothing
 * on, and its child would run on unseen.
 */
export async function watchInterruption(environment: NodeJS.ProcessEnv): Promise<Interruption> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    received ??= signal;
    controller.abort();
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, interrupt);
  // Whoever read our output is gone, as `head` is once it has its lines.
  const unread = (): void => interrupt('SIGPIPE');
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unread);
  const launchers = environment.npm_lifecycle_event ? await npmLaunchers() : [];
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid !== parent || !launchers.every(isThere)) interrupt('SIGTERM');
  };
  const watch = launchers.length > 0 ? setInterval(look, LOOK_INTERVAL).unref() : undefined;
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
