// The story of a copied folder, small and large: the same in every respect, and independent of its original.
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyTree, removeSmallTree } from '../../../src/rehearse/build/copy-tree.js';
import { temporaryFolder, writeFiles } from './fixtures.js';

describe.each([
  { size: 'small', extra: 0 },
  { size: 'large', extra: 300 },
])('a $size folder', ({ extra }) => {
  const original = (): string => {
    const folder = join(temporaryFolder(), 'original');
    writeFiles(folder, { 'a/b/c': 'text', '.hidden': 'dot', tool: '#!/bin/sh' });
    mkdirSync(join(folder, 'empty'));
    chmodSync(join(folder, 'tool'), 0o755);
    utimesSync(join(folder, 'a/b/c'), 1_000_000, 1_000_000);
    symlinkSync('../nowhere', join(folder, 'a/link'));
    linkSync(join(folder, '.hidden'), join(folder, 'twin'));
    for (let i = 0; i < extra; i++) writeFileSync(join(folder, 'empty', String(i)), String(i));
    return folder;
  };

  it('keeps entries, modes, times and links', async () => {
    const from = original();
    const to = join(temporaryFolder(), 'copy');
    await copyTree(from, to);
    expect(readdirSync(to, { recursive: true }).sort()).toEqual(readdirSync(from, { recursive: true }).sort());
    expect(readFileSync(join(to, 'a/b/c'), 'utf8')).toBe('text');
    expect(statSync(join(to, 'tool')).mode & 0o777).toBe(0o755);
    expect(statSync(join(to, 'a/b/c')).mtimeMs).toBe(1_000_000_000);
    expect(readlinkSync(join(to, 'a/link'))).toBe('../nowhere');
    expect(lstatSync(join(to, 'empty')).isDirectory()).toBe(true);
  });

  it('is independent of its original, also for writes in place', async () => {
    const from = original();
    const to = join(temporaryFolder(), 'copy');
    await copyTree(from, to);
    writeFileSync(join(to, '.hidden'), 'changed', { flag: 'r+' });
    expect(readFileSync(join(from, '.hidden'), 'utf8')).toBe('dot');
    expect(statSync(join(to, 'a/b/c')).ino).not.toBe(statSync(join(from, 'a/b/c')).ino);
  });
});

describe('copyTree', () => {
  it('says so where the copy is ended', async () => {
    const from = temporaryFolder();
    for (let i = 0; i < 300; i++) writeFileSync(join(from, String(i)), String(i));
    const copying = copyTree(from, join(temporaryFolder(), 'copy'), { signal: AbortSignal.abort() });
    await expect(copying).rejects.toMatchObject({ code: 'ArtifactInvalid' });
  });
});

describe('removeSmallTree', () => {
  it('removes a small folder, and never what a link leads to', () => {
    const outside = temporaryFolder();
    writeFiles(outside, { kept: 'kept' });
    const folder = join(temporaryFolder(), 'small');
    writeFiles(folder, { 'a/b': '' });
    symlinkSync(outside, join(folder, 'link'));
    expect(removeSmallTree(folder)).toBe(true);
    expect(lstatSync(folder, { throwIfNoEntry: false })).toBeUndefined();
    expect(readdirSync(outside)).toEqual(['kept']);
  });
});
