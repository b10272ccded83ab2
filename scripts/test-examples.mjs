// Everything of the examples that needs more than Node: a registry and a builder of images, Chromium, releases of Django;
// then each example is synthesized, proved and rehearsed. What the machine lacks is named as skipped;
// `npm run test:examples -- --complete` fails instead, which CI asks for.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, findProgram } from './examples/programs.mjs';
import { findPython } from './python/interpreter.mjs';
import { asProgram, ROOT, run, step, StepFailed } from './run.mjs';

const TRUNKLINE = join(ROOT, 'packages/trunkline/bin/trunkline.js');
const USAGE = 'npm run test:examples [-- --complete]: with it, what the machine lacks is a failure';

/** Each with what it cannot run without; `python` is the oldest that will do. */
const SUITES = [
  {
    title: 'trunkline combo, with a real registry and a real builder',
    programs: ['docker-registry', 'buildah'],
    work: (env) => run([process.execPath, 'scripts/examples/real-combo.mjs'], { env, show: true }),
  },
  { title: 'why-python3: every sample', python: [3, 9], work: npm('why-python3', 'test:samples') },
  { title: 'why-python3: the site in Chromium', chromium: true, work: npm('why-python3', 'test:browser') },
  {
    title: 'django-service: the middleware on releases of Django',
    python: [3, 9],
    work: (env) => run([env.PYTHON, 'examples/django-service/middleware/tests/matrix.py'], { env, show: true }),
  },
  { title: 'django-service: the service', python: [3, 11], work: npm('django-service', 'test:service') },
  { title: 'django-service: the service, running', python: [3, 11], work: npm('django-service', 'test:live') },
  {
    title: 'django-service: the container',
    python: [3, 11],
    programs: ['buildah'],
    work: npm('django-service', 'test:container'),
  },
  { title: 'combo-images: proved and rehearsed', work: delivery('combo-images') },
  // Its pipeline runs the samples, and the other one's the tests of the service.
  { title: 'why-python3: proved and rehearsed', python: [3, 11], work: delivery('why-python3') },
  { title: 'django-service: proved and rehearsed', python: [3, 11], work: delivery('django-service') },
];

await asProgram(async () => {
  const complete = isComplete();
  if (!existsSync(join(ROOT, 'node_modules')))
    throw new StepFailed('The packages are not installed. Run `npm ci` first.');
  await step('Building the packages', () => run([process.execPath, 'scripts/build.mjs']));
  const skipped = [];
  const failed = [];
  for (const { title, work, ...needs } of SUITES) {
    console.log(`\n--- ${title}`);
    const { missing, env } = await machine(needs);
    if (missing.length > 0) {
      console.log(`skipped: ${missing.join('; ')}`);
      skipped.push(`${title}: ${missing.join('; ')}`);
      continue;
    }
    try {
      // With it no suite skips what it finds missing by itself.
      await work(complete ? { ...env, TRUNKLINE_TESTS_COMPLETE: '1' } : env);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      // The others still have something to say.
      console.error(error.message);
      failed.push(title);
    }
  }
  console.log(`\n${SUITES.length - skipped.length - failed.length} passed, ${failed.length} failed`);
  for (const each of skipped) console.log(`skipped: ${each}`);
  if (failed.length > 0) throw new StepFailed(`failed: ${failed.join('; ')}`);
  if (skipped.length > 0 && complete) throw new StepFailed('With --complete nothing may be skipped.');
});

function isComplete() {
  try {
    return parseArgs({ options: { complete: { type: 'boolean', default: false } } }).values.complete;
  } catch (error) {
    throw new StepFailed(`${error.message}\n${USAGE}`);
  }
}

/** What of the needs is not there, in words, and the environment that tells a suite where the rest is. */
async function machine({ programs = [], python: oldest, chromium: needsChromium = false }) {
  const missing = programs
    .filter((program) => findProgram(program) === undefined)
    .map((program) => `${program} is not on PATH (apt-get install ${program})`);
  const env = {};
  if (oldest !== undefined) {
    const python = await findPython(oldest);
    if ('missing' in python) missing.push(python.missing);
    else env.PYTHON = python.executable;
  }
  if (needsChromium) {
    const found = chromium();
    if ('missing' in found) missing.push(found.missing);
    else env.CHROMIUM = found.executable;
  }
  return { missing, env };
}

/** A script of a project. */
function npm(workspace, script) {
  return (env) => run(['npm', 'run', '--silent', script, '--workspace', workspace], { env, show: true });
}

/** Synthesizes a project, proves all its pipelines, and rehearses them. */
function delivery(example) {
  const project = join(ROOT, 'examples', example);
  return async (env) => {
    await run(['npm', 'run', '--silent', 'build', '--workspace', example], { env });
    for (const command of ['preflight --synth --strict', 'rehearse --working-tree --yes']) {
      const argv = [process.execPath, TRUNKLINE, '--directory', project, ...command.split(' ')];
      await run(argv, { env, show: true });
    }
  };
}
