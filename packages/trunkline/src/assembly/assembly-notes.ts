// What an assembly says besides its templates: values that were not looked up, notes on constructs, sizes of templates.
import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { z } from 'zod';
import type { Assembly } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import { containedPathSync } from './containment.js';
import { readJsonFileSync } from './json-file.js';

/** A value that `cdk synth` could not look up and put a dummy in the place of. Source: cloud-assembly-schema, MissingContext. */
export interface MissingContext {
  /** The key in `cdk.context.json`, such as `vpc-provider:account=...`. */
  readonly key: string;
  /** What would look it up, such as `vpc-provider`. */
  readonly provider?: string;
}

/** An entry of a construct's metadata. Source: cloud-assembly-schema, MetadataEntry. */
export interface ConstructMetadata {
  /** Such as `aws:cdk:creationStack`, or what `node.addMetadata` was given. */
  readonly type: string;
  readonly data?: unknown;
}

/** What an assembly says besides its templates. */
export interface AssemblyNotes {
  readonly missingContext: readonly MissingContext[];
  /**
   * By construct path, such as `Services/Pipeline`. CDK writes those of stacks and of constructs in stacks, and none of
   * the app's or of a stage's own.
   */
  readonly metadata: ReadonlyMap<string, readonly ConstructMetadata[]>;
  /** Bytes of each template, by its path in the assembly. */
  readonly templateSizes: ReadonlyMap<string, number>;
}

const manifestNotes = z.looseObject({
  missing: z
    .array(z.looseObject({ key: z.string(), provider: z.string().optional() }))
    .catch([])
    .optional(),
  artifacts: z
    .record(
      z.string(),
      z.looseObject({ metadata: z.unknown().optional(), additionalMetadataFile: z.string().optional() }).catch({}),
    )
    .catch({})
    .optional(),
});

const metadataFile = z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.unknown() })).catch([]));

/** Reads them. Notes that are not what they should be are passed over: nothing is deployed from them. */
export function readAssemblyNotes({ directory, stacks }: Assembly): AssemblyNotes {
  const folders = [...new Set(['', ...stacks.map(({ nestedIn }) => nestedIn)])];
  const read = folders.map((folder) => notesOfFolder(directory, folder));
  // A value that a stage misses is in the manifest of the stage and in those above.
  const missing = new Map(read.flatMap((notes) => notes.missing).map((each) => [each.key, each] as const));
  const sizes = stacks.map(({ templateFile }) => [templateFile, sizeOf(directory, templateFile)] as const);
  return {
    missingContext: [...missing.values()],
    metadata: new Map(read.flatMap(({ metadata }) => metadata)),
    templateSizes: new Map(sizes),
  };
}

interface FolderNotes {
  readonly missing: readonly MissingContext[];
  readonly metadata: readonly (readonly [string, readonly ConstructMetadata[]])[];
}

function notesOfFolder(root: string, folder: string): FolderNotes {
  const parsed = manifestNotes.safeParse(read(root, posix.join(folder, 'manifest.json')));
  if (!parsed.success) return { missing: [], metadata: [] };
  const { missing = [], artifacts = {} } = parsed.data;
  // Newer assemblies have it in a file beside the template, older ones in the manifest.
  const metadata = Object.values(artifacts).flatMap(({ metadata: inline, additionalMetadataFile: file }) => [
    ...(inline === undefined ? [] : [inline]),
    ...(file === undefined ? [] : [read(root, posix.join(folder, file))]),
  ]);
  return {
    missing: missing.map(({ key, provider }) => ({ key, ...(provider === undefined ? {} : { provider }) })),
    metadata: metadata.flatMap((value) =>
      Object.entries(metadataFile.safeParse(value).data ?? {}).map(
        ([path, entries]) => [path.replace(/^\//, ''), entries] as const,
      ),
    ),
  };
}

/** Undefined where the file is not there, is no JSON, or is outside the assembly. */
function read(root: string, path: string): unknown {
  try {
    return readJsonFileSync(root, path);
  } catch (error) {
    if (error instanceof TrunklineError) return undefined;
    throw error;
  }
}

function sizeOf(root: string, path: string): number {
  return statSync(containedPathSync(root, path)).size;
}
