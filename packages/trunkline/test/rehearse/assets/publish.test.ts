// Publishing: the assets of a real assembly in local buckets, once, whole, and never outside of them.
import { createHash } from 'node:crypto';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../src/assembly/read.js';
import type { Assembly, Asset } from '../../../src/model/assembly.js';
import { type AssetPublication, publishAssets, type PublishedAsset } from '../../../src/rehearse/assets/publish.js';
import type { AssetSelection } from '../../../src/rehearse/assets/recognition.js';
import { assetManifestsOf, snapshotOf, writeAssembly } from '../../assembly/assembly-builder.js';
import { DEV, PROD, synthesizeServices, TOOLING } from '../../assembly/cdk-fixture.js';
import { unzip } from './unzip.js';
import { temporaryFolder } from '../../assembly/temporary-folder.js';

let assembly: Assembly;
let manifests: Record<string, readonly Asset[]>;
let twinDirectory: string;

beforeAll(async () => {
  assembly = await readAssembly(await synthesizeServices());
  manifests = await assetManifestsOf(assembly);
});

beforeEach(async () => {
  twinDirectory = await temporaryFolder('trunkline twin ');
});

/** The commands' selections for every asset of one name. */
function selectionsOf(displayName: string): AssetSelection[] {
  return Object.entries(manifests).flatMap(([manifestPath, assets]) =>
    assets
      .filter((asset) => asset.displayName === displayName)
      .flatMap((asset: Asset) =>
        asset.destinations.map(({ id }) => ({ manifestPath, assetId: asset.id, destinationId: id })),
      ),
  );
}

function publish(selections: AssetSelection[], assemblyDirectory = assembly.directory): Promise<AssetPublication> {
  return publishAssets({ assemblyDirectory, selections, twinDirectory, environment: TOOLING });
}

