// Writes small cloud assemblies for tests, whole or broken on purpose.
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readAssetManifest } from '../../src/assembly/asset-manifest.js';
import type { Assembly, Asset } from '../../src/model/assembly.js';
import { temporaryFolder } from './temporary-folder.js';

/** One stack's artifact, as the manifest has it; `overrides` replace or add properties. */
export function stackArtifact(id: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111111111111/eu-central-1',
    properties: { templateFile: `${id}.template.json`, ...overrides },
    displayName: id,
  };
}

/** A template with one bucket. */
export const TEMPLATE = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

/** Writes files (objects as JSON) into a new assembly folder. Its parent is the test's own, too. */
export async function writeAssembly(files: Record<string, unknown>): Promise<string> {
  const parent = await temporaryFolder('trunkline-assembly-');
  const root = join(parent, 'cdk.out');
  await mkdir(root);
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 1));
  }
  return root;
}

/** An assembly of these artifacts; every stack gets {@link TEMPLATE} unless `files` says otherwise. */
export async function assemblyOf(
  artifacts: Record<string, Record<string, unknown>>,
  files: Record<string, unknown> = {},
): Promise<string> {
  const templates = Object.fromEntries(
    Object.entries(artifacts)
      .filter(([, { type }]) => type === 'aws:cloudformation:stack')
      .map(([id]) => [`${id}.template.json`, TEMPLATE]),
  );
  return writeAssembly({ 'manifest.json': { version: '55.0.0', artifacts }, ...templates, ...files });
}

/** The assets of every stack of a nested assembly that CDK has written, by the manifest's path as publishing commands name it. */
export async function assetManifestsOf({ directory, stacks }: Assembly): Promise<Record<string, readonly Asset[]>> {
  const nested = stacks.filter(({ nestedIn }) => nestedIn !== '');
  const manifests = nested.map(async ({ templateFile, environment }) => {
    const path = templateFile.replace('.template.json', '.assets.json');
    return [path, await readAssetManifest(directory, path, environment)] as const;
  });
  return Object.fromEntries(await Promise.all(manifests));
}

/** Everything below a folder with its content, to show that nothing changed. */
export async function snapshotOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) return [path, `link to ${await readlink(path)}`];
    return [path, entry.isFile() ? await readFile(path, 'base64') : 'folder'];
  });
  return Object.fromEntries(await Promise.all(files));
}
