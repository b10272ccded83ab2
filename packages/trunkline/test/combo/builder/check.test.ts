// Whether a combo is up to date: its labels against a registry in this process.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCombo, type ComboCheck, imagesOfCombo, pinCombo } from '../../../src/combo/check.js';
import type { Combo } from '../../../src/combo/combo.js';
import { RegistryClient } from '../../../src/combo/registry/client.js';
import { realExchange } from '../../../src/combo/registry/exchange.js';
import { comboOf } from '../fixtures.js';
import { OCI_INDEX, RegistryServer } from '../registry/registry-server.js';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

let server: RegistryServer;
let client: RegistryClient;
let combo: Combo;
beforeEach(async () => {
  server = await RegistryServer.start();
  client = new RegistryClient({ exchange: realExchange(), credentials: () => Promise.resolve(undefined) });
  combo = { ...comboOf(`${server.host}/python:3.12`, `${server.host}/node:22`), base: `${server.host}/debian:12` };
  combo = { ...combo, dockerfile: combo.dockerfile.replace('debian:12', combo.base) };
  for (const [repository, tag] of [
    ['debian', '12'],
    ['python', '3.12'],
    ['node', '22'],
  ] as const) {
    putIndex(repository, tag, 'one', 'one');
  }
});
afterEach(() => server.stop());

/** An index with an image for each of two platforms; the words make their digests. */
function putIndex(repository: string, tag: string, amd64: string, arm64: string): void {
  const manifests = [
    { digest: server.putImage(repository, undefined, { amd64 }), platform: AMD64 },
    { digest: server.putImage(repository, undefined, { arm64 }), platform: ARM64 },
  ];
  server.putManifest(repository, tag, { mediaType: OCI_INDEX, manifests }, OCI_INDEX);
}

const labelsOfToday = async () => (await pinCombo(combo, client, AMD64)).labels;
const check = (labels: Record<string, string> | undefined, of = combo): Promise<ComboCheck> =>
  checkCombo(of, labels, client, AMD64);

describe('a combo', () => {
  it('that was just built is up to date, which HEAD alone tells', async () => {
    const labels = await labelsOfToday();
    server.seen.length = 0;
    expect(await check(labels)).toMatchObject({ status: 'UpToDate', reasons: [] });
    expect(server.lines.map((line) => line.split(' ')[0])).toEqual(['HEAD', 'HEAD', 'HEAD']);
  });

  it('that is not there is not found', async () => {
    expect(await check(undefined)).toMatchObject({
      status: 'NotFound',
      reasons: ['There is no such combo for linux/amd64 yet.'],
    });
  });

  it('is out of date when an image of its platform has changed', async () => {
    const labels = await labelsOfToday();
    putIndex('node', '22', 'two', 'one');
    const { status, reasons, bases } = await check(labels);
    expect(status).toBe('OutOfDate');
    expect(reasons).toEqual([expect.stringContaining(`${server.host}/node:22 is another one: sha256:`)]);
    expect(bases.map(({ upToDate }) => upToDate)).toEqual([true, true, false]);
  });

  it('is up to date when only the images of other platforms have changed', async () => {
    const labels = await labelsOfToday();
    putIndex('node', '22', 'one', 'two');
    expect(await check(labels)).toMatchObject({ status: 'UpToDate' });
  });

  it('is out of date when its base has changed', async () => {
    const labels = await labelsOfToday();
    putIndex('debian', '12', 'two', 'two');
    expect((await check(labels)).reasons).toEqual([expect.stringContaining('debian:12 is another one')]);
  });

  it('is out of date when its Dockerfile has changed, or its platform is another', async () => {
    const labels = await labelsOfToday();
    const changed = { ...combo, labels: { 'io.trunkline.combo.dockerfile': 'sha256:1' } };
    expect((await check(labels, changed)).reasons).toEqual(['Its Dockerfile has changed.']);
    const other = await checkCombo(combo, labels, client, ARM64);
    expect(other.reasons).toEqual(['It was built for linux/amd64, not for linux/arm64.']);
  });

  it('that records nothing, or nonsense, is out of date', async () => {
    const { status, reasons } = await check({ 'io.trunkline.combo.base.0': 'debian:12@sha256:short' });
    expect(status).toBe('OutOfDate');
    expect(reasons).toHaveLength(5);
    expect(reasons[2]).toBe(`It does not record from which ${server.host}/debian:12 it was built.`);
  });

  it('one of whose images is gone cannot be told about', async () => {
    const gone = { ...combo, base: `${server.host}/debian:7` };
    await expect(check({}, gone)).rejects.toMatchObject({ code: 'ImageNotFound' });
    await expect(pinCombo(gone, client, AMD64)).rejects.toMatchObject({ code: 'ImageNotFound' });
  });

  it('does not ask for an image whose Dockerfile was given, unless files come from it', () => {
    const given = { ...combo.images[1], commit: undefined } as Combo['images'][number];
    const [first = given] = combo.images;
    const without = { ...combo, images: [first, given], dockerfile: `FROM ${combo.base}\n` };
    expect(imagesOfCombo(without)).toEqual([`${server.host}/debian:12`, `${server.host}/python:3.12`]);
    expect(imagesOfCombo({ ...combo, images: [first, given] })).toContain(`${server.host}/node:22`);
  });
});

describe('the images of a build', () => {
  it('are pinned to what the registry has, so that a tag that moves meanwhile changes nothing', async () => {
    const { images, labels } = await pinCombo(combo, client, AMD64);
    expect([...images.keys()]).toEqual(imagesOfCombo(combo));
    for (const reference of images.values()) expect(reference).toMatch(/^127\.0\.0\.1:\d+\/\w+@sha256:[0-9a-f]{64}$/);
    expect(labels['io.trunkline.combo.platform']).toBe('linux/amd64');
    expect(labels['io.trunkline.combo.dockerfile']).toBe('sha256:0');
  });
});
