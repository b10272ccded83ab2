// Finds the programs that the examples' tests need beside Node and Python.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program of PATH; `undefined` where there is none. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * The Chromium that the tests start: what CHROMIUM names, or else Debian's.
 *
 * @returns {{ executable: string } | { missing: string }}
 */
export function chromium() {
  const executable = process.env.CHROMIUM || '/usr/bin/chromium';
  if (isExecutable(executable)) return { executable };
  return { missing: `there is no Chromium at ${executable} (apt-get install chromium, or set CHROMIUM)` };
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
