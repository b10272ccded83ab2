// Transpiles both packages with esbuild, fast enough to run before every demo and test.
// Types are checked by tsc; the published construct library is compiled by jsii.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildEngine } from './build-engine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cdkTrunkline = join(root, 'packages/cdk-trunkline');
const trunkline = join(root, 'packages/trunkline');

const sources = readdirSync(join(cdkTrunkline, 'src'), { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(cdkTrunkline, 'src', file));

await Promise.all([
  build({
    entryPoints: sources,
    outdir: join(cdkTrunkline, 'lib'),
    outbase: join(cdkTrunkline, 'src'),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  }),
  buildEngine(join(trunkline, 'dist')),
]);
