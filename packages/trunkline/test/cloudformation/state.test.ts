// The twin's state on disk: whole at every instant, and refused when it is not ours.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Twin } from '../../src/cloudformation/twin.js';
import { TrunklineError } from '../../src/model/errors.js';
import { bucket, deployed, DEV, stackOf, temporaryFolder } from './twin-fixture.js';

async function twinWithStack() {
  const directory = join(await temporaryFolder(), 'twin');
  const twin = await Twin.open(directory);
  await deployed(twin, stackOf('App', { A: bucket() }));
  const folder = join(directory, DEV.account, DEV.region);
  return { directory, twin, folder, file: join(folder, 'App.json') };
}

test('opening an absent twin creates nothing; the first deployment does', async () => {
  const parent = await temporaryFolder();
  const twin = await Twin.open(join(parent, 'twin'));
  expect(twin.listStacks()).toEqual([]);
  expect(await readdir(parent)).toEqual([]);
});

test('what one process deployed another one finds', async () => {
  const { directory, twin } = await twinWithStack();
  expect((await Twin.open(directory)).listStacks()).toEqual(twin.listStacks());
});

test('temporary files of a write that was killed, and the object store, are passed over', async () => {
  const { directory, folder, file, twin } = await twinWithStack();
  const whole = await readFile(file, 'utf8');
  await writeFile(`${file}.2774031463`, whole.slice(0, 100));
  await mkdir(join(folder, 'buckets', 'data'), { recursive: true });
  await writeFile(join(folder, 'buckets', 'data', 'object.json'), 'no stack');
  expect((await Twin.open(directory)).listStacks()).toEqual(twin.listStacks());
});

test('the next writer sweeps up what a killed one left', async () => {
  const { directory, folder } = await twinWithStack();
  await writeFile(join(folder, 'App.json.2774031463'), '{"form');
  await writeFile(join(folder, 'notes.txt'), 'not ours');
  await deployed(await Twin.open(directory), stackOf('Other', { A: bucket() }));
  expect((await readdir(folder)).sort()).toEqual(['App.json', 'Other.json', 'notes.txt']);
});

test('a write leaves no temporary file behind', async () => {
  const { folder } = await twinWithStack();
  expect(await readdir(folder)).toEqual(['App.json']);
});

test.each([
  ['a truncated file', (text: string) => text.slice(0, text.length / 2)],
  ['an empty file', () => ''],
  ['a file of another format', () => '{"format":"else"}'],
  ['JSON that is no object', () => 'null'],
  ['a file of our format with a part missing', (text: string) => text.replace('"resources"', '"sources"')],
  ["another stack's content", (text: string) => text.replaceAll('"App"', '"Other"')],
])('%s is refused, with the file and the way to start anew', async (_name, spoil) => {
  const { directory, file } = await twinWithStack();
  await writeFile(file, spoil(await readFile(file, 'utf8')));
  const opening = await Twin.open(directory).catch((error: unknown) => error);
  expect(opening).toBeInstanceOf(TrunklineError);
  const { code, message } = opening as TrunklineError;
  expect(code).toBe('TwinStateUnreadable');
  expect(message).toContain(file);
  expect(message).toContain(`rm -r '${directory}'`);
});

test('a failing operation does not block the ones behind it', async () => {
  const { twin } = await twinWithStack();
  const [bad, good] = await Promise.allSettled([
    twin.deployStack(stackOf('no/name', { A: bucket() })),
    twin.deployStack(stackOf('Other', { A: bucket() })),
  ]);
  expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
});
