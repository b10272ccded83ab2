// The packed bootstrap template is exactly that of the pinned aws-cdk.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ASSUMED_BOOTSTRAP_VERSION } from '../../../src/cloudformation/bootstrap.js';
import type { Template } from '../../../src/model/template.js';
import { buildBootstrapTemplate } from '../../../src/preflight/bootstrap/build-template.js';
import { KNOWN_BOOTSTRAP_VERSION } from '../../../src/preflight/bootstrap/template.js';

const FILE = new URL('../../../src/preflight/bootstrap/bootstrap-template.json', import.meta.url);
const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');

test('it is up to date: else run node packages/trunkline/scripts/build-bootstrap-template.mjs', () => {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const yaml = readFileSync(join(dirname(manifest), 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
  const committed: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(committed).toEqual(buildBootstrapTemplate(version, parse(yaml) as Template));
});

test('it names its source, its license and what was changed', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toMatchObject({
    source: expect.stringMatching(/^aws-cdk \d+\.\d+\.\d+, lib\/api\/bootstrap\/bootstrap-template\.yaml$/),
    license: 'Apache-2.0',
    copyright: expect.stringContaining('Amazon'),
    changes: expect.stringContaining('JSON'),
  });
});

test('its version is the one that a rehearsal assumes', () => {
  expect(String(KNOWN_BOOTSTRAP_VERSION)).toBe(ASSUMED_BOOTSTRAP_VERSION);
});
