// Knows every process group that a run has started, on disk too, so that the next start can end what a crash left.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOwnProcesses, killOwnProcessesNow, type Leader, type Ownership } from './own-processes.js';
import { RUN_MARKER, lastPid, startTimeOf } from './process-table.js';
import { OutputPipes } from './output-pipe.js';

/** The file of a run, in the folder of its run id inside the registry's folder: a line of JSON for each event. */
export const REGISTRY_FILE = 'processes.ndjson';

/** Lines of the registry's file. */
export type RegistryLine =
  | { readonly kind: 'engine'; readonly runId: string; readonly pid: number; readonly startTime: string }
  | { readonly kind: 'started'; readonly pid: number; readonly startTime: string };

/** A full scan costs a few milliseconds; within this time no machine hands out all its pids once around. */
const PIDS_STAY_IN_ORDER_MS = 10_000;

/** How to start a process in a scope. */
export interface SpawnOptions {
  readonly cwd: string;
  /** The whole environment; the marker is added to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: StdioOptions;
}

/**
 * The processes of one run. One registry a run, opened before anything is started and closed at its end.
 */
export class ProcessRegistry {
  readonly #folder: string;
  readonly #runId: string;
  readonly #outer: string;
  readonly #scopes = new Set<ProcessScope>();
  #scopeCount = 0;
  /** Pipes for the output of builds. */
  public readonly outputPipes: OutputPipes;

  private constructor(folder: string, runId: string, outer: string) {
    this.#folder = folder;
    this.#runId = runId;
    this.#outer = outer;
    this.outputPipes = new OutputPipes(folder);
  }

  /**
   * Opens the registry of a run. Nothing is synced to disk: the file must outlive the engine, not the machine, whose
   * end ends all processes anyway.
   * @param directory the folder of all registries, the same at every start
   * @param runId unique among all runs; letters, digits and dashes
   * @param outer the value of `TRUNKLINE_RUN_ID` in the engine's own environment, when a build of another run started
   * this engine: that run then ends our processes with its own
   */
  public static async open(directory: string, runId: string, outer?: string): Promise<ProcessRegistry> {
    const folder = join(directory, runId);
    const startTime = (await startTimeOf(process.pid)) ?? '';
    const line: RegistryLine = { kind: 'engine', runId, pid: process.pid, startTime };
    // Under its final name a folder always holds its engine's line: a sweep by another start cannot mistake it.
    mkdirSync(`${folder}.new`, { recursive: true });
    writeFileSync(join(`${folder}.new`, REGISTRY_FILE), `${JSON.stringify(line)}\n`);
    renameSync(`${folder}.new`, folder);
    return new ProcessRegistry(folder, runId, outer === undefined || outer === '' ? '' : `${outer}:`);
  }

  /** The variables that make an errand of the engine, such as a long copy, one of the run's processes. */
  public get marked(): Readonly<Record<string, string>> {
    return { [RUN_MARKER]: `${this.#outer}${this.#runId}/0` };
  }

  /** A scope for one build: what it starts ends together. */
  public openScope(): ProcessScope {
    const number = ++this.#scopeCount;
    const scope = new ProcessScope(this, `${this.#outer}${this.#runId}/${String(number)}`, () =>
      this.#scopes.delete(scope),
    );
    this.#scopes.add(scope);
    return scope;
  }

  /** Writes a line of the registry's file. */
  public note(line: RegistryLine): void {
    appendFileSync(join(this.#folder, REGISTRY_FILE), `${JSON.stringify(line)}\n`);
  }

  /**
   * Ends every process of the run, strays included: SIGTERM, and SIGKILL after the grace.
   * @param graceMs so short by default that nothing survives two seconds
   */
  public async killAll(graceMs = 1000): Promise<void> {
    await endOwnProcesses(this.#ownership(), { graceMs });
  }

  /** SIGKILLs every process of the run at once, for the very end of the engine (`process.on('exit')`). */
  public killAllNow(): void {
    if (this.#scopes.size > 0) killOwnProcessesNow(this.#ownership());
  }

  /** Ends what is left, then forgets the run. */
  public async close(): Promise<void> {
    if (this.#scopes.size > 0) await endOwnProcesses(this.#ownership());
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ownership(): Ownership {
    return {
      leaders: [...this.#scopes].flatMap((scope) => scope.leaders),
      marked: (marker) => isOfRun(marker, this.#runId),
      watched: true,
    };
  }
}

/** Whether a marker names the run: `outer/1:run/2` is of the runs `outer` and `run`. */
export function isOfRun(marker: string, runId: string): boolean {
  return marker.split(':').some((part) => part.slice(0, part.lastIndexOf('/')) === runId);
}

/** Processes that end together: those of one build. */
export class ProcessScope {
  readonly #registry: ProcessRegistry;
  readonly #marker: string;
  readonly #forget: () => void;
  readonly #openedAt = Date.now();
  readonly #leaders: Leader[] = [];

  /** Scopes come from `ProcessRegistry.openScope`. */
  public constructor(registry: ProcessRegistry, marker: string, forget: () => void) {
    this.#registry = registry;
    this.#marker = marker;
    this.#forget = forget;
  }

  /** The leaders of the process groups that were started. */
  public get leaders(): readonly Leader[] {
    return this.#leaders;
  }

  /** Where a build's output pipes come from. */
  public get outputPipes(): OutputPipes {
    return this.#registry.outputPipes;
  }

  /**
   * Starts a process as the leader of a session and group of its own and notes it in the registry. The caller must
   * make it wait for a word from us, which it sends after this has returned: then no command runs unnoted.
   */
  public async spawn(argv: readonly [string, ...string[]], options: SpawnOptions): Promise<ChildProcess> {
    const [file, ...args] = argv;
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...options.env, [RUN_MARKER]: this.#marker },
      stdio: options.stdio,
      detached: true,
    });
    if (child.pid === undefined) {
      await new Promise((resolve) => child.once('error', resolve));
      return child;
    }
    // Noted in memory before anything is awaited, so that a kill that comes now does not miss it.
    const leader = { pid: child.pid, startTime: '' };
    this.#leaders.push(leader);
    leader.startTime = (await startTimeOf(child.pid)) ?? '';
    this.#registry.note({ kind: 'started', ...leader });
    return child;
  }

  /**
   * Ends everything that the scope has started, as the end of a container would; SIGTERM goes first where a grace is
   * given. Returns how many processes were still there.
   */
  public async end(graceMs = 0): Promise<number> {
    if (this.#leaders.length === 0) {
      this.#forget();
      return 0;
    }
    const from = this.#lowestPid();
    const ownership: Ownership = {
      leaders: this.#leaders,
      marked: (marker) => marker.split(':').includes(this.#ownPart()),
      watched: true,
    };
    const found = await endOwnProcesses(ownership, { graceMs, from });
    this.#forget();
    return found;
  }

  #ownPart(): string {
    return this.#marker.slice(this.#marker.lastIndexOf(':') + 1);
  }

  /** Pids are given in ascending order: within a short time, ours are not below our first one. */
  #lowestPid(): number {
    const first = Math.min(...this.#leaders.map((leader) => leader.pid));
    const last = lastPid();
    const inOrder = last !== undefined && last >= first && Date.now() - this.#openedAt < PIDS_STAY_IN_ORDER_MS;
    return inOrder ? first : 0;
  }
}
