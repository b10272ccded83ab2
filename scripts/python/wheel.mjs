// Builds the Python wheel of cdk-trunkline: jsii compiles the package, jsii-pacmak writes the wheel.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { assemblyInputs, compileLibrary, hashOf } from '../jsii/assembly.mjs';
import { installPackaging, PACKAGING_LOCK } from '../jsii/packaging.mjs';
import { ROOT, run, step, StepFailed } from '../run.mjs';

const OUTPUT = join(ROOT, 'dist/python');

/** A hash of all that the wheel is made from. */
export function wheelInputs() {
  return `${assemblyInputs()} ${hashOf([PACKAGING_LOCK, join(ROOT, 'scripts/python/wheel.mjs')])}`;
}

/**
 * Builds the wheel, unless the one that is there was made from the same inputs.
 *
 * @param {string} python the interpreter to build it with
 * @returns {Promise<string>} the wheel's path
 */
export async function buildWheel(python) {
  const inputs = wheelInputs();
  const stamp = join(OUTPUT, 'inputs');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
    console.log('The wheel is up to date.');
    return wheelIn(OUTPUT);
  }
  const compiled = await compileLibrary();
  const { programs } = await installPackaging();

  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  // jsii-pacmak hands its output folder to a shell unquoted: the repository's path may hold spaces, this one does not.
  const packed = mkdtempSync(join(tmpdir(), 'wheel-'));
  try {
    await step('Building the wheel with jsii-pacmak', () =>
      run([join(programs, 'jsii-pacmak'), '--targets', 'python', '--outdir', packed, compiled], {
        // It runs `python3`, whichever that is.
        env: { PATH: [dirname(python), process.env.PATH].join(delimiter) },
      }),
    );
    const wheel = wheelIn(join(packed, 'python'));
    cpSync(wheel, join(OUTPUT, basename(wheel)));
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
  writeFileSync(stamp, inputs);
  return wheelIn(OUTPUT);
}

function wheelIn(folder) {
  const wheels = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  if (wheels.length !== 1)
    throw new StepFailed(`${folder} holds ${wheels.length} wheels, not one; delete it and try again.`);
  return join(folder, wheels[0]);
}
