// What the catalogue says of an action type: who has to be allowed which calls, so that CodePipeline can perform it.

/**
 * Whose permission a need is. `action role` is the role that the action declares, or else the pipeline's; `project role`
 * the service role of a build project; `execution role` the one that CloudFormation is handed; `function role` the role of
 * an invoked Lambda function.
 */
export type Actor = 'pipeline role' | 'action role' | 'project role' | 'execution role' | 'function role';

/** A condition on the action's configuration. */
export interface When {
  readonly key: string;
  /** The values for which the need is one, `''` where the key is not configured; any value where absent. */
  readonly is?: readonly string[];
}

/** A key of an action's configuration that decides what the action needs. */
export interface ConfigurationKey {
  readonly key: string;
  /** Whether CodePipeline refuses the action without it; under a condition, only where that holds. */
  readonly required: boolean | When;
  /** The values that there are. @default any */
  readonly values?: readonly string[];
  /** What the value has to be: an ARN, or a list written in JSON. @default any text */
  readonly form?: 'ARN' | 'JSON list';
}

/** Calls that somebody has to be allowed for one link of an action's chain. */
export interface Need {
  readonly who: Actor;
  /** What happens, to go after the actor: `starts the build`. */
  readonly step: string;
  /** Such as `codebuild:StartBuild`. All have to be allowed. */
  readonly calls: readonly string[];
  /** Any one of `calls` is enough. @default false */
  readonly anyOf?: boolean;
  /**
   * ARN of the resource. In braces stand `partition`, `region` and `account` (of the action: its own region, and the account
   * of its role), `pipelineRegion`, `pipelineAccount`, `pipelineName`, and keys of the action's configuration. Of a value
   * that may be an ARN, `{key|name}` is what follows the last colon or slash, `{key|region}` and `{key|account}` its parts;
   * `{key|optional}` may be missing, and so may `{key|folder}`, which ends in a slash otherwise. `{some instance}`, or `some`
   * of anything else, is a part that only the execution tells. A need whose other keys are not all configured is none: the
   * entry has to name those keys among its `keys`.
   */
  readonly on: string;
  /** All have to hold. @default always */
  readonly when?: When | readonly When[];
  /** Further condition keys of the request, with the same placeholders in keys and values. @default none */
  readonly context?: Readonly<Record<string, string>>;
  /** The page of AWS, or the file of CDK, that it is from; `unsure:` before what is not documented. */
  readonly source: string;
}

/** A chain of further principals that an action sets in motion; each has a file of its own in `proof/chains`. */
export type Chain =
  | 'project'
  | 'execution role'
  | 'administration role'
  | 'function'
  | 'task roles'
  | 'deployment group'
  | 'target groups'
  | 'secrets';

/** One action type, or one type of rule in a stage's conditions. */
export interface CatalogueEntry {
  /** `category/owner/provider/version`; `*` stands for any part. */
  readonly type: string;
  /** Who reads the input artifacts from the store. @default nobody: the action takes none, or hands them on by credentials of the service */
  readonly reads?: Actor;
  /** Who writes the output artifacts into the store. @default nobody */
  readonly writes?: Actor;
  /** Every key that a need or a chain of the action follows from. @default none */
  readonly keys?: readonly ConfigurationKey[];
  readonly needs: readonly Need[];
  /** @default none */
  readonly chains?: readonly Chain[];
  /** What the catalogue cannot tell, which leaves the action unproven: a job worker outside of AWS, for example. @default nothing */
  readonly unproven?: string;
}
