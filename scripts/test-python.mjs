// Proves that projects may subclass cdk-trunkline in Python: builds the wheel, installs it into a virtual environment,
// runs the tests of examples/services-python, synthesizes it, compares its pipelines and that of a feature branch with
// those of examples/services, and rehearses them. `npm run test:python -- --clean` makes the environment anew.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BRANCH, compareAssemblies } from './python/compare.mjs';
import { makeEnvironment, PROJECT, PYTHON } from './python/environment.mjs';
import { findPython } from './python/interpreter.mjs';
import { checkSnippets } from './python/snippets.mjs';
import { asProgram, ROOT, run, step, StepFailed } from './run.mjs';

const TYPESCRIPT = join(ROOT, 'examples/services');
const TYPESCRIPT_ASSEMBLY = join(ROOT, 'dist/services-to-compare');
const PYTHON_ASSEMBLY = join(PROJECT, 'cdk.out');
const TYPESCRIPT_BRANCH = join(ROOT, 'dist/services-branch-to-compare');
const PYTHON_BRANCH = join(ROOT, 'dist/services-python-branch-to-compare');
const CDK = join(ROOT, 'node_modules/.bin/cdk');
const TRUNKLINE = join(ROOT, 'packages/trunkline/bin/trunkline.js');

await asProgram(async () => {
  const python = await findPython();
  if ('missing' in python) {
    // A machine without it can still work on everything else; CI has it.
    console.log(`skipped: ${python.missing}; the Python package and example were not tested.`);
    return;
  }
  if (!existsSync(CDK)) throw new StepFailed('The packages are not installed. Run `npm ci` first.');

  await makeEnvironment(python, { clean: process.argv.includes('--clean') });
  await step('Checking the Python of the documentation', () => checkSnippets(PYTHON));
  // The TypeScript example has to run the same sources as the wheel.
  await step('Building the packages', () => run([process.execPath, join(ROOT, 'scripts/build.mjs')]));
  await step("Running the project's tests", () => runTests());
  await Promise.all([
    step('Synthesizing examples/services-python', () => synthesize(PROJECT, PYTHON_ASSEMBLY)),
    // Not into its own cdk.out, which the demo uses.
    step('Synthesizing examples/services', () => synthesize(TYPESCRIPT, TYPESCRIPT_ASSEMBLY)),
  ]);
  await step('Proving the pipelines of examples/services-python', () =>
    run([process.execPath, TRUNKLINE, '--directory', PROJECT, 'preflight', '--app', PYTHON_ASSEMBLY, '--strict']),
  );
  await step('Comparing the pipelines of both', async () => compareAssemblies(TYPESCRIPT_ASSEMBLY, PYTHON_ASSEMBLY));
  await Promise.all([
    step(`Synthesizing examples/services-python for ${BRANCH}`, () => synthesize(PROJECT, PYTHON_BRANCH, BRANCH)),
    step(`Synthesizing examples/services for ${BRANCH}`, () => synthesize(TYPESCRIPT, TYPESCRIPT_BRANCH, BRANCH)),
  ]);
  await step('Comparing the pipelines of the branch', async () => compareAssemblies(TYPESCRIPT_BRANCH, PYTHON_BRANCH));
  console.log('Rehearsing examples/services-python ...');
  await run([process.execPath, TRUNKLINE, '--directory', PROJECT, 'rehearse', '--working-tree', '--yes'], {
    show: true,
  });
});

/** Those that need no deployed stage. pytest fails where it finds no tests. */
async function runTests() {
  const folders = ['tests/infrastructure', 'tests/lambda', 'tests/superclass'];
  const { output } = await run([PYTHON, '-m', 'pytest', ...folders], { cwd: PROJECT });
  return output.trim().split('\n').at(-1);
}

async function synthesize(project, assembly, branch) {
  // What an earlier synthesis left must not be taken for this one's.
  rmSync(assembly, { recursive: true, force: true });
  const context = branch === undefined ? [] : ['-c', `branch=${branch}`];
  await run([CDK, 'synth', '--quiet', '--output', assembly, ...context], { cwd: project });
}
