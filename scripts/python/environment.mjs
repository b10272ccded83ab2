// Makes the virtual environment of examples/services-python, with the wheel of this very repository in it. Run as a
// program by the builds of that project's pipeline, whose cache keeps the environment.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from './interpreter.mjs';
import { asProgram, ROOT, run, step, StepFailed } from '../run.mjs';
import { buildWheel, wheelInputs } from './wheel.mjs';

/** The project. */
export const PROJECT = join(ROOT, 'examples/services-python');

const FOLDER = join(PROJECT, '.venv');
const STAMP = join(FOLDER, 'made-from');

/** The environment's interpreter. */
export const PYTHON = join(FOLDER, 'bin/python');

/**
 * Makes the environment, unless it is there, was made from the same inputs and works.
 *
 * @param {{ executable: string, version: string }} python the interpreter to make it from
 * @param {{ clean?: boolean }} [options] `clean` makes it anew in any case
 */
export async function makeEnvironment(python, { clean = false } = {}) {
  const inputs = environmentInputs(python);
  if (!clean && (await isReady(inputs))) {
    console.log('The virtual environment is up to date.');
    return;
  }
  rmSync(FOLDER, { recursive: true, force: true });
  await step(`Making a virtual environment of Python ${python.version}`, () =>
    run([python.executable, '-m', 'venv', FOLDER]),
  );
  const requirements = join(PROJECT, 'requirements-dev.txt');
  const [wheel] = await Promise.all([
    buildWheel(PYTHON),
    // Compiling every module would take longer than all the rest, for a fifth of them that is ever used.
    step('Installing requirements-dev.txt', () => pip(['install', '--no-compile', '--requirement', requirements])),
  ]);
  // All that it depends on is pinned and installed already; `pip check` then holds it to its own requirements.
  await step('Installing the wheel', () => pip(['install', '--no-compile', '--no-deps', wheel]));
  await step('Checking that all requirements are met', checkRequirements);
  await step('Importing the app for the first time', () =>
    run([PYTHON, '-c', 'import services.services_app, moto, pytest'], {
      cwd: PROJECT,
      env: { PYTHONDONTWRITEBYTECODE: '' }, // What is compiled now is there for every later program.
    }),
  );
  writeFileSync(STAMP, inputs);
}

function environmentInputs({ version }) {
  const hash = createHash('sha256').update(`${version}\0${wheelInputs()}\0`);
  for (const name of ['requirements.txt', 'requirements-dev.txt']) hash.update(readFileSync(join(PROJECT, name)));
  return hash.digest('hex');
}

async function isReady(inputs) {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== inputs) return false;
  // A cache may have lost links, or may have come from a machine whose Python lies elsewhere.
  try {
    await run([PYTHON, '-c', 'import jsii, pytest, sys; sys.exit(sys.prefix == sys.base_prefix)']);
    return true;
  } catch (error) {
    if (error instanceof StepFailed) return false;
    throw error;
  }
}

/** Fails where packages do not fit together. */
async function checkRequirements() {
  const { code, output } = await pip(['check'], [0, 1]);
  if (code !== 0) throw new StepFailed(`Packages of the Python environment do not fit together:\n${output.trim()}`);
}

function pip(args, allowed = [0]) {
  return run([PYTHON, '-m', 'pip', '--disable-pip-version-check', '--no-input', ...args], { allowed });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await asProgram(async () => {
    const python = await findPython();
    if ('missing' in python) throw new StepFailed(`${python.missing}.`);
    await makeEnvironment(python, { clean: process.argv.includes('--clean') });
  });
}
