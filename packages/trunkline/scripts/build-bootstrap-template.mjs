// Writes src/preflight/bootstrap/bootstrap-template.json from the pinned aws-cdk.
// Run it after that dependency moves: node packages/trunkline/scripts/build-bootstrap-template.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const room = new URL('../src/preflight/bootstrap/', import.meta.url);
const bundle = await build({
  entryPoints: [fileURLToPath(new URL('build-template.ts', room))],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { buildBootstrapTemplate } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);
const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
const yaml = readFileSync(join(dirname(manifest), 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
const file = fileURLToPath(new URL('bootstrap-template.json', room));
const text = JSON.stringify(buildBootstrapTemplate(version, parse(yaml)));
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
