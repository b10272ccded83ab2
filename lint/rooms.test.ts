// The lint rules of the rooms can fail: on a forbidden import, on an unknown room, and on a cycle.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error -- plain JavaScript, like the configuration that uses it
import rooms from './rooms.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rooms of a house '));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function lint(files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'src', name)), { recursive: true });
    writeFileSync(join(folder, 'src', name), text);
  }
  const options = { source: 'src', rooms: { kitchen: [], hall: ['kitchen'] } };
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { rooms },
        rules: { 'rooms/allowed-imports': ['error', options], 'rooms/no-cycles': ['error', options] },
      },
    ],
  });
  const results = await eslint.lintFiles(['src']);
  return results.flatMap((result) => result.messages.map((message) => message.message)).sort();
}

describe('the rules of the rooms', () => {
  it('let a room import what its line in the table allows, and itself', async () => {
    const messages = await lint({
      'kitchen/pot.ts': 'export const pot = 1;',
      'hall/door.ts': "import { pot } from '../kitchen/pot.js';\nimport { key } from './key.js';\nexport { pot, key };",
      'hall/key.ts': 'export const key = 1;',
    });
    expect(messages).toEqual([]);
  });

  it('refuse an import against the table, static, re-exported or dynamic', async () => {
    const messages = await lint({
      'hall/door.ts': 'export const door = 1;',
      'kitchen/a.ts': "import type { door } from '../hall/door.js';\nexport type D = typeof door;",
      'kitchen/b.ts': "export * from '../hall/door.js';",
      'kitchen/c.ts': "export const d = import('../hall/door.js');",
    });
    expect(messages).toEqual(Array(3).fill('kitchen/ may not import hall/ (it may import: nothing of ours).'));
  });

  it('refuse a folder that is no room', async () => {
    const messages = await lint({ 'utils/misc.ts': 'export const misc = 1;' });
    expect(messages).toEqual([expect.stringContaining('utils/ is no room')]);
  });

  it('name a cycle in each of its files, and let types go round', async () => {
    const messages = await lint({
      'hall/a.ts': "import { b } from './b.js';\nexport const a = b;",
      'hall/b.ts': "import { c } from './c.js';\nexport const b = c;",
      'hall/c.ts': "import { a } from './a.js';\nexport const c = a;",
      'kitchen/x.ts': "import type { Y } from './y.js';\nexport type X = Y;",
      'kitchen/y.ts': "import type { X } from './x.js';\nexport type Y = X | 1;",
    });
    expect(messages).toEqual([
      'Import cycle: hall/a.ts -> hall/b.ts -> hall/c.ts -> hall/a.ts',
      'Import cycle: hall/b.ts -> hall/c.ts -> hall/a.ts -> hall/b.ts',
      'Import cycle: hall/c.ts -> hall/a.ts -> hall/b.ts -> hall/c.ts',
    ]);
  });
});
