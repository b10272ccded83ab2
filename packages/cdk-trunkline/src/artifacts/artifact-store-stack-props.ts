// What the artifact store of a region is created with.
import type { Duration, RemovalPolicy, StackProps } from 'aws-cdk-lib';

/** How artifact stores are kept, the same for every region; account and region of the stack come from elsewhere. */
export interface ArtifactStoreOptions extends StackProps {
  /**
   * How long artifacts and build caches are kept, in whole days.
   *
   * @default Duration.days(30)
   */
  readonly expiration?: Duration;

  /**
   * Whether the bucket keeps what is overwritten or deleted for another `expiration`. CodePipeline writes every artifact
   * under a new name, so that this concerns build caches, and deletions by hand.
   *
   * @default false
   */
  readonly versioned?: boolean;

  /**
   * Whether a KMS key of the store's own encrypts the artifacts. Without it S3's own key does, which costs nothing and
   * which no other account can use: only where every stage is in the toolchain account. Pipelines must then find the
   * stores with `kms: false` too; `forConfig` and the pipelines both read `artifact_stores.kms` of the configuration, and
   * with `forConfig` this is left out.
   *
   * @default true
   */
  readonly kms?: boolean;

  /**
   * What becomes of bucket and key, of the key's alias and of the bucket's policy when the stack is deleted. The stack
   * has to be unprotected for that first: `terminationProtection`.
   *
   * By default all of it stays, but for what a failed first deployment created: the names are taken otherwise, and every
   * further attempt would fail. To have a deleted stack again, take what stayed back into it (`npx cdk import <stack>`), or
   * delete bucket and alias before it is deployed anew.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether deleting the stack also deletes the artifacts, without which the bucket cannot be deleted. A Lambda function
   * of CDK's does that, which becomes part of the stack. Only with `RemovalPolicy.DESTROY`.
   *
   * @default false
   */
  readonly autoDeleteObjects?: boolean;

  /**
   * The qualifier of the CDK bootstrap stacks, which is part of the deploy roles' names. The store's own stack is deployed
   * with it too: each region of the toolchain account that has a store is bootstrapped with it first.
   *
   * @default - that of the stack's synthesizer: context `@aws-cdk/core:bootstrapQualifier`, or else `hnb659fds`
   */
  readonly bootstrapQualifier?: string;
}

/** Properties of the artifact store of one region. */
export interface ArtifactStoreStackProps extends ArtifactStoreOptions {
  /**
   * Part of the names, so that one account can hold several sets of stores: 1 to 10 lower-case letters and digits.
   *
   * @default - none
   */
  readonly qualifier?: string;

  /**
   * The organization whose deploy roles may read the artifacts, such as `o-a1b2c3d4e5`. The policies then stay as small
   * as they are however many accounts there are. The toolchain account has to be a member.
   *
   * @default - that of `organizationPaths`; or else only the accounts of `stageAccounts` may
   */
  readonly organizationId?: string;

  /**
   * The units of the organization whose deploy roles may read the artifacts, in place of all of it: paths from the
   * organization down, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`. Ending in a slash, a path covers the accounts
   * of that unit alone; ending in a slash and an asterisk, those of its units too. The toolchain account's own deploy
   * role always may.
   *
   * @default - the whole organization, where there is one
   */
  readonly organizationPaths?: string[];

  /**
   * Numbers of the accounts whose deploy roles may read the artifacts; used where there is no organization. The stack's
   * own account is always one of them. Some hundreds fill the policy that S3 allows, which is an error at synthesis.
   *
   * @default - none but the stack's own account
   */
  readonly stageAccounts?: string[];
}
