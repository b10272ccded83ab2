// The front door to a cloud assembly: reads cdk.out, nested assemblies included, as untrusted input.
import { realpathSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import { readAssetManifestSync } from './asset-manifest.js';
import { containedPathSync } from './containment.js';
import { UNKNOWN_ACCOUNT, UNKNOWN_REGION } from './environment.js';
import { fileInfo } from './file-info.js';
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
  return readAssemblySync(directory);
}

/**
 * As `readAssembly`, at once: a plugin of `cdk synth` cannot wait. Throws TrunklineError `AssemblyNotFound`,
 * `AssemblyUnreadable` or `PathOutsideAssembly`.
 */
export function readAssemblySync(directory: string): Assembly {
  const root = resolve(directory);
  mustBeAssembly(root);
  const reading: Reading = {
    root,
    mistakes: new Mistakes(root),
    warnings: [],
    seen: new Set([realpathSync.native(root)]),
  };
  const stacks = readFolder(reading, '');
  reading.mistakes.throwIfAny();
  return {
    directory: root,
    stacks,
    // Sorted, the order of a manifest's artifacts does not change them.
    warnings: [...reading.warnings].sort(),
  };
}

function mustBeAssembly(root: string): void {
  if (!fileInfo(root)?.isDirectory()) {
    throw new TrunklineError(
      'AssemblyNotFound',
      `There is no folder ${root}. Run 'npx cdk synth' in the app's folder to make a cloud assembly, or name another one.`,
    );
  }
  if (fileInfo(resolve(root, 'manifest.json')) === undefined) {
    throw new TrunklineError(
      'AssemblyNotFound',
      `${root} is no cloud assembly: it has no manifest.json. Run 'npx cdk synth' to make one, or name another folder.`,
    );
  }
}

function readFolder(reading: Reading, nestedIn: string): StackArtifact[] {
  const manifest = reading.mistakes.collect(() => readManifest(reading.root, posix.join(nestedIn, 'manifest.json')));
  if (!manifest) return [];
  checkVersion(reading, nestedIn, manifest.version);
  const place: StackPlace = {
    root: reading.root,
    nestedIn,
    siblings: new Set(manifest.stacks.map(([id]) => id)),
    warn: (warning) => reading.warnings.push(warning),
  };
  const stacks = manifest.stacks.map(([id, entry]) => reading.mistakes.collect(() => readStack(place, id, entry)));
  // Only checked here, so that a broken one is reported before anything runs; publishing reads it when it is needed.
  for (const [id, entry] of manifest.assetManifests) {
    reading.mistakes.collect(() => {
      const path = assemblyPath(place, entry.properties.file, `file of asset manifest ${id}`);
      readAssetManifestSync(reading.root, path, { account: UNKNOWN_ACCOUNT, region: UNKNOWN_REGION });
    });
  }
  const nested = manifest.nested.map(([id, entry]) =>
    reading.mistakes.collect(() => readNested(reading, place, id, entry.properties.directoryName)),
  );
  return [...stacks, ...nested.flat()].filter((stack) => stack !== undefined);
}

function readNested(reading: Reading, place: StackPlace, id: string, name: string): StackArtifact[] {
  const path = assemblyPath(place, name, `directoryName of ${id}`);
  const real = containedPathSync(reading.root, path);
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
