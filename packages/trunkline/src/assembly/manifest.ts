// Reads manifest.json of one assembly folder: only the parts that the engine needs, tolerant of all others.
import { z } from 'zod';
import { TrunklineError } from '../model/errors.js';
import { readJsonFileSync } from './json-file.js';
import { describeIssues } from './schema-issues.js';

/** The newest major version of the manifest's schema that this engine was tried with. */
export const KNOWN_SCHEMA = 55;

const artifact = { displayName: z.string().optional(), dependencies: z.array(z.string()).optional() };

const stack = z.looseObject({
  ...artifact,
  type: z.literal('aws:cloudformation:stack'),
  environment: z.string().optional(),
  properties: z.looseObject({
    templateFile: z.string(),
    stackName: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    assumeRoleArn: z.string().optional(),
    assumeRoleExternalId: z.string().optional(),
    cloudFormationExecutionRoleArn: z.string().optional(),
    lookupRole: z
      .looseObject({
        arn: z.string().optional(),
        assumeRoleExternalId: z.string().optional(),
        requiresBootstrapStackVersion: z.number().optional(),
      })
      .optional(),
    requiresBootstrapStackVersion: z.number().optional(),
    bootstrapStackVersionSsmParameter: z.string().optional(),
  }),
});

const assets = z.looseObject({
  ...artifact,
  type: z.literal('cdk:asset-manifest'),
  properties: z.looseObject({ file: z.string() }),
});

const nested = z.looseObject({
  ...artifact,
  type: z.literal('cdk:cloud-assembly'),
  properties: z.looseObject({ directoryName: z.string() }),
});

const KINDS = {
  'aws:cloudformation:stack': stack,
  'cdk:asset-manifest': assets,
  'cdk:cloud-assembly': nested,
} as const;

const manifestSchema = z.looseObject({
  version: z.string(),
  artifacts: z.record(z.string(), z.looseObject({ type: z.string() })).optional(),
});

/** A manifest, its artifacts by kind and in the manifest's order. */
export interface Manifest {
  readonly version: string;
  readonly stacks: readonly (readonly [id: string, stack: z.infer<typeof stack>])[];
  readonly assetManifests: readonly (readonly [id: string, assets: z.infer<typeof assets>])[];
  readonly nested: readonly (readonly [id: string, nested: z.infer<typeof nested>])[];
}

/**
 * Reads the manifest at a path of an assembly. Artifacts of other kinds (the tree, feature flags, whatever comes) are
 * passed over. Throws TrunklineError `AssemblyUnreadable` with every mistake of the manifest.
 */
export function readManifest(root: string, path: string): Manifest {
  const outer = manifestSchema.safeParse(readJsonFileSync(root, path));
  if (!outer.success) throw broken(root, path, describeIssues(outer.error, path));
  const mistakes: string[] = [];
  const stacks: Manifest['stacks'][number][] = [];
  const assetManifests: Manifest['assetManifests'][number][] = [];
  const nestedAssemblies: Manifest['nested'][number][] = [];
  for (const [id, value] of Object.entries(outer.data.artifacts ?? {})) {
    if (!Object.hasOwn(KINDS, value.type)) continue;
    const parsed = KINDS[value.type as keyof typeof KINDS].safeParse(value);
    if (!parsed.success) mistakes.push(...describeIssues(parsed.error, `${path}: artifacts.${id}`));
    else if (parsed.data.type === 'aws:cloudformation:stack') stacks.push([id, parsed.data]);
    else if (parsed.data.type === 'cdk:asset-manifest') assetManifests.push([id, parsed.data]);
    else nestedAssemblies.push([id, parsed.data]);
  }
  if (mistakes.length > 0) throw broken(root, path, mistakes);
  return { version: outer.data.version, stacks, assetManifests, nested: nestedAssemblies };
}

function broken(root: string, path: string, details: string[]): TrunklineError {
  return new TrunklineError(
    'AssemblyUnreadable',
    `${path} in ${root} is no manifest of a cloud assembly. Make it anew with 'npx cdk synth'.`,
    details,
  );
}
