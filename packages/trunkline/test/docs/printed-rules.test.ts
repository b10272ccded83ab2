// docs/rules.md is what the tables of rules and causes say: `npm run docs` writes it, every other run compares it.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rulesPage } from '../../src/preflight/explain.js';

test('docs/rules.md is printed from the tables of findings', async () => {
  await expect(rulesPage()).toMatchFileSnapshot(fileURLToPath(new URL('../../../../docs/rules.md', import.meta.url)));
});
