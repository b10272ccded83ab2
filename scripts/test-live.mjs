// Tests `trunkline preflight --live` against moto, which answers for AWS on loopback: makes a virtual environment of the
// pinned requirements, then runs the tests of live reading. `npm run test:live -- --clean` makes the environment anew.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from './python/interpreter.mjs';
import { asProgram, ROOT, run, step, StepFailed } from './run.mjs';

const TESTS = join(ROOT, 'packages/trunkline/test/live');
const REQUIREMENTS = join(TESTS, 'requirements.txt');
const FOLDER = join(TESTS, '.venv');
const PYTHON = join(FOLDER, 'bin/python');
const STAMP = join(FOLDER, 'made-from');
const VITEST = join(ROOT, 'node_modules/.bin/vitest');

await asProgram(async () => {
  const python = await findPython();
  if ('missing' in python) {
    // A machine without it can still work on everything else; CI has it.
    console.log(`skipped: ${python.missing}; live reading was not tested against moto.`);
    return;
  }
  if (!existsSync(VITEST)) throw new StepFailed('The packages are not installed. Run `npm ci` first.');
  await makeEnvironment(python);
  console.log('Running the tests of live reading ...');
  // Without moto its tests would be skipped; here they have to run.
  await run([VITEST, 'run', TESTS], { cwd: ROOT, env: { TRUNKLINE_TEST_LIVE: '1' }, show: true });
});

/** Makes the environment, unless it is there, was made from the same inputs and works. */
async function makeEnvironment({ executable, version }) {
  const inputs = createHash('sha256').update(`${version}\0`).update(readFileSync(REQUIREMENTS)).digest('hex');
  if (!process.argv.includes('--clean') && (await isReady(inputs))) {
    console.log('The virtual environment is up to date.');
    return;
  }
  rmSync(FOLDER, { recursive: true, force: true });
  await step(`Making a virtual environment of Python ${version}`, () => run([executable, '-m', 'venv', FOLDER]));
  const pip = [PYTHON, '-m', 'pip', '--disable-pip-version-check', '--no-input'];
  await step('Installing moto', () => run([...pip, 'install', '--no-compile', '--requirement', REQUIREMENTS]));
  await step('Checking that all requirements are met', () => run([...pip, 'check']));
  await step('Importing moto for the first time', () =>
    run([PYTHON, '-c', 'import moto.server, moto.cloudformation.models, moto.iam.models'], {
      env: { PYTHONDONTWRITEBYTECODE: '' }, // What is compiled now is there for every later program.
    }),
  );
  writeFileSync(STAMP, inputs);
}

async function isReady(inputs) {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== inputs) return false;
  // A cache may have lost links, or may have come from a machine whose Python lies elsewhere.
  try {
    await run([PYTHON, '-c', 'import moto.server, sys; sys.exit(sys.prefix == sys.base_prefix)']);
    return true;
  } catch (error) {
    if (error instanceof StepFailed) return false;
    throw error;
  }
}
