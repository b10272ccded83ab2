// What is asked of the git repository, and what it gives.

/** Which source is wanted, and where to put it. */
export interface SourceRequest {
  /** Any folder of the repository's work tree, absolute; the whole repository is taken. */
  readonly directory: string;
  /** The folder to put the source into, absolute; created, and refused where it holds anything. */
  readonly destination: string;
  /** Whether to take the files as they are now, with the untracked ones that git does not ignore. */
  readonly workingTree: boolean;
  /** The key of the source action's type, such as `Source/AWS/CodeStarSourceConnection/1`. */
  readonly actionType: string;
  /** The source action's configuration, resolved. */
  readonly configuration: Readonly<Record<string, string>>;
  /**
   * Absolute folders of the repository that are no part of the source, such as `.trunkline`, where git does not ignore
   * them.
   * @default none but the destination
   */
  readonly exclude?: readonly string[];
  /** The environment that git gets, such as the engine's own; without a surrounding git command's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends git and the copying. */
  readonly signal?: AbortSignal;
}

/** The source as it was taken. */
export interface SourceSnapshot {
  /** The folder that holds it: the request's destination. */
  readonly directory: string;
  /** The full hash of HEAD. */
  readonly commitId: string;
  /** True where the files are those of the working tree. */
  readonly workingTree: boolean;
  /** The action's output variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the user should know, one sentence each. */
  readonly notes: readonly string[];
}
