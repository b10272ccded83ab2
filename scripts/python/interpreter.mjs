// Finds a Python that is new enough.
import { run, StepFailed } from '../run.mjs';

/**
 * The oldest Python that works. Source: `Requires-Python` of aws-cdk-lib since 2.258, of its jsii runtime, and of the
 * wheels that jsii-pacmak 1.140 writes.
 */
export const OLDEST = [3, 10];

const CANDIDATES = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

const PROBE = 'import sys, venv, ensurepip; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';

/**
 * The first Python of PATH that is new enough and can make virtual environments.
 *
 * @param {number[]} [oldest] major and minor
 * @returns {Promise<{ executable: string, version: string } | { missing: string }>} `missing` says what was found instead
 */
export async function findPython(oldest = OLDEST) {
  const seen = [];
  for (const candidate of CANDIDATES) {
    let answer;
    try {
      answer = await run([candidate, '-c', PROBE], { allowed: [0, 1, 127] });
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      continue; // It is not there.
    }
    const [executable = '', version = ''] = answer.output.trim().split('\n');
    if (answer.code !== 0) seen.push(`${candidate} without venv and ensurepip`);
    else if (isNewEnough(version, oldest)) return { executable, version };
    else seen.push(`${candidate} ${version}`);
  }
  const needed = `Python ${oldest.join('.')} or newer, with venv and ensurepip, is not on PATH`;
  return { missing: `${needed} (found: ${seen.length === 0 ? 'none' : seen.join(', ')})` };
}

/** @param {string} version such as `3.12.1` */
export function isNewEnough(version, oldest = OLDEST) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
