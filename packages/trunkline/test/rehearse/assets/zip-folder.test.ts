// Zips as cdk-assets makes them: the same bytes for the same content, links followed, nothing from outside.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { zipFolder } from '../../../src/rehearse/assets/zip-folder.js';
import { unzip } from './unzip.js';
import { temporaryFolder } from '../../assembly/temporary-folder.js';

let root: string;
let asset: string;
let zipFile: string;

beforeEach(async () => {
  const parent = await temporaryFolder('trunkline zip ');
  root = join(parent, 'cdk.out');
  asset = join(root, 'asset.abc');
  zipFile = join(parent, 'out.zip');
  await mkdir(asset, { recursive: true });
});

async function write(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const file = join(asset, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, mode);
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('the zip of an asset', () => {
  it('holds every file with its content and mode, sorted, under one date', async () => {
    await write('b.txt', 'b');
    await write('a/run.sh', '#!/bin/sh', 0o755);
    await write('a/.hidden', '');
    await write('a.txt', 'dot before slash');
    await write('größe mit leer.txt', 'ü');
    await mkdir(join(asset, 'empty'));
    await zipFolder(root, asset, zipFile);
    const stamp = [(0 << 9) | (1 << 5) | 1, 0] as const;
    expect(await unzip(zipFile)).toEqual([
      { name: 'a.txt', mode: 0o644, sha256: sha256('dot before slash'), stamp },
      { name: 'a/.hidden', mode: 0o644, sha256: sha256(''), stamp },
      { name: 'a/run.sh', mode: 0o755, sha256: sha256('#!/bin/sh'), stamp },
      { name: 'b.txt', mode: 0o644, sha256: sha256('b'), stamp },
      { name: 'größe mit leer.txt', mode: 0o644, sha256: sha256('ü'), stamp },
    ]);
  });

  it('has the same bytes whenever it is made', async () => {
    for (const name of ['z', 'y/1', 'x']) await write(name, name);
    await zipFolder(root, asset, zipFile);
    const first = await readFile(zipFile);
    await utimes(join(asset, 'z'), 1_000_000_000, 1_000_000_000);
    await zipFolder(root, asset, zipFile);
    expect((await readFile(zipFile)).equals(first)).toBe(true);
  });

  it('is empty for an empty asset', async () => {
    await zipFolder(root, asset, zipFile);
    expect(await unzip(zipFile)).toEqual([]);
  });

  it('gives back any content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200_000, size: 'max' }), async (content) => {
        await write('data', content);
        await zipFolder(root, asset, zipFile);
        expect((await unzip(zipFile)).map((file) => file.sha256)).toEqual([sha256(content)]);
      }),
      { numRuns: 25 },
    );
  });

  it('takes many files', async () => {
    const names = Array.from({ length: 1000 }, (_, number) => `d${number % 40}/f${number}`);
    await Promise.all(names.map((name) => write(name, name)));
    await zipFolder(root, asset, zipFile);
    const files = await unzip(zipFile);
    expect(files.map(({ name }) => name)).toEqual([...names].sort());
    expect(files.every((file) => file.sha256 === sha256(file.name))).toBe(true);
  });
});

describe('links in an asset', () => {
  it('are followed to files and folders of the assembly', async () => {
    await write('real/a', '1');
    await writeFile(join(root, 'beside'), '2');
    await symlink('real', join(asset, 'folder'));
    await symlink('real/a', join(asset, 'file'));
    await symlink('../beside', join(asset, 'sibling'));
    await zipFolder(root, asset, zipFile);
    expect((await unzip(zipFile)).map(({ name, sha256: hash }) => [name, hash])).toEqual([
      ['file', sha256('1')],
      ['folder/a', sha256('1')],
      ['real/a', sha256('1')],
      ['sibling', sha256('2')],
    ]);
  });

  it.each([
    ['/etc/hostname', 'PathOutsideAssembly', 'outside of the cloud assembly'],
    ['../../..', 'PathOutsideAssembly', 'outside of the cloud assembly'],
    ['nowhere', 'ArtifactInvalid', 'leads nowhere'],
    ['itself', 'ArtifactInvalid', 'leads nowhere'],
    ['..', 'ArtifactInvalid', 'would never end'],
  ])('to %s are refused', async (target, code, message) => {
    await write('deep/a', '1');
    await symlink(target, join(asset, 'deep', 'itself'));
    const zipping = zipFolder(root, asset, zipFile);
    await expect(zipping).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  });
});

describe('a name that a zip takes for a way out', () => {
  it('is refused', async () => {
    await write('x\\..\\..\\y', '1');
    const zipping = zipFolder(root, asset, zipFile);
    await expect(zipping).rejects.toMatchObject({ code: 'ArtifactInvalid' });
  });
});

describe('an interrupted zip', () => {
  it('ends where it is', async () => {
    await write('large', randomBytes(16 * 1024 * 1024));
    const abort = new AbortController();
    const zipping = zipFolder(root, asset, zipFile, abort.signal);
    const refused = expect(zipping).rejects.toMatchObject({ code: 'Interrupted' });
    while (!existsSync(zipFile)) await setImmediate();
    abort.abort();
    await refused;
  });

  it('ends', async () => {
    await write('a', '1');
    await expect(zipFolder(root, asset, zipFile, AbortSignal.abort())).rejects.toMatchObject({
      code: 'Interrupted',
    });
  });
});
