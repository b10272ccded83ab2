// Builds the Python wheel of cdk-trunkline: jsii compiles a copy of the package, jsii-pacmak writes the wheel.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { ROOT, run, step, StepFailed } from './run.mjs';

const PACKAGE = join(ROOT, 'packages/cdk-trunkline');
const PACKAGING = join(ROOT, 'tools/packaging');
const OUTPUT = join(ROOT, 'dist/python');
const COPIED = ['src', 'package.json', 'tsconfig.jsii.json', 'README.md'];

/** A hash of all that the wheel is made from. */
export function wheelInputs() {
  const files = [
    ...COPIED.flatMap((name) => filesOf(join(PACKAGE, name))),
    join(PACKAGING, 'package-lock.json'),
    join(ROOT, 'scripts/python/wheel.mjs'),
  ];
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
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
  const jsii = join(ROOT, 'node_modules/.bin/jsii');
  if (!existsSync(jsii))
    await step("Installing the repository's packages", () => run(['npm', 'ci', '--no-audit', '--no-fund']));
  const pacmak = await installPacmak();

  rmSync(OUTPUT, { recursive: true, force: true });
  // A copy: jsii writes into `lib/`, which demos and tests of the repository use at the same time. It lies inside the
  // repository, so that its dependencies are found.
  const copy = join(OUTPUT, 'package');
  mkdirSync(copy, { recursive: true });
  for (const name of COPIED) cpSync(join(PACKAGE, name), join(copy, name), { recursive: true });
  cpSync(join(ROOT, 'LICENSE'), join(copy, 'LICENSE'));
  await step('Compiling cdk-trunkline with jsii', () => run([jsii], { cwd: copy }));
  // jsii-pacmak hands its output folder to a shell unquoted: the repository's path may hold spaces, this one does not.
  const packed = mkdtempSync(join(tmpdir(), 'wheel-'));
  try {
    await step('Building the wheel with jsii-pacmak', () =>
      run([pacmak, '--targets', 'python', '--outdir', packed, copy], {
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

async function installPacmak() {
  const installed = join(PACKAGING, 'node_modules/.installed');
  const lock = readFileSync(join(PACKAGING, 'package-lock.json'));
  if (!existsSync(installed) || !lock.equals(readFileSync(installed))) {
    await step('Installing jsii-pacmak', () => run(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: PACKAGING }));
    writeFileSync(installed, lock);
  }
  return join(PACKAGING, 'node_modules/.bin/jsii-pacmak');
}

function wheelIn(folder) {
  const wheels = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  if (wheels.length !== 1)
    throw new StepFailed(`${folder} holds ${wheels.length} wheels, not one; delete it and try again.`);
  return join(folder, wheels[0]);
}

function filesOf(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
