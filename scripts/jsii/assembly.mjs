// Compiles cdk-trunkline with jsii, once for all that needs the compiled library: API.md, the guard of the API, the
// wheel, the code of the other languages.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, run, step } from '../run.mjs';

/** The library. */
export const LIBRARY = join(ROOT, 'packages/cdk-trunkline');

const OUTPUT = join(ROOT, 'dist/jsii');
const COMPILED = join(OUTPUT, 'package');
const STAMP = join(OUTPUT, 'inputs');
const COPIED = ['src', 'package.json', 'tsconfig.jsii.json', 'README.md', 'LICENSE', 'cdk.schema.json'];

/** A hash of all that the compiled library is made from. */
export function assemblyInputs() {
  return hashOf([...copied().flatMap((name) => filesOf(join(LIBRARY, name))), join(ROOT, 'package-lock.json')]);
}

/**
 * Compiles the library, unless the one that is there was made from the same inputs.
 *
 * @returns {Promise<string>} the folder of the compiled package, ready to be packed
 */
export async function compileLibrary() {
  const inputs = assemblyInputs();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) {
    console.log('The compiled library is up to date.');
    return COMPILED;
  }
  const jsii = join(ROOT, 'node_modules/.bin/jsii');
  if (!existsSync(jsii))
    await step("Installing the repository's packages", () => run(['npm', 'ci', '--no-audit', '--no-fund']));
  mkdirSync(OUTPUT, { recursive: true });
  // A copy: jsii writes into `lib/`, which demos and tests of the repository use at the same time. It lies inside the
  // repository, so that its dependencies are found.
  const copy = mkdtempSync(join(OUTPUT, 'compiling-'));
  try {
    for (const name of copied()) cpSync(join(LIBRARY, name), join(copy, name), { recursive: true });
    await step('Compiling cdk-trunkline with jsii', () => run([jsii, '--fail-on-warnings'], { cwd: copy }));
    rmSync(STAMP, { force: true });
    rmSync(COMPILED, { recursive: true, force: true });
    renameSync(copy, COMPILED);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  writeFileSync(STAMP, inputs);
  return COMPILED;
}

/**
 * A hash of files, by path and content.
 *
 * @param {string[]} files
 */
export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort())
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function copied() {
  return COPIED.filter((name) => existsSync(join(LIBRARY, name)));
}

function filesOf(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
