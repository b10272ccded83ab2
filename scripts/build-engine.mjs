// Bundles the engine: the command line, and the libraries `trunkline/preflight` and `trunkline/plugin`, which apps of the
// CDK load from ES modules and from CommonJS.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const sources = fileURLToPath(new URL('../packages/trunkline/src', import.meta.url));

const libraries = {
  preflight: join(sources, 'library/preflight.ts'),
  plugin: join(sources, 'library/plugin.ts'),
};

const common = { bundle: true, packages: 'external', platform: 'node', target: 'node20', logLevel: 'warning' };

/** Writes the package's `dist`, without declarations, in place of what is there. */
export async function buildEngine(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await Promise.all([
    build({
      ...common,
      entryPoints: { trunkline: join(sources, 'cli/trunkline.ts'), ...libraries },
      outdir,
      splitting: true,
      format: 'esm',
      sourcemap: 'linked',
    }),
    // Node itself can load an ES module from CommonJS, but Jest cannot, which tests most apps of the CDK.
    build({ ...common, entryPoints: libraries, outdir: join(outdir, 'cjs'), format: 'cjs' }),
    mkdir(join(outdir, 'cjs'), { recursive: true }).then(() =>
      writeFile(join(outdir, 'cjs/package.json'), '{ "type": "commonjs" }\n'),
    ),
  ]);
}
