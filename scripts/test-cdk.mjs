// Runs the library's tests with the newest aws-cdk-lib, which tools/newest-cdk pins. The workspace itself runs them with
// the oldest that the library allows; that this is so is checked here as well. Works on a copy outside the repository,
// so that nothing of the workspace's node_modules is found by accident.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFrom } from './jsii/packaging.mjs';
import { asProgram, ROOT, run, step, StepFailed } from './run.mjs';

const NEWEST = join(ROOT, 'tools/newest-cdk');
const LIBRARY = 'packages/cdk-trunkline';
const PEERS = ['aws-cdk-lib', 'constructs'];

/** What the library's tests read. */
const COPIED = [
  LIBRARY,
  'docs',
  // Pages of docs import its front doors.
  'packages/trunkline/src',
  'examples/services/cdk.json',
  'examples/services-python/cdk.json',
  'package-lock.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];

/** Of the library: what is made from it, and test/api, which is about the repository and not about the library. */
const LEFT_OUT = ['node_modules', 'lib', 'dist', '.jsii', 'test/api'].map((name) => join(ROOT, LIBRARY, name));

await asProgram(async () => {
  const pins = readJson(join(NEWEST, 'package.json')).devDependencies;
  checkOldest(readJson(join(ROOT, LIBRARY, 'package.json')), pins);
  await installNewest();

  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'newest-cdk-')));
  try {
    for (const name of COPIED) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (from) => !LEFT_OUT.includes(from) });
    }
    writeFileSync(join(copy, LIBRARY, 'test/newest.test.ts'), proofOf(pins));
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    symlinkSync(join(NEWEST, 'node_modules'), join(copy, 'node_modules'));
    await step('The newest aws-cdk-lib', () => checkNewest(copy, pins));
    const programs = join(NEWEST, 'node_modules/.bin');
    await step('Types', () => run([join(programs, 'tsc'), '-p', LIBRARY], { cwd: copy }));
    console.log('Tests ...');
    await run([join(programs, 'vitest'), 'run', '--root', copy, LIBRARY], { cwd: copy, show: true });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** The workspace has to test with the very versions that the library's peer dependencies begin at. */
function checkOldest({ peerDependencies, devDependencies }, newest) {
  const require = createRequire(join(ROOT, LIBRARY, 'package.json'));
  const mistakes = PEERS.flatMap((name) => {
    const range = peerDependencies[name];
    const installed = require(`${name}/package.json`).version;
    const found = [
      range !== `^${devDependencies[name]}` &&
        `${LIBRARY}/package.json allows ${name} ${range}, and tests with ${devDependencies[name]}: make them the same.`,
      installed !== devDependencies[name] &&
        `${name} ${installed} is installed, not ${devDependencies[name]}: run \`npm ci\`.`,
      compare(newest[name], devDependencies[name]) <= 0 &&
        `tools/newest-cdk has ${name} ${newest[name]}, no newer than the oldest that is allowed.`,
    ];
    return found.filter((mistake) => mistake !== false);
  });
  if (mistakes.length > 0) throw new StepFailed(mistakes.join('\n'));
  const oldest = PEERS.map((name) => `${name} ${devDependencies[name]}`).join(', ');
  console.log(`The workspace tests with the oldest that is allowed: ${oldest}.`);
}

async function installNewest() {
  try {
    await installFrom(NEWEST, 'Installing tools/newest-cdk');
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    throw new StepFailed(
      `The newest aws-cdk-lib cannot be installed, so nothing was tested with it; is npm's registry reachable?\n${error.message}`,
    );
  }
}

/** The copy has to find the pinned versions, each once; and there may be a newer one by now. */
async function checkNewest(copy, pins) {
  const found = PEERS.map((name) => {
    const { version } = createRequire(join(copy, LIBRARY, 'src/index.ts'))(`${name}/package.json`);
    if (version !== pins[name])
      throw new StepFailed(
        `${name} ${version} is found where ${pins[name]} should be: delete tools/newest-cdk/node_modules.`,
      );
    return `${name} ${version}`;
  });
  // Not a failure: a release elsewhere must not break what was fine an hour ago.
  const { code, output } = await run(['npm', 'view', 'aws-cdk-lib', 'version', '--loglevel=error'], {
    allowed: [0, 1],
  });
  const published = output.trim().split('\n').at(-1);
  if (code !== 0) return `${found.join(', ')} (npm does not say whether there is a newer one)`;
  const newer = compare(published, pins['aws-cdk-lib']) > 0;
  return `${found.join(', ')}${newer ? `; NPM HAS ${published} BY NOW: raise tools/newest-cdk` : ', as npm says'}`;
}

/** A test among the tests: that they are run with the pinned versions, and not with others that happen to be found. */
function proofOf(pins) {
  return [
    "import { expect, test } from 'vitest';",
    'test.each([',
    ...PEERS.map((name) => `  ['${name}', '${pins[name]}'],`),
    "])('the tests have %s %s', async (name, version) => {",
    '  const manifest = (await import(`${name}/package.json`)) as { default: { version: string } };',
    '  expect(manifest.default.version).toBe(version);',
    '});',
    '',
  ].join('\n');
}

function compare(one, other) {
  const [ones, others] = [one, other].map((version) => version.split('.').map(Number));
  return ones.map((part, index) => part - others[index]).find((difference) => difference !== 0) ?? 0;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
