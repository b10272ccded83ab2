// Live reading changes nothing: the source has no other call than those of its table, and these only read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { READ_ACTIONS } from '../../src/live/calls.js';
import { ACCESS_LEVELS } from './access-levels.js';

const ROOM = fileURLToPath(new URL('../../src/live', import.meta.url));

describe('live reading only reads', () => {
  test('each call needs an action that AWS documents as Read or List', () => {
    expect(Object.values(READ_ACTIONS).sort()).toEqual(Object.keys(ACCESS_LEVELS).sort());
    expect(new Set(Object.values(ACCESS_LEVELS))).toEqual(new Set(['List', 'Read']));
  });

  test('no other command of the SDK is in the source', () => {
    const text = readdirSync(ROOM)
      .map((file) => readFileSync(join(ROOM, file), 'utf8'))
      .join('\n');
    const sent = [...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name);
    const tabled = Object.keys(READ_ACTIONS).map((call) => call.slice(call.indexOf(':') + 1));
    expect(sent.sort()).toEqual([...tabled, 'GetCallerIdentity'].sort());
  });

  test('the AWS SDK is loaded by its own files alone, so that nothing else of the program waits for it', () => {
    const source = fileURLToPath(new URL('../../src', import.meta.url));
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const loading = files.filter((file) =>
      /^import (?!type)[^;]*'@aws-sdk\//m.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(loading.sort()).toEqual(['live/credentials.ts', 'live/sdk.ts']);
    const callers = files.filter(
      (file) =>
        !file.startsWith('live/') &&
        /from '[^']*live\/(?:live|sdk|credentials)\.js'/.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(callers).toEqual([]);
  });
});
