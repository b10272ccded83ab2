// Tests `trunkline combo` against a real registry and with a real builder. `node scripts/examples/real-combo.mjs`; the
// packages have to be built (`node scripts/build.mjs`).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asProgram, ROOT, run, StepFailed } from '../run.mjs';

const VITEST = join(ROOT, 'node_modules/.bin/vitest');
const BUILT = join(ROOT, 'packages/trunkline/dist/trunkline.js');

await asProgram(async () => {
  if (!existsSync(VITEST)) throw new StepFailed('The packages are not installed. Run `npm ci` first.');
  if (!existsSync(BUILT)) throw new StepFailed('The packages are not built. Run `node scripts/build.mjs` first.');
  // The tests themselves say what the machine lacks, and that they were skipped for it.
  await run([VITEST, 'run', '--config', join(ROOT, 'scripts/examples/combo.vitest.config.mjs'), '--root', ROOT], {
    show: true,
  });
});
