// The npm processes and shells that started this one: where they die without a word, so should what they started.
import { readFileSync } from 'node:fs';
import { runProgram } from './run-program.js';

/** A process as far as its line of ancestors matters. */
interface Ancestor {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

const NPM = /(^|[/\s])(npm|npx|pnpm|yarn)(-cli\.[cm]?js|\.[cm]?js)?(\s|$)/;

/**
 * The pids between this process and the outermost npm above it, that npm included; none where no npm started it. npm
 * puts a shell between itself and a script, so the parent alone does not tell that npm was killed.
 */
export async function npmLaunchers(): Promise<number[]> {
  const table = process.platform === 'linux' ? undefined : await readPs();
  const line: Ancestor[] = [];
  for (let pid = process.ppid; pid > 1 && line.length < 32;) {
    const ancestor = table ? table.get(pid) : readProc(pid);
    if (!ancestor) break;
    line.push(ancestor);
    pid = ancestor.parent;
  }
  const outermost = line.findLastIndex(({ args }) => NPM.test(args));
  return line.slice(0, outermost + 1).map(({ pid }) => pid);
}

function readProc(pid: number): Ancestor | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and parentheses; the state and the parent follow its last parenthesis.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), args };
  } catch {
    return undefined;
  }
}

async function readPs(): Promise<Map<number, Ancestor>> {
  const { stdout } = await runProgram(['ps', '-A', '-o', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row));
  return new Map(
    rows.flatMap((row) =>
      row ? [[Number(row[1]), { pid: Number(row[1]), parent: Number(row[2]), args: row[3] ?? '' }]] : [],
    ),
  );
}

/** Whether a process of this user's is there. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
