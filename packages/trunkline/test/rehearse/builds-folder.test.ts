// The folder for builds: outside the project, emptied at each start, and inside the project only as the last resort.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBuildsFolder } from '../../src/rehearse/builds-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builds of a project '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the folder for builds', () => {
  it("is the user's cache folder, one for each project", async () => {
    const environment = { XDG_CACHE_HOME: join(folder, 'cache') };
    const one = await openBuildsFolder(join(folder, 'one', '.trunkline'), environment);
    const other = await openBuildsFolder(join(folder, 'other', '.trunkline'), environment);

    expect(relative(join(folder, 'cache'), one.directory)).toMatch(/^trunkline\/builds\/[0-9a-f]{8}$/);
    expect(other.directory).not.toBe(one.directory);
    expect(one.note).toBeUndefined();
  });

  it('holds nothing of an earlier run', async () => {
    const state = join(folder, '.trunkline');
    const environment = { HOME: folder };
    const { directory } = await openBuildsFolder(state, environment);
    await writeFile(join(directory, 'left over'), '');

    expect((await openBuildsFolder(state, environment)).directory).toBe(directory);
    expect(existsSync(join(directory, 'left over'))).toBe(false);
  });

  it('is the temporary folder where the cache folder cannot be written', async () => {
    await writeFile(join(folder, 'cache'), 'a file');
    const { directory } = await openBuildsFolder(join(folder, '.trunkline'), { XDG_CACHE_HOME: join(folder, 'cache') });
    expect(directory.startsWith(join(tmpdir(), 'trunkline'))).toBe(true);
    await rm(directory, { recursive: true });
  });

  // A second disk that any Linux has; elsewhere the test is reported as skipped.
  it.skipIf(!existsSync('/dev/shm'))(
    'on another disk than the project is not taken, and the last resort says what that means',
    async () => {
      const state = await mkdtemp('/dev/shm/project-');
      try {
        const { directory, note } = await openBuildsFolder(state, { XDG_CACHE_HOME: folder });
        expect(directory).toBe(join(state, 'builds'));
        expect(note).toContain('could not on AWS');
      } finally {
        await rm(state, { recursive: true });
      }
    },
  );
});
