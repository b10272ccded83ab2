// A buildspec, parsed and checked. Source: CodeBuild User Guide, build specification reference.

/** The phases that may carry commands, in order. */
export type BuildspecPhaseName = 'install' | 'pre_build' | 'build' | 'post_build';

/** One phase's commands. */
export interface BuildspecPhase {
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  readonly onFailure?: 'ABORT' | 'CONTINUE' | 'RETRY';
}

/** Which files make an artifact. */
export interface BuildspecArtifacts {
  readonly files: readonly string[];
  readonly baseDirectory?: string;
  readonly excludePaths: readonly string[];
  readonly discardPaths: boolean;
  readonly enableSymlinks: boolean;
}

/** What is kept between builds. */
export interface BuildspecCache {
  readonly paths: readonly string[];
  /** Exact match; may hold commands such as `$(codebuild-hash-files package-lock.json)`. */
  readonly key?: string;
  /** Prefix matches, in order. */
  readonly fallbackKeys: readonly string[];
  readonly action: 'restore' | 'save' | 'both';
}

/** A buildspec. */
export interface Buildspec {
  readonly version: '0.1' | '0.2';
  readonly shell: 'sh' | 'bash';
  readonly variables: Readonly<Record<string, string>>;
  readonly parameterStore: Readonly<Record<string, string>>;
  readonly secretsManager: Readonly<Record<string, string>>;
  readonly exportedVariables: readonly string[];
  readonly phases: Readonly<Partial<Record<BuildspecPhaseName, BuildspecPhase>>>;
  readonly artifacts?: BuildspecArtifacts;
  readonly secondaryArtifacts: Readonly<Record<string, BuildspecArtifacts>>;
  readonly cache?: BuildspecCache;
  /** What the engine read but does not act on, such as `reports`; named to the user. */
  readonly ignored: readonly string[];
}
