// What an assembly's pipelines publish and run, from files beside its templates: asset manifests and buildspecs.
import { readFileSync, statSync } from 'node:fs';
import type { Asset, Assembly } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import { readAssemblyNotes, type AssemblyNotes } from './assembly-notes.js';
import { readAssetManifestSync } from './asset-manifest.js';
import { containedPathSync } from './containment.js';

/** Files of an assembly, read. */
export interface AssemblyFiles extends AssemblyNotes {
  /** What an asset manifest publishes, by the manifest's path in the assembly. */
  readonly assets: ReadonlyMap<string, readonly Asset[]>;
  /** Texts of buildspecs that are files of the assembly, by their paths in it. */
  readonly buildspecs: ReadonlyMap<string, string>;
}

/** No buildspec that AWS takes is larger. unsure: the limit of a file; that of a project's own text is 64 KB. */
const LARGEST_BUILDSPEC = 4 * 1024 * 1024;

/**
 * Reads them. A buildspec that is not in the assembly is left out: it may as well be one of the source.
 *
 * @throws TrunklineError `AssemblyUnreadable` or `PathOutsideAssembly`
 */
export async function readAssemblyFiles(assembly: Assembly): Promise<AssemblyFiles> {
  return readAssemblyFilesSync(assembly);
}

/** As `readAssemblyFiles`, at once. Throws TrunklineError `AssemblyUnreadable` or `PathOutsideAssembly`. */
export function readAssemblyFilesSync(assembly: Assembly): AssemblyFiles {
  const { directory, stacks } = assembly;
  const manifests = stacks.flatMap((stack): [string, readonly Asset[]][] => {
    const path = stack.templateFile.replace(/\.template\.json$/, '.assets.json');
    if (path === stack.templateFile || fileSize(directory, path) === undefined) return [];
    return [[path, readAssetManifestSync(directory, path, stack.environment)]];
  });
  const buildspecs = [...new Set(stacks.flatMap(buildspecFiles))].flatMap((path): [string, string][] => {
    const size = fileSize(directory, path);
    if (size === undefined || size > LARGEST_BUILDSPEC) return [];
    return [[path, readFileSync(containedPathSync(directory, path), 'utf8')]];
  });
  return {
    ...readAssemblyNotes(assembly),
    assets: new Map(manifests),
    buildspecs: new Map(buildspecs),
  };
}

/** Buildspecs that projects name as files. A text of its own has several lines, or is JSON. */
function buildspecFiles({ template }: Assembly['stacks'][number]): string[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
    .flatMap(({ Properties }) => {
      const source = Properties?.Source as { readonly BuildSpec?: unknown } | undefined;
      const named = source?.BuildSpec;
      return typeof named === 'string' && !/[\n{]/.test(named) && named !== '' ? [named] : [];
    });
}

/** Undefined where there is no such file in the assembly, or the path leaves it. */
function fileSize(root: string, path: string): number | undefined {
  try {
    const info = statSync(containedPathSync(root, path));
    return info.isFile() ? info.size : undefined;
  } catch (error) {
    if (error instanceof TrunklineError && error.code === 'PathOutsideAssembly') return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
