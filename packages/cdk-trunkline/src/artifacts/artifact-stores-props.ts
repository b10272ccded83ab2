// What a pipeline has to know in order to find its artifact stores, for each way of finding them.

/** Which stores a pipeline finds, by their names or otherwise. */
export interface ArtifactStoresProps {
  /** The regions that have a store: those that the pipeline delivers to, and its own. */
  readonly regions: string[];

  /**
   * The qualifier that the stores were created with.
   *
   * @default - none
   */
  readonly qualifier?: string;

  /**
   * Whether the stores have a key of their own, as they have unless they were created with `kms: false`.
   *
   * @default true
   */
  readonly kms?: boolean;
}

/** Which stores a pipeline finds by the parameters of the home region. */
export interface ArtifactStoresFromParametersProps extends ArtifactStoresProps {
  /**
   * What the parameters' names begin with, as it was given to `ArtifactStoreParametersStack`.
   *
   * @default '/trunkline/artifacts'
   */
  readonly prefix?: string;
}

/** Which stores a pipeline finds by the outputs of their stacks. */
export interface ArtifactStoresFromStackOutputsProps extends ArtifactStoresProps {
  /**
   * The names of the stores' stacks, by region.
   *
   * @default - `trunkline-artifacts-<region>`, with the qualifier before the region
   */
  readonly stackNames?: Record<string, string>;
}

/** A store that already exists, whoever created it. */
export interface ArtifactStoreAttributes {
  /** The region of bucket and key. */
  readonly region: string;

  /** The bucket's name. */
  readonly bucketName: string;

  /**
   * ARN of the key, or of its alias, that encrypts the bucket. A stage in another account needs a key.
   *
   * @default - S3's own key
   */
  readonly keyArn?: string;
}
