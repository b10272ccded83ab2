// A CodeBuild project as it is declared, resolved.
import type { Declaration } from './pipeline.js';

/** Where a build's variable gets its value from. Source: CodeBuild API, EnvironmentVariable. */
export type EnvironmentVariableType = 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';

/** A variable of a project or of an action's `EnvironmentVariables`. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly type: EnvironmentVariableType;
}

/** A project's cache. */
export type ProjectCache =
  | { readonly type: 'NO_CACHE' }
  | { readonly type: 'LOCAL'; readonly modes: readonly string[] }
  | {
      readonly type: 'S3';
      /** `bucket/prefix`. */
      readonly location: string;
    };

/** A CodeBuild project. Source: CodeBuild API, Project. */
export interface Project {
  readonly name: string;
  readonly declaredAt: Declaration;
  /** The buildspec's text, or a path inside the primary source; `buildspec.yml` where it is absent. */
  readonly buildSpec?: string;
  readonly image: string;
  readonly computeType: string;
  readonly privilegedMode: boolean;
  readonly environmentVariables: readonly EnvironmentVariable[];
  readonly cache: ProjectCache;
  /** Minutes a build may take. */
  readonly timeoutInMinutes: number;
  readonly serviceRole: string;
}
