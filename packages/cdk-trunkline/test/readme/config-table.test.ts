// The README's table of the configuration is printed from the table of keys that the reader checks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configKeyTable } from '../config/print-key-table';

const FILE = join(__dirname, '../../README.md');

test('the table of the configuration is printed from the table of keys', async () => {
  const readme = readFileSync(FILE, 'utf8');
  const printed = readme.replace(
    /(<!-- config -->)[^]*(<!-- \/config -->)/,
    (_, begin: string, end: string) => `${begin}\n\n${configKeyTable()}\n\n${end}`,
  );
  await expect(printed).toMatchFileSnapshot(FILE);
});
