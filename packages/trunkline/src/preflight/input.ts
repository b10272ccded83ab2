// What preflight is handed: everything that was read from disk before, so that the proof itself reads nothing.
import type { AssemblyFiles } from '../assembly/assembly-files.js';
import type { TemplateText } from '../assembly/template-texts.js';
import type { Assembly } from '../model/assembly.js';

/** What was read of one app, and of further assemblies whose stacks exist beside it. */
export interface PreflightInput extends AssemblyFiles {
  /** The app's assembly. */
  readonly assembly: Assembly;
  /** Assemblies of stacks that are deployed from elsewhere, such as shared artifact stores. */
  readonly beside: readonly Assembly[];
  /** Gives the texts of the templates that findings are in. @default findings name files without lines */
  readonly templateText?: TemplateText;
}
