// The story of path patterns, and of the folders that they pick.
import fc from 'fast-check';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { depthOf, listPaths, patternToRegExp } from '../../../src/rehearse/build/path-pattern.js';
import { temporaryFolder, writeFiles } from './fixtures.js';

describe('patternToRegExp', () => {
  it.each([
    { pattern: '**/*', matches: ['a', '.a', 'a/b', 'a/.b/c'], not: [] },
    { pattern: 'dir/*', matches: ['dir/a', 'dir/.a'], not: ['dir/a/b', 'dir', 'other/a'] },
    { pattern: '**/*.json', matches: ['a.json', 'x/y/a.json'], not: ['a.json5', 'ajson'] },
    { pattern: 'a/**/z', matches: ['a/z', 'a/b/z', 'a/b/c/z'], not: ['a/zz', 'az'] },
    { pattern: '**/.*', matches: ['.a', 'x/.a'], not: ['a', 'x/a.'] },
    { pattern: 'file?.[ch]', matches: ['file1.c', 'file2.h'], not: ['file.c', 'file1.d', 'file/.c'] },
    { pattern: '[!a]b', matches: ['xb'], not: ['ab'] },
    { pattern: '*.{js,map}', matches: ['a.js', 'a.map'], not: ['a.j', 'a.js,map'] },
    { pattern: 'a(b)+$^|', matches: ['a(b)+$^|'], not: ['ab'] },
    { pattern: '[unclosed', matches: ['[unclosed'], not: ['u'] },
  ])('reads $pattern', ({ pattern, matches, not }) => {
    const expression = patternToRegExp(pattern);
    for (const path of matches) expect(path).toMatch(expression);
    for (const path of not) expect(path).not.toMatch(expression);
  });

  it('takes a plain path for itself alone, and never fails', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, path) => {
        const expression = patternToRegExp(pattern);
        if (!/[*?[{]/.test(pattern)) expect(expression.test(path)).toBe(path === pattern);
      }),
    );
  });
});

describe('listPaths', () => {
  it('lists links without entering them, and stops at picked folders and at the depth', () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a/b/c': '', 'a/d': '', e: '' });
    mkdirSync(join(folder, 'empty'));
    symlinkSync('a', join(folder, 'link'));
    expect(listPaths(folder, (_, entry) => !entry.isDirectory())).toEqual(['a/b/c', 'a/d', 'e', 'link']);
    expect(listPaths(folder, (path) => path === 'a')).toEqual(['a']);
    expect(listPaths(folder, (_, entry) => !entry.isDirectory(), depthOf('*/*'))).toEqual(['a/d', 'e', 'link']);
  });
});
