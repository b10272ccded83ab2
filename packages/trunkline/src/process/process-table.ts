// The processes of this machine: who is whose child, when each was born, and which run's marker it carries.
import { readFileSync, readdirSync } from 'node:fs';
import { runProgram } from './run-program.js';

/** The variable that marks every process of a build, however far it has moved from its process group. */
export const RUN_MARKER = 'TRUNKLINE_RUN_ID';

/** One living process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The session's id; absent where the system does not tell it. */
  readonly session?: number;
  /** When the process was born, as an opaque word: equal words and equal pids mean the same process. */
  readonly startTime: string;
  /** The value of the marker variable. */
  readonly marker?: string;
}

/**
 * The living processes, zombies left out. On Linux they are read from `/proc`, elsewhere from `ps`.
 * @param from on Linux only: pids below it are skipped
 */
export async function listProcesses(from = 0): Promise<ProcessEntry[]> {
  return process.platform === 'linux' ? listFromProc(from) : listFromPs();
}

/** When a process was born; undefined where it is gone (a zombie counts as gone). */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readStat(String(pid), bootId())?.startTime;
  return (await listFromPs(pid))[0]?.startTime;
}

/** The same as `listProcesses`, at once; empty where the system has no `/proc`. */
export function listFromProc(from = 0): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  const boot = bootId();
  for (const name of readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57 || Number(name) < from) continue;
    const stat = readStat(name, boot);
    if (stat === undefined) continue;
    const marker = readMarker(name);
    entries.push(marker === undefined ? stat : { ...stat, marker });
  }
  return entries;
}

/** The pid that the system gave last; undefined where it does not tell. */
export function lastPid(): number | undefined {
  const last = Number(readOrNothing('/proc/loadavg')?.trim().split(' ').at(-1));
  return Number.isInteger(last) ? last : undefined;
}

/** Part of a start time, since ticks are counted from the start of the machine. */
function bootId(): string {
  return readOrNothing('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

// The second field is the program's name in parentheses and may hold anything, parentheses and blanks too.
function readStat(pid: string, boot: string): ProcessEntry | undefined {
  const text = readOrNothing(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const [state, parent, group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startTime: `${boot}/${rest[15] ?? ''}`,
  };
}

function readMarker(pid: string): string | undefined {
  const environment = readOrNothing(`/proc/${pid}/environ`);
  if (environment === undefined) return undefined;
  const name = `${RUN_MARKER}=`;
  const at = environment.startsWith(name) ? 0 : environment.indexOf(`\0${name}`) + 1;
  if (at === 0 && !environment.startsWith(name)) return undefined;
  const end = environment.indexOf('\0', at);
  return environment.slice(at + name.length, end < 0 ? undefined : end);
}

// Another user's process is unreadable and a dying one disappears between two reads; neither is ours to kill.
function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/**
 * Reads `ps`, for systems without `/proc`. Its `E` (macOS, BSD) or `e` (Linux) shows the environment behind the command.
 * unsure: macOS hides the environment of its own hardened programs, so that a process that left its group may be missed.
 */
export async function listFromPs(pid?: number): Promise<ProcessEntry[]> {
  const format = ['-o', 'pid=,ppid=,pgid=,stat=,lstart=,command='];
  const environmentFlag = process.platform === 'linux' ? 'eww' : '-Eww';
  const which = pid === undefined ? (process.platform === 'linux' ? ['-A'] : ['-ax']) : ['-p', String(pid)];
  // The start time has a fixed width in the C locale alone.
  const { stdout } = await runProgram(['ps', environmentFlag, ...which, ...format], {
    env: { PATH: '/bin:/usr/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
  });
  return parsePs(stdout);
}

/** Reads what `ps -o pid=,ppid=,pgid=,stat=,lstart=,command=` printed. */
export function parsePs(text: string): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})(?:\s+(.*))?$/.exec(
      line,
    );
    if (match === null || match[4]?.startsWith('Z') === true) continue;
    const marker = new RegExp(`(?:^|\\s)${RUN_MARKER}=(\\S+)`).exec(match[6] ?? '')?.[1];
    entries.push({
      pid: Number(match[1]),
      parent: Number(match[2]),
      group: Number(match[3]),
      startTime: match[5] ?? '',
      ...(marker === undefined ? {} : { marker }),
    });
  }
  return entries;
}
