// The front door to a cloud assembly: reads cdk.out, nested assemblies included, as untrusted input.
import { realpath, stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import { readAssetManifest } from './asset-manifest.js';
import { containedPath } from './containment.js';
import { UNKNOWN_ACCOUNT, UNKNOWN_REGION } from './environment.js';
import { KNOWN_SCHEMA, readManifest } from './manifest.js';
import { Mistakes } from './mistakes.js';
import { assemblyPath, readStack, type StackPlace } from './stack-artifact.js';

interface Reading {
  readonly root: string;
  readonly mistakes: Mistakes;
  readonly warnings: string[];
  /** The folders that were read, so that an assembly that nests itself ends. */
  readonly seen: Set<string>;
}

/**
 * Reads a cloud assembly: what `cdk synth` wrote. It only reads. All mistakes come together, in one error's details.
 *
 * Throws TrunklineError: `AssemblyNotFound` (no folder, or no manifest.json in it), `AssemblyUnreadable` (a file that
 * is missing, cut off or not what it should be), `PathOutsideAssembly` (a path that leaves the folder).
 */
export async function readAssembly(directory: string): Promise<Assembly> {
  const root = resolve(directory);
  await mustBeAssembly(root);
  const reading: Reading = { root, mistakes: new Mistakes(root), warnings: [], seen: new Set([await realpath(root)]) };
  const stacks = await readFolder(reading, '');
  reading.mistakes.throwIfAny();
  return {
    directory: root,
    stacks,
    // Files are read side by side, so warnings arrive in any order.
    warnings: [...reading.warnings].sort(),
  };
}

async function mustBeAssembly(root: string): Promise<void> {
  const folder = await stat(root).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new TrunklineError(
      'AssemblyNotFound',
      `There is no folder ${root}. Run 'npx cdk synth' in the app's folder to make a cloud assembly, or name another one.`,
    );
  }
  if (!(await stat(resolve(root, 'manifest.json')).catch(() => undefined))) {
    throw new TrunklineError(
      'AssemblyNotFound',
      `${root} is no cloud assembly: it has no manifest.json. Run 'npx cdk synth' to make one, or name another folder.`,
    );
  }
}

async function readFolder(reading: Reading, nestedIn: string): Promise<StackArtifact[]> {
  const manifest = await reading.mistakes.collect(() =>
    readManifest(reading.root, posix.join(nestedIn, 'manifest.json')),
  );
  if (!manifest) return [];
  checkVersion(reading, nestedIn, manifest.version);
  const place: StackPlace = {
    root: reading.root,
    nestedIn,
    siblings: new Set(manifest.stacks.map(([id]) => id)),
    warn: (warning) => reading.warnings.push(warning),
  };
  const stacks = await Promise.all(
    manifest.stacks.map(([id, entry]) => reading.mistakes.collect(() => readStack(place, id, entry))),
  );
  // Only checked here, so that a broken one is reported before anything runs; publishing reads it when it is needed.
  await Promise.all(
    manifest.assetManifests.map(([id, entry]) =>
      reading.mistakes.collect(async () => {
        const path = await assemblyPath(place, entry.properties.file, `file of asset manifest ${id}`);
        await readAssetManifest(reading.root, path, { account: UNKNOWN_ACCOUNT, region: UNKNOWN_REGION });
      }),
    ),
  );
  const nested = await Promise.all(
    manifest.nested.map(([id, entry]) =>
      reading.mistakes.collect(() => readNested(reading, place, id, entry.properties.directoryName)),
    ),
  );
  return [...stacks, ...nested.flat()].filter((stack) => stack !== undefined);
}

async function readNested(reading: Reading, place: StackPlace, id: string, name: string): Promise<StackArtifact[]> {
  const path = await assemblyPath(place, name, `directoryName of ${id}`);
  const real = await containedPath(reading.root, path);
  if (reading.seen.has(real)) {
    throw new TrunklineError(
      'AssemblyUnreadable',
      `Nested assembly ${id} in ${posix.join(place.nestedIn, 'manifest.json')} names the folder ${JSON.stringify(name)}, ` +
        `which is in use already. Make the assembly anew with 'npx cdk synth'.`,
    );
  }
  reading.seen.add(real);
  return readFolder(reading, path);
}

function checkVersion(reading: Reading, nestedIn: string, version: string): void {
  const major = Number.parseInt(version, 10);
  if (nestedIn !== '' || major <= KNOWN_SCHEMA) return;
  reading.warnings.push(
    `The cloud assembly has schema version ${version}; this version of trunkline was tried with ${KNOWN_SCHEMA} and ` +
      `older. It reads on, and may miss what is new.`,
  );
}
