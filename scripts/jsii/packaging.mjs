// Installs the tools of tools/packaging: those that turn the compiled library into packages and pages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, step } from '../run.mjs';

const PACKAGING = join(ROOT, 'tools/packaging');

/** A file that all that these tools make depends on. */
export const PACKAGING_LOCK = join(PACKAGING, 'package-lock.json');

/**
 * Installs the tools, unless they are there as the lock has them.
 *
 * @returns {Promise<{ packages: string, programs: string }>} the folders of their packages and of their programs
 */
export async function installPackaging() {
  await installFrom(PACKAGING, 'Installing the tools of tools/packaging');
  const packages = join(PACKAGING, 'node_modules');
  return { packages, programs: join(packages, '.bin') };
}

/**
 * `npm ci` in a folder with a lock of its own, unless it was done for this lock.
 *
 * @param {string} folder
 * @param {string} title what to say meanwhile
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function installFrom(folder, title) {
  const installed = join(folder, 'node_modules/.installed');
  const lock = readFileSync(join(folder, 'package-lock.json'));
  if (existsSync(installed) && lock.equals(readFileSync(installed))) return false;
  await step(title, () => run(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: folder }));
  writeFileSync(installed, lock);
  return true;
}
