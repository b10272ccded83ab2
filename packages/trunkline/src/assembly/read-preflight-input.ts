// Reads what preflight takes: the app's assembly, those beside it, and the files that its pipelines publish and run.
import type { Assembly } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import { readAssemblyFilesSync, type AssemblyFiles } from './assembly-files.js';
import { readAssemblySync } from './read.js';
import { templateText, type TemplateText } from './template-texts.js';

/** What was read of one app, and of further assemblies. */
export interface AssembliesOnDisk extends AssemblyFiles {
  readonly assembly: Assembly;
  readonly beside: readonly Assembly[];
  readonly templateText: TemplateText;
}

/**
 * Reads what `preflight` takes.
 *
 * @param directory the app's cloud assembly, such as `cdk.out`
 * @param beside further assemblies whose stacks exist beside it, such as shared artifact stores @default none
 * @throws TrunklineError `AssemblyNotFound`, `AssemblyUnreadable` or `PathOutsideAssembly`; the mistakes of all
 * assemblies where several have some
 */
export async function readPreflightInput(directory: string, beside: readonly string[] = []): Promise<AssembliesOnDisk> {
  return readPreflightInputSync(directory, beside);
}

/** As `readPreflightInput`, at once. Throws TrunklineError as it does. */
export function readPreflightInputSync(directory: string, beside: readonly string[] = []): AssembliesOnDisk {
  const errors: TrunklineError[] = [];
  const [assembly, ...others] = [directory, ...beside].map((folder) => {
    try {
      return readAssemblySync(folder);
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      errors.push(error);
      return undefined;
    }
  });
  if (errors.length > 1) throw together(errors);
  if (errors[0] !== undefined) throw errors[0];
  return {
    // Without an error each of them was read.
    assembly: assembly as Assembly,
    beside: others as Assembly[],
    ...readAssemblyFilesSync(assembly as Assembly),
    templateText,
  };
}

function together(errors: readonly TrunklineError[]): TrunklineError {
  // A folder that is not there is a slip of the command; everything else is a mistake of an assembly.
  const missing = errors.find(({ code }) => code === 'AssemblyNotFound');
  const outside = errors.find(({ code }) => code === 'PathOutsideAssembly');
  return new TrunklineError(
    (missing ?? outside)?.code ?? 'AssemblyUnreadable',
    `${errors.length} cloud assemblies cannot be read.`,
    errors.flatMap(({ message, details }) => [message, ...details.map((detail) => `  ${detail}`)]),
    errors.flatMap((error) => (error.parts.length > 0 ? error.parts : [error])),
  );
}
