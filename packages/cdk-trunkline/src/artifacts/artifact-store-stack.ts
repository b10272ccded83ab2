// The artifact store of one region: bucket, key, alias and their policies, created once and shared by every pipeline.
import { DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, Token, type StackProps } from 'aws-cdk-lib';
import { Alias, Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, type IBucket } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import type { PipelineConfig } from '../config/pipeline-config';
import { artifactAliasName, artifactBucketName, QUALIFIER_PATTERN } from './artifact-names';
import { grantStages } from './artifact-policies';

// The context key of the AWS CDK for the qualifier of its bootstrap stacks.
const BOOTSTRAP_QUALIFIER_CONTEXT = '@aws-cdk/core:bootstrapQualifier';

/** Properties of the artifact store of one region. */
export interface ArtifactStoreStackProps extends StackProps {
  /**
   * Part of the names, so that one account can hold several sets of stores: 1 to 10 lower-case letters and digits.
   *
   * @default - none
   */
  readonly qualifier?: string;

  /**
   * The organization whose deploy roles may read the artifacts, such as `o-a1b2c3d4e5`. The policies then stay as small
   * as they are however many accounts there are.
   *
   * @default - only the accounts of `stageAccounts` may
   */
  readonly organizationId?: string;

  /**
   * Numbers of the accounts whose deploy roles may read the artifacts; used where there is no `organizationId`. The
   * stack's own account is always one of them.
   *
   * @default - none but the stack's own account
   */
  readonly stageAccounts?: string[];

  /**
   * How long artifacts and build caches are kept.
   *
   * @default Duration.days(30)
   */
  readonly expiration?: Duration;

  /**
   * The qualifier of the CDK bootstrap stacks, which is part of the deploy roles' names.
   *
   * @default - context `@aws-cdk/core:bootstrapQualifier`, or else `hnb659fds`
   */
  readonly bootstrapQualifier?: string;
}

/**
 * The artifact store of one region: a bucket, its key and the key's alias, with names that follow from account, region
 * and qualifier, and policies that let the deploy roles of the stage accounts read.
 *
 * Deploy it once per region in the toolchain account, before the first pipeline. It is never part of a pipeline: a
 * store is what pipelines need in order to run. Bucket and key outlive the stack, and the stack is protected against
 * deletion.
 */
export class ArtifactStoreStack extends Stack {
  /**
   * Creates one store for each region that a configuration uses, all in the toolchain account.
   *
   * @param scope the app
   * @param config the configuration
   * @returns the stacks, named `trunkline-artifacts-<region>`, in the order of `config.artifactRegions`
   */
  public static forConfig(scope: Construct, config: PipelineConfig): ArtifactStoreStack[] {
    const name = ['trunkline-artifacts', ...(config.artifactQualifier === undefined ? [] : [config.artifactQualifier])];
    return config.artifactRegions.map(
      (region) =>
        new ArtifactStoreStack(scope, [...name, region].join('-'), {
          env: { account: config.tooling.account, region },
          stageAccounts: config.accounts.map((account) => account.account),
          ...(config.artifactQualifier === undefined ? {} : { qualifier: config.artifactQualifier }),
          ...(config.organizationId === undefined ? {} : { organizationId: config.organizationId }),
        }),
    );
  }

  /** The bucket of the artifacts. */
  public readonly bucket: IBucket;

  /** The key that encrypts them. */
  public readonly key: IKey;

  /**
   * @param scope the app
   * @param id the stack's id
   * @param props `env` must name account and region, as the names contain them
   */
  public constructor(scope: Construct, id: string, props: ArtifactStoreStackProps) {
    const { qualifier, organizationId, stageAccounts, expiration, bootstrapQualifier, ...stackProps } = props;
    super(scope, id, {
      terminationProtection: true,
      description: 'Artifacts of the delivery pipelines in this region',
      ...stackProps,
    });
    const problem = this.#problem(qualifier);
    if (problem !== undefined) throw new Error(`${problem} Change it, then run \`npx cdk synth\` again.`);

    const key = new Key(this, 'Key', {
      description: 'Encrypts the artifacts of the delivery pipelines in this region',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new Alias(this, 'Alias', { aliasName: artifactAliasName(qualifier), targetKey: key });
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: artifactBucketName(this.account, this.region, qualifier),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          id: 'ExpireArtifacts',
          expiration: expiration ?? Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    grantStages(bucket, key, {
      account: this.account,
      region: this.region,
      partition: RegionInfo.get(this.region).partition ?? 'aws',
      organizationId,
      stageAccounts: stageAccounts ?? [],
      bootstrapQualifier:
        bootstrapQualifier ??
        (this.node.tryGetContext(BOOTSTRAP_QUALIFIER_CONTEXT) as string | undefined) ??
        DefaultStackSynthesizer.DEFAULT_QUALIFIER,
    });
    this.bucket = bucket;
    this.key = key;
  }

  #problem(qualifier: string | undefined): string | undefined {
    if (Token.isUnresolved(this.account) || Token.isUnresolved(this.region)) {
      return `ArtifactStoreStack ${this.node.path}: "env" names no account and region, which the names contain.`;
    }
    if (qualifier !== undefined && !QUALIFIER_PATTERN.test(qualifier)) {
      return `ArtifactStoreStack ${this.node.path}: qualifier ${JSON.stringify(qualifier)} is not 1 to 10 lower-case letters and digits.`;
    }
    return undefined;
  }
}
