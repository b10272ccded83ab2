// The one error class of the engine: stable code, whose fault, and the next command.

/** What went wrong, in one word that scripts may rely on. */
export type ErrorCode =
  | 'AssemblyNotFound'
  | 'AssemblyUnreadable'
  | 'PathOutsideAssembly'
  | 'PipelineNotFound'
  | 'PipelineInvalid'
  | 'SourceNotFound'
  | 'ConfigInvalid'
  | 'UsageInvalid'
  | 'RunInProgress'
  | 'SynthFailed'
  | 'TwinStateUnreadable'
  | 'TemplateInvalid'
  | 'BuildspecInvalid'
  | 'ArtifactInvalid'
  | 'ComboInvalid'
  | 'RegistryFailed'
  | 'ImageNotFound'
  | 'BuilderNotFound'
  | 'ImageBuildFailed'
  | 'Interrupted';

/** A failure with a clear cause: the terminal prints its message alone, never a stack trace. */
export class TrunklineError extends Error {
  /**
   * @param code a stable word for scripts (`--json` reports it)
   * @param message names the thing, the place, what is wrong, and the next command to run
   * @param details several mistakes found together, one line each
   * @param parts the errors that this one gathers, where `details` tells of them
   */
  public constructor(
    public readonly code: ErrorCode,
    message: string,
    public readonly details: readonly string[] = [],
    public readonly parts: readonly TrunklineError[] = [],
  ) {
    super(message);
    this.name = 'TrunklineError';
  }
}

/** Ends work that the user has interrupted. @throws TrunklineError `Interrupted` once the signal is aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new TrunklineError('Interrupted', 'The rehearsal was interrupted.');
}
