// What the configuration says about the source.

/** Where a pipeline's source comes from. */
export enum SourceType {
  /** A repository of GitHub, GitHub Enterprise, GitLab or Bitbucket, through a connection (CodeConnections). */
  CONNECTION = 'connection',

  /** A CodeCommit repository of the toolchain account. */
  CODECOMMIT = 'codecommit',

  /** A zip file in a versioned S3 bucket. */
  S3 = 's3',
}

/** What starts a pipeline whose source is CodeCommit or S3. */
export enum SourceTrigger {
  /** An event of EventBridge; for S3 it needs a trail of CloudTrail that logs the bucket's writes. */
  EVENTS = 'events',

  /** CodePipeline asks once a minute. */
  POLL = 'poll',

  /** Nothing: the pipeline is started by hand. */
  NONE = 'none',
}

/** The source as the configuration describes it. */
export interface SourceConfig {
  /** Which kind of source it is. */
  readonly sourceType: SourceType;

  /**
   * Owner and name of a connection's repository, such as `acme/services`, or a CodeCommit repository's name.
   *
   * @default - none; an S3 source has no repository
   */
  readonly repository?: string;

  /**
   * ARN of the connection.
   *
   * @default - none; only a source of type `connection` has one
   */
  readonly connectionArn?: string;

  /**
   * The bucket of an S3 source.
   *
   * @default - none
   */
  readonly bucket?: string;

  /**
   * The object of an S3 source; `{branch}` in it stands for the pipeline's branch.
   *
   * @default - none
   */
  readonly objectKey?: string;

  /**
   * What starts the pipeline.
   *
   * @default - a connection's own webhook; `EVENTS` for CodeCommit, `POLL` for S3
   */
  readonly trigger?: SourceTrigger;
}
