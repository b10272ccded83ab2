// Decides which processes are ours, and ends them.
import { setTimeout as sleep } from 'node:timers/promises';
import { listFromProc, listProcesses, type ProcessEntry } from './process-table.js';

/** A process that we started as the leader of a group and session of its own. */
export interface Leader {
  readonly pid: number;
  /** As `startTimeOf` gave it right after the start. */
  readonly startTime: string;
}

/** How to recognize what is ours. */
export interface Ownership {
  readonly leaders: readonly Leader[];
  /** Whether a marker is one that we gave. */
  readonly marked: (marker: string) => boolean;
  /**
   * True while we have watched the leaders since their start: their group and session ids cannot have been given anew,
   * even when the leader has ended. False after a restart: then a leader must be alive and born at the noted time.
   */
  readonly watched: boolean;
}

/**
 * The processes of a table that are proven to be ours: a leader or a member of its group or session, one that carries
 * our marker, and the children of all these. Never this process or one of its ancestors.
 */
export function ownProcesses(table: readonly ProcessEntry[], ownership: Ownership): ProcessEntry[] {
  const groups = new Set<number>();
  for (const leader of ownership.leaders) {
    const alive = table.find((entry) => entry.pid === leader.pid);
    if (alive?.startTime === leader.startTime || (alive === undefined && ownership.watched)) groups.add(leader.pid);
  }
  const spared = ancestry(table);
  const own = new Set<number>();
  const isOwn = (entry: ProcessEntry): boolean =>
    groups.has(entry.group) ||
    (entry.session !== undefined && groups.has(entry.session)) ||
    (entry.marker !== undefined && ownership.marked(entry.marker)) ||
    own.has(entry.parent);
  // Children may stand before their parents in the table: repeat until nothing is added.
  for (let before = -1; before !== own.size;) {
    before = own.size;
    for (const entry of table) if (!spared.has(entry.pid) && isOwn(entry)) own.add(entry.pid);
  }
  return table.filter((entry) => own.has(entry.pid));
}

function ancestry(table: readonly ProcessEntry[]): Set<number> {
  const parents = new Map(table.map((entry) => [entry.pid, entry.parent]));
  const line = new Set<number>([1]);
  for (let pid: number | undefined = process.pid; pid !== undefined && !line.has(pid); pid = parents.get(pid)) {
    line.add(pid);
  }
  return line;
}

/** How to end processes. */
export interface EndOptions {
  /**
   * How long they may take to end by themselves after SIGTERM, in milliseconds; 0 ends them with SIGKILL at once.
   * @default 0
   */
  readonly graceMs?: number;
  /**
   * On Linux only: no process of ours has a lower pid.
   * @default 0
   */
  readonly from?: number;
}

/** How long SIGKILL may take to show; a process in uninterruptible sleep may outlast it. */
const KILL_PATIENCE_MS = 2000;

/**
 * Ends what is ours: SIGTERM, after the grace SIGKILL, and again until nothing is left, so that a tree that grows while
 * it is being killed is ended as well. Returns how many processes were found at first.
 */
export async function endOwnProcesses(ownership: Ownership, options: EndOptions = {}): Promise<number> {
  const find = async (): Promise<ProcessEntry[]> => ownProcesses(await listProcesses(options.from), ownership);
  let left = await find();
  const found = left.length;
  if (options.graceMs !== undefined && options.graceMs > 0 && found > 0) {
    signalAll(left, 'SIGTERM');
    left = await waitUntilNone(find, options.graceMs);
  }
  const deadline = Date.now() + KILL_PATIENCE_MS;
  while (left.length > 0 && Date.now() < deadline) {
    signalAll(left, 'SIGKILL');
    left = await waitUntilNone(find, 50);
  }
  return found;
}

/** SIGKILLs what is ours without waiting, for a process that is about to end; on Linux it also finds strays. */
export function killOwnProcessesNow(ownership: Ownership): void {
  for (const leader of ownership.leaders) signal(-leader.pid, 'SIGKILL');
  if (process.platform === 'linux') signalAll(ownProcesses(listFromProc(), ownership), 'SIGKILL');
}

async function waitUntilNone(find: () => Promise<ProcessEntry[]>, forMs: number): Promise<ProcessEntry[]> {
  const deadline = Date.now() + forMs;
  for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
    const left = await find();
    const remaining = deadline - Date.now();
    if (left.length === 0 || remaining <= 0) return left;
    await sleep(Math.min(pause, remaining));
  }
}

function signalAll(entries: readonly ProcessEntry[], name: NodeJS.Signals): void {
  for (const entry of entries) signal(entry.pid, name);
}

// A process that ended meanwhile, or that belongs to another user (a setuid program), is nothing that we can end.
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    return;
  }
}
