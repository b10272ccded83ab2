// docs/actions.md is printed from the catalogue: `npm run docs` writes it, every other run compares it.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { actionsPage } from '../../src/preflight/catalogue/documentation.js';
import { CATALOGUE } from '../../src/preflight/catalogue/table.js';

const PAGE = fileURLToPath(new URL('../../../../docs/actions.md', import.meta.url));

test('docs/actions.md is the catalogue', async () => {
  await expect(actionsPage(CATALOGUE)).toMatchFileSnapshot(PAGE);
});

test('every line of the catalogue has a source', () => {
  const lines = CATALOGUE.flatMap(({ type, needs }) => needs.map((need) => ({ type, ...need })));
  expect(lines.filter(({ source }) => source.trim().length < 10)).toEqual([]);
  expect(lines.length).toBeGreaterThan(CATALOGUE.length);
});

test('no type is there twice', () => {
  const types = CATALOGUE.map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
});
