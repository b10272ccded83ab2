// Writes src/cloudformation/spec/resource-index.json from the pinned @aws-cdk/aws-service-spec.
// Run it after that dependency moves: node packages/trunkline/scripts/build-resource-index.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { build } from 'esbuild';

const room = new URL('../src/cloudformation/spec/', import.meta.url);
const bundle = await build({
  entryPoints: [fileURLToPath(new URL('build-index.ts', room))],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { buildResourceIndex } = await import(`data:text/javascript;base64,${source}`);
const index = buildResourceIndex(loadAwsServiceSpecSync());
writeFileSync(new URL('resource-index.json', room), `${JSON.stringify(index, null, 2)}\n`);
