// No path leaves its folder, whatever dots and links it goes through.
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { containedPath, isInside } from '../../src/assembly/containment.js';
import { TrunklineError } from '../../src/model/errors.js';
import { temporaryFolder } from './temporary-folder.js';

let root: string;

beforeAll(async () => {
  const parent = await temporaryFolder('trunkline-contained-');
  root = join(parent, 'root');
  await mkdir(join(root, 'a', 'b'), { recursive: true });
  await mkdir(join(parent, 'outside'));
  await mkdir(join(parent, 'rooted'));
  await writeFile(join(root, 'a', 'file'), '');
  await symlink('..', join(root, 'a', 'up'));
  await symlink('../..', join(root, 'a', 'out'));
  await symlink('b', join(root, 'a', 'in'));
  await symlink('nowhere', join(root, 'a', 'dangling'));
  await symlink('circle', join(root, 'a', 'circle'));
  await symlink(join(parent, 'outside'), join(root, 'a', 'absolute'));
});

describe('a path of an untrusted folder', () => {
  const segment = fc.constantFrom(
    '.',
    '..',
    '',
    'a',
    'b',
    'file',
    'new',
    'up',
    'out',
    'in',
    'dangling',
    'circle',
    'absolute',
  );

  it('either stays in the folder, links resolved, or is refused', async () => {
    const real = await realpath(root);
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 8 }), async (segments) => {
        const path = segments.join('/');
        const answer: unknown = await containedPath(root, path).catch((error: unknown) => error);
        if (answer instanceof TrunklineError) {
          expect(answer.code).toBe('PathOutsideAssembly');
          expect(answer.message).toContain(JSON.stringify(path));
          return;
        }
        expect(typeof answer).toBe('string');
        expect(isInside(real, answer as string)).toBe(true);
        const there = await realpath(answer as string).catch(() => undefined);
        // What exists is free of links already, so nothing can lead elsewhere between asking and opening.
        if (there !== undefined) expect(there).toBe(answer);
      }),
      { numRuns: 400 },
    );
  });

  it('is not refused without a reason: no link and never above the folder', async () => {
    const plain = fc.array(fc.constantFrom('.', '..', 'a', 'b', 'new'), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(plain, async (segments) => {
        // No name here is the folder's own, so a path that once climbs out never comes back.
        const ends = segments.reduce<string[] | undefined>((stack, part) => {
          if (stack === undefined || part === '.') return stack;
          return part === '..' ? (stack.length === 0 ? undefined : stack.slice(0, -1)) : [...stack, part];
        }, []);
        const answer: unknown = await containedPath(root, segments.join('/')).catch((error: unknown) => error);
        expect(answer instanceof TrunklineError).toBe(ends === undefined);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['/etc/passwd', 'it is absolute'],
    ['../rooted', `climbs out with '..'`],
    ['a/out', 'symbolic link'],
    ['a/out/new', 'symbolic link'],
    ['a/absolute/new', 'symbolic link'],
    ['a/dangling', 'leads nowhere or to itself'],
    ['a/dangling/new', 'leads nowhere or to itself'],
    ['a/circle', 'leads nowhere or to itself'],
    ['a\0b', 'NUL'],
  ])('%j is refused: %s', async (path, why) => {
    await expect(containedPath(root, path, { what: 'a test' })).rejects.toThrow(why);
    await expect(containedPath(root, path, { what: 'a test' })).rejects.toThrow('(a test)');
  });

  it.each([
    ['a/in', 'a/b'],
    ['a/up/a/file', 'a/file'],
    ['a/in/new/er', 'a/b/new/er'],
    ['..file', '..file'],
    ['.', ''],
  ])('%j is taken', async (path, expected) => {
    expect(await containedPath(root, path)).toBe(join(await realpath(root), expected));
  });

  it('is relative to the folder that it was found in', async () => {
    expect(await containedPath(root, '../new', { from: 'a' })).toBe(join(await realpath(root), 'new'));
    await expect(containedPath(root, '../../new', { from: 'a' })).rejects.toThrow(TrunklineError);
  });
});
