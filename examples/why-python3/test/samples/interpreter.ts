// The Python that runs the samples: that of the environment variable PYTHON, or python3.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An interpreter; `minor` is 12 for Python 3.12. */
export interface Interpreter {
  readonly executable: string;
  readonly version: string;
  readonly minor: number;
}

/** What a run wrote and how it ended. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** What PYTHON names, and no other: whoever sets it means that one. */
export const command = process.env.PYTHON || 'python3';

/** The interpreter of this machine; undefined where there is none. */
export function findInterpreter(): Interpreter | undefined {
  const code = 'import sys; print(sys.executable); print(*sys.version_info[:3], sep=".")';
  const { status, stdout } = spawnSync(command, ['-c', code], { encoding: 'utf8' });
  const [executable, version] = (stdout ?? '').trim().split(/\r?\n/);
  if (status !== 0 || !executable || !version) return undefined;
  const [major, minor] = version.split('.').map(Number);
  return { executable, version, minor: major === 3 ? (minor ?? 0) : -1 };
}

/**
 * Runs code alone: in an empty folder, with nothing of the caller's environment, warnings being errors.
 *
 * @param hashSeed Decides the order of sets and such; output must not depend on it.
 */
export function run(interpreter: Interpreter, code: string, hashSeed: number): Run {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  try {
    const { stdout, stderr, status, error } = spawnSync(interpreter.executable, ['-B', '-s', '-W', 'error', '-'], {
      cwd: folder,
      env: { HOME: folder, TMPDIR: folder, PYTHONHASHSEED: String(hashSeed), PYTHONIOENCODING: 'utf-8' },
      input: code,
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { stdout, stderr: error ? `${error.message}\n${stderr}` : stderr, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
