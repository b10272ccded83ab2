// A CodePipeline pipeline as it is declared: AWS's PipelineDeclaration, resolved.
import type { Environment } from './environment.js';
import type { EnvironmentVariable } from './project.js';

/** The type of an action. Source: API reference, ActionTypeId. */
export interface ActionTypeId {
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly version: string;
}

/** `Build/AWS/CodeBuild/1`: the key of an action type in every table. */
export function actionTypeKey(type: ActionTypeId): string {
  return `${type.category}/${type.owner}/${type.provider}/${type.version}`;
}

/** An action's output artifact. */
export interface OutputArtifact {
  readonly name: string;
  /** Globs of a `Commands` action; other actions declare none. */
  readonly files?: readonly string[];
}

/** One action of a stage. Source: API reference, ActionDeclaration. */
export interface Action {
  readonly name: string;
  readonly actionTypeId: ActionTypeId;
  /** Actions of one run order start together; the next run order waits for all of them. */
  readonly runOrder: number;
  /** A string map at the API; booleans and numbers of a template are strings here. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly OutputArtifact[];
  /** The name under which later actions read this one's variables, `#{namespace.key}`. */
  readonly namespace?: string;
  /** The action's region; the pipeline's own where it is absent. */
  readonly region?: string;
  readonly roleArn?: string;
  /** The lines of a `Commands` action. */
  readonly commands?: readonly string[];
  /** The names of the variables that a `Commands` action exports. */
  readonly outputVariables?: readonly string[];
  /** The variables of a `Commands` action, `PLAINTEXT` or `SECRETS_MANAGER`. */
  readonly environmentVariables?: readonly EnvironmentVariable[];
  /** Minutes; valid for manual approval alone. */
  readonly timeoutInMinutes?: number;
}

/** A rule of a condition. Source: API reference, RuleDeclaration. */
export interface StageRule {
  readonly name: string;
  /** Such as `VariableCheck`. */
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
}

/** A condition of a stage: it fails where one of its rules does, and then has its result. */
export interface StageCondition {
  /** `FAIL` or `SKIP` for an entry condition. */
  readonly result: string;
  readonly rules: readonly StageRule[];
}

/** One stage: actions ordered by their run order. */
export interface Stage {
  readonly name: string;
  readonly actions: readonly Action[];
  /** The reason for which the inbound transition is disabled; absent where executions may enter. */
  readonly disabledTransition?: string;
  /** What is checked before an execution enters. @default nothing */
  readonly entryConditions?: readonly StageCondition[];
}

/** Where a region's artifacts are kept. Source: API reference, ArtifactStore. */
export interface ArtifactStore {
  /** The name of the S3 bucket. */
  readonly location: string;
  /** The KMS key's id, ARN or alias ARN; S3's default key where it is absent. */
  readonly encryptionKey?: string;
}

/** Where a thing was declared. */
export interface Declaration {
  /** The stack's name in CloudFormation. */
  readonly stackName: string;
  readonly environment: Environment;
  readonly logicalId: string;
  /** The construct path, such as `ServicesPipeline/Pipeline`; absent where the template has no metadata. */
  readonly constructPath?: string;
}

/** A pipeline. Source: API reference, PipelineDeclaration. */
export interface Pipeline {
  readonly name: string;
  readonly declaredAt: Declaration;
  readonly pipelineType: 'V1' | 'V2';
  readonly executionMode: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
  /** Whether CloudFormation starts a new execution after it updated the pipeline. */
  readonly restartExecutionOnUpdate: boolean;
  readonly roleArn: string;
  /** By region. */
  readonly artifactStores: Readonly<Record<string, ArtifactStore>>;
  /** The pipeline's variables with their defaults; `undefined` where a start has to give the value. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What is declared and not rehearsed, such as `the entry condition of stage Prod`. */
  readonly notRehearsed: readonly string[];
  readonly stages: readonly Stage[];
}
