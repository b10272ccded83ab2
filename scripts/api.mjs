// Writes what follows from the library's API: API.md, printed from the docstrings, and the baseline that guards the API.
// `npm run api` writes both, and refuses a change that breaks callers; `npm run api -- --accept` takes such a change on
// purpose; `npm run test:api` (`--check`) writes nothing and fails where `npm run api` would.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { baselineOf, incompatibilities, proveThatItNotices, readBaseline } from './api/baseline.mjs';
import { apiReference } from './api/reference.mjs';
import { compileLibrary, LIBRARY } from './jsii/assembly.mjs';
import { installPackaging } from './jsii/packaging.mjs';
import { asProgram, ROOT, step, StepFailed } from './run.mjs';

const REFERENCE = join(LIBRARY, 'API.md');
const BASELINE = join(LIBRARY, 'api-baseline.jsii');

await asProgram(async () => {
  const { check, accept } = options();
  const compiled = await compileLibrary();
  const assembly = JSON.parse(readFileSync(join(compiled, '.jsii'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(compiled, 'package.json'), 'utf8'));
  const baseline = baselineOf(assembly);
  const before = textOf(BASELINE);
  const tools = await installPackaging();
  const [{ reference }, broken] = await Promise.all([
    step('Printing API.md from the docstrings', async () => ({ reference: await apiReference(compiled, tools) })),
    step('Comparing the API with its baseline', async () =>
      before === undefined ? [] : incompatibilities(readBaseline(before), readBaseline(baseline), { manifest, tools }),
    ),
    check && proveThatItNotices(readBaseline(baseline), { manifest, tools }),
  ]);

  if (check) {
    const mistakes = [
      broken.length > 0 && breaks(broken),
      broken.length === 0 && before !== baseline && `api-baseline.jsii ${older(before)} API: run \`npm run api\`.`,
      textOf(REFERENCE) !== reference && `API.md ${older(textOf(REFERENCE))} docstrings: run \`npm run api\`.`,
    ].filter((mistake) => mistake !== false);
    if (mistakes.length > 0) throw new StepFailed(mistakes.join('\n'));
    console.log('API.md and the baseline are what the docstrings and the API say.');
    return;
  }
  writeWhereDifferent(REFERENCE, reference);
  if (broken.length > 0 && !accept) throw new StepFailed(breaks(broken));
  if (broken.length > 0) console.log(`Accepted:\n  ${broken.join('\n  ')}`);
  writeWhereDifferent(BASELINE, baseline);
});

function options() {
  try {
    return parseArgs({ options: { check: { type: 'boolean' }, accept: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new StepFailed(`${error.message} Options: --check, --accept.`);
  }
}

function breaks(changes) {
  return [
    'The API changes in a way that breaks those who use it:',
    ...changes.map((change) => `  ${change}`),
    'Keep what was there; where the change is meant, `npm run api -- --accept` accepts it.',
  ].join('\n');
}

function older(text) {
  return text === undefined ? 'is missing, and follows from the' : 'is older than the';
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function writeWhereDifferent(file, text) {
  const name = relative(ROOT, file);
  if (textOf(file) === text) {
    console.log(`${name} is up to date.`);
    return;
  }
  writeFileSync(file, text);
  console.log(`${name} is written.`);
}
