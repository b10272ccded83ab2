// The command that installs packages, run by a shell with a program in place of npm: only whole packages are kept.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MainOnlyPipeline, quickApp } from './services-pipeline';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-commands-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['everything', ['lock', 'program'], false],
  ['nothing', [], true],
  ['an empty folder', ['folder'], true],
  ['an installation that was interrupted', ['program'], true],
  ['no programs', ['lock'], true],
  ['programs that lost their symbolic links', ['lock', 'copy'], true],
])('where the cache brought %s', (_, brought, installs) => {
  const bin = join(folder, 'node_modules/.bin');
  if (brought.includes('folder')) mkdirSync(join(folder, 'node_modules'));
  if (brought.length > 0 && !brought.includes('folder')) mkdirSync(bin, { recursive: true });
  if (brought.includes('lock')) writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
  if (brought.includes('program')) symlinkSync('../tsc/bin/tsc', join(bin, 'tsc'));
  if (brought.includes('copy')) writeFileSync(join(bin, 'tsc'), '');
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "$*" > installed\n');
  chmodSync(join(folder, 'npm'), 0o755);

  const stack = new MainOnlyPipeline(quickApp(), 'Pipeline', { pipeline: 'development' });
  for (const command of stack.installCommands(stack.context) ?? []) {
    const env = { PATH: [folder, process.env.PATH].join(delimiter) };
    expect(spawnSync('/bin/sh', ['-c', command], { cwd: folder, env }).status).toBe(0);
  }
  expect(existsSync(join(folder, 'installed'))).toBe(installs);
});
