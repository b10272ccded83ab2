// What a build is given, and what it comes to.
import type { Buildspec } from '../../model/buildspec.js';
import type { ActionFailure } from '../../model/execution.js';
import type { EnvironmentVariable, Project } from '../../model/project.js';
import type { ProcessRegistry } from '../../process/process-registry.js';
import type { MachineSettings } from './machine-settings.js';

/** A folder that holds an artifact. */
export interface ArtifactFolder {
  /** The artifact's name in the pipeline. */
  readonly name: string;
  /** Absolute path. */
  readonly directory: string;
}

/** A build to perform. */
export interface BuildRequest {
  readonly project: Project;
  /** The project's buildspec, as `loadBuildspec` gives it. */
  readonly buildspec: Buildspec;
  readonly pipelineName: string;
  readonly executionId: string;
  readonly actionName: string;
  /** Counts the builds of the project, from 1. */
  readonly buildNumber: number;
  /** The action's own variables, which win over the project's and the buildspec's. */
  readonly environmentVariables: readonly EnvironmentVariable[];
  /** Becomes `CODEBUILD_SRC_DIR`; it is copied and never written to. */
  readonly primarySource: ArtifactFolder;
  /** Each becomes `CODEBUILD_SRC_DIR_<name>`. */
  readonly secondarySources: readonly ArtifactFolder[];
  /** Where each output artifact goes; what is there is replaced. */
  readonly outputArtifacts: readonly ArtifactFolder[];
  /** The commit of the execution. */
  readonly sourceVersion?: string;
  /**
   * A folder for this build alone, absolute; it must not exist. Keep its path short: sockets in its temporary folder
   * must stay within about 100 characters.
   */
  readonly workspace: string;
  /** The folder of all builds' caches, absolute; on the same disk as the workspaces, so that folders can be moved. */
  readonly cacheFolder: string;
  /** The log's file; the build's lines are added to it. */
  readonly logPath: string;
  /** Values of Parameter Store parameters and of secrets, by the name or id that buildspec or project give. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly machine: MachineSettings;
  readonly processes: ProcessRegistry;
  /** Aborting it stops the build within two seconds. */
  readonly signal?: AbortSignal;
}

/** Source: CodeBuild API, StatusType; the ones that a rehearsal can have. */
export type BuildStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';

/** Source: CodeBuild API, BuildPhaseType; the ones that a rehearsal goes through. */
export type BuildPhaseType = 'DOWNLOAD_SOURCE' | 'INSTALL' | 'PRE_BUILD' | 'BUILD' | 'POST_BUILD' | 'UPLOAD_ARTIFACTS';

/** What a build came to. */
export interface BuildResult {
  readonly status: BuildStatus;
  /** Present unless it succeeded: one sentence, and the command where one failed; secrets masked. */
  readonly failure?: ActionFailure;
  /** Empty unless the build succeeded; none holds a secret. */
  readonly exportedVariables: Readonly<Record<string, string>>;
  /** The workspace, where the build failed and it was kept for you to look at. */
  readonly keptWorkspace?: string;
}