/** Where an object lies in the twin. */
function fileOf({ bucketName, objectKey }: PublishedAsset, { account, region } = DEV): string {
  return join(twinDirectory, account, region, 'buckets', bucketName, objectKey);
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('publishing', () => {
  it('puts a folder as a zip into the bucket of every environment', async () => {
    const { published, skipped, notRehearsed } = await publish(selectionsOf('Code'));
    expect(skipped).toEqual([]);
    expect(notRehearsed).toEqual([]);
    expect(published).toHaveLength(2);
    for (const [index, environment] of [DEV, PROD].entries()) {
      const asset = published[index] as PublishedAsset;
      expect(asset.bucketName).toBe(`cdk-hnb659fds-assets-${environment.account}-${environment.region}`);
      expect(
        (await unzip(fileOf(asset, environment))).map(({ name, mode, sha256: inner }) => [name, mode & 0o111, inner]),
      ).toEqual([
        ['deep er/größe.txt', 0, sha256('ü\n')],
        ['index.js', 0, sha256('exports.handler = async () => 1;\n')],
        ['run.sh', 0o111, sha256('#!/bin/sh\n')],
      ]);
    }
  });

  it('puts a file as it is', async () => {
    const { published } = await publish(selectionsOf('Settings'));
    const [settings] = published as [PublishedAsset];
    expect(await readFile(fileOf(settings), 'utf8')).toBe('{"a":1}\n');
    expect(settings.objectKey).toMatch(/^[0-9a-f]{64}\.json$/);
  });

  it('leaves alone what is there, and says so', async () => {
    const selections = [...selectionsOf('Code'), ...selectionsOf('Settings')];
    const first = await publish(selections);
    const before = await snapshotOf(twinDirectory);
    const second = await publish(selections);
    expect(second.published).toEqual([]);
    expect(second.skipped).toEqual(first.published);
    expect(await snapshotOf(twinDirectory)).toEqual(before);
  });

  it('does not mind that two actions publish the same asset at once', async () => {
    await Promise.all([publish(selectionsOf('Code')), publish(selectionsOf('Code'))]);
    const objects = Object.values(await snapshotOf(twinDirectory)).filter((content) => content !== 'folder');
    expect(objects).toHaveLength(2);
    expect(new Set(objects.map(sha256)).size).toBe(1);
  });

  it('builds no image and says which', async () => {
    const { published, notRehearsed } = await publish(selectionsOf('Image'));
    expect(published).toEqual([]);
    expect(notRehearsed).toEqual(
      [DEV, PROD].map((environment) => ({
        displayName: 'Image',
        reason: expect.stringMatching(
          `^its image is not built: cdk-hnb659fds-container-assets-${environment.account}-${environment.region}:[0-9a-f]{64}$`,
        ) as string,
      })),
    );
    expect(await snapshotOf(twinDirectory)).toEqual({});
  });

  it('works from an input artifact that is a copy of the assembly, and leaves it as it was', async () => {
    const copy = join(await temporaryFolder('trunkline-input-'), 'artifact');
    await cp(assembly.directory, copy, { recursive: true });
    const before = await snapshotOf(copy);
    expect((await publish(selectionsOf('Code'), copy)).published).toHaveLength(2);
    expect(await snapshotOf(copy)).toEqual(before);
  });
});

describe('publishing what cannot be published', () => {
  const selection = { manifestPath: 'a.json', assetId: 'x', destinationId: 'd' };
  const manifest = (source: object, destination: object) => ({
    'a.json': {
      files: {
        x: {
          displayName: 'Broken',
          source,
          destinations: {
            d: { bucketName: 'assets-bucket', objectKey: 'x.zip', region: 'eu-central-1', ...destination },
          },
        },
      },
    },
    'manifest.json': { version: '55.0.0', artifacts: {} },
  });

  it('names every asset and destination that the input does not have, and writes nothing', async () => {
    const [known] = selectionsOf('Code');
    const unknown = [
      { manifestPath: known?.manifestPath ?? '', assetId: known?.assetId ?? '', destinationId: 'elsewhere' },
      { manifestPath: known?.manifestPath ?? '', assetId: 'nothing', destinationId: 'elsewhere' },
    ];
    const publishing = publish([...(known ? [known] : []), ...unknown]);
    await expect(publishing).rejects.toMatchObject({
      code: 'ArtifactInvalid',
      details: [
        expect.stringMatching(/^asset Code .* has no destination elsewhere$/) as string,
        expect.stringMatching(/has no asset nothing$/) as string,
      ],
    });
    expect(await snapshotOf(twinDirectory)).toEqual({});
  });

  it.each([
    ['a manifest that is gone', undefined, {}, {}, 'AssemblyUnreadable', 'gone.json'],
    [
      'a source that is gone',
      'a.json',
      { path: 'gone', packaging: 'zip' },
      {},
      'ArtifactInvalid',
      'gone does not exist',
    ],
    [
      'a file to be zipped',
      'a.json',
      { path: 'manifest.json', packaging: 'zip' },
      {},
      'ArtifactInvalid',
      'is no folder',
    ],
    ['a folder as a file', 'a.json', { path: '.', packaging: 'file' }, {}, 'ArtifactInvalid', 'is no file'],
    ['a source outside', 'a.json', { path: '../secret' }, {}, 'PathOutsideAssembly', '../secret'],
    ['an absolute source', 'a.json', { path: '/etc/hostname' }, {}, 'PathOutsideAssembly', '/etc/hostname'],
    ['a source behind a link', 'a.json', { path: 'way-out/hostname' }, {}, 'PathOutsideAssembly', 'way-out'],
    [
      'a key that climbs',
      'a.json',
      { path: 'manifest.json' },
      { objectKey: '../../../../x' },
      'ArtifactInvalid',
      'keeps no keys',
    ],
    ['an absolute key', 'a.json', { path: 'manifest.json' }, { objectKey: '/x' }, 'ArtifactInvalid', 'keeps no keys'],
    ['an empty key', 'a.json', { path: 'manifest.json' }, { objectKey: '' }, 'ArtifactInvalid', 'keeps no keys'],
    [
      'a bucket that is none',
      'a.json',
      { path: 'manifest.json' },
      { bucketName: '../..' },
      'ArtifactInvalid',
      'a bucket has',
    ],
    [
      'a region that is none',
      'a.json',
      { path: 'manifest.json' },
      { region: '../..' },
      'ArtifactInvalid',
      'account or region',
    ],
  ])('refuses %s', async (_, manifestPath, source, destination, code, message) => {
    const root = await writeAssembly(manifest(source, destination));
    await writeFile(join(dirname(root), 'secret'), 'secret');
    await symlink('/etc', join(root, 'way-out'));
    const publishing = publish([{ ...selection, manifestPath: manifestPath ?? 'gone.json' }], root);
    await expect(publishing).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
    expect(Object.values(await snapshotOf(twinDirectory)).filter((kind) => kind !== 'folder')).toEqual([]);
  });

  it('looks at every destination before it writes the first object', async () => {
    const files = {
      good: { source: { path: 'a.json' }, destinations: { d: { bucketName: 'assets-bucket', objectKey: 'good' } } },
      bad: { source: { path: 'a.json' }, destinations: { d: { bucketName: 'assets-bucket', objectKey: '../bad' } } },
    };
    const root = await writeAssembly({ 'a.json': { files } });
    const publishing = publish(
      [
        { ...selection, assetId: 'good' },
        { ...selection, assetId: 'bad' },
      ],
      root,
    );
    await expect(publishing).rejects.toMatchObject({ code: 'ArtifactInvalid' });
    expect(await snapshotOf(twinDirectory)).toEqual({});
  });

  it('knows the account of a destination without a role from its id', async () => {
    const destinations = {
      '222222222222-us-east-1-ab12': {
        bucketName: 'b-${AWS::AccountId}-${AWS::Region}',
        objectKey: 'k',
        region: 'us-east-1',
      },
    };
    const root = await writeAssembly({ 'a.json': { files: { x: { source: { path: 'a.json' }, destinations } } } });
    const { published } = await publish([{ ...selection, destinationId: '222222222222-us-east-1-ab12' }], root);
    expect(published[0]).toMatchObject({ bucketName: 'b-222222222222-us-east-1', objectKey: 'k' });
  });

  it('says of an asset that a program makes that it is not published', async () => {
    const root = await writeAssembly(manifest({ executable: ['make', 'it'] }, {}));
    expect((await publish([selection], root)).notRehearsed).toEqual([
      { displayName: 'Broken', reason: 'it is made by a program, which is not run' },
    ]);
  });
});
