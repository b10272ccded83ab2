// The artifact store of one region: bucket, key, alias and their policies, created once and shared by every pipeline.
import {
  Annotations,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  PermissionsBoundary,
  RemovalPolicy,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { Alias, Key, type CfnKey, type IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { partitionOf } from '../config/partition';
import type { PipelineConfig } from '../config/pipeline-config';
import { qualifiedSynthesizer } from '../config/qualified-synthesizer';
import { artifactAliasName, artifactBucketName, artifactStackName, STORE_OUTPUTS } from './artifact-names';
import { grantBucket, grantKey, otherAccounts, type StageReaders } from './artifact-policies';
import { organizationOf, storeError, storeProblems } from './artifact-store-problems';
import type { ArtifactStoreOptions, ArtifactStoreStackProps } from './artifact-store-stack-props';
import { BUCKET_POLICY_LIMIT, KEY_POLICY_LIMIT, policySize } from './policy-size';
import { readStoresContext } from './read-stores-context';

/**
 * The artifact store of one region: a bucket, its key and the key's alias, with names that follow from account, region
 * and qualifier, and policies that let the deploy roles of the stage accounts read.
 *
 * Deploy it once per region in the toolchain account, before the first pipeline. It is never part of a pipeline, and
 * knows none: a store is what pipelines need in order to run. Bucket and key outlive the stack, and the stack is
 * protected against deletion, unless its properties say otherwise.
 *
 * Its outputs are `BucketName`, `BucketArn` and, where it has a key, `KeyArn`.
 */
export class ArtifactStoreStack extends Stack {
  /**
   * Creates one store for each region that a configuration uses, all in the toolchain account.
   *
   * Without `artifact_stores.organization_id` their policies list the accounts of this configuration, and the app of
   * another project that creates the same stores would put its own accounts in their place: there is a warning
   * `cdk-trunkline:artifactStoreAccounts`, to be acknowledged where this app is the only one that deploys them.
   *
   * @param scope the app
   * @param config the configuration
   * @param options how they are kept
   * @returns the stacks, named `trunkline-artifacts-<region>`, in the order of `config.artifactRegions`: that of the
   *   pipelines comes first
   * @throws where `options.kms` is not what the configuration says, which the pipelines read
   */
  public static forConfig(
    scope: Construct,
    config: PipelineConfig,
    options: ArtifactStoreOptions = {},
  ): ArtifactStoreStack[] {
    const { permissionsBoundary } = config.tooling;
    const { artifactKms: kms } = config;
    if (options.kms !== undefined && options.kms !== kms) throw contradictingKms(options.kms);
    const created = stores(scope, config.tooling.account, config.artifactRegions, {
      // A store has a role where it empties its bucket: that of the function of CDK's.
      ...(permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary) }),
      ...(config.bootstrapQualifier === undefined ? {} : { bootstrapQualifier: config.bootstrapQualifier }),
      ...options,
      kms,
      stageAccounts: config.accounts.map((account) => account.account),
      ...(config.artifactQualifier === undefined ? {} : { qualifier: config.artifactQualifier }),
      ...(config.organizationId === undefined ? {} : { organizationId: config.organizationId }),
    });
    warnOfOtherProjects(created, config);
    return created;
  }

  /**
   * Creates the stores that the context `artifact_stores` of the app names; for an app of a platform team, which knows
   * no pipeline:
   *
   * `{ "account": "111122223333", "regions": ["eu-central-1", "us-east-1"], "organization_id": "o-a1b2c3d4e5" }`
   *
   * The first region is the home region, where the pipelines live. In place of `organization_id` there may be
   * `organization_paths`, or a list of `stage_accounts` where there is no organization; `qualifier` is part of the names.
   *
   * @param scope the app
   * @param options how they are kept
   * @returns the stacks, named `trunkline-artifacts-<region>`, in the order of `regions`
   * @throws one error that lists every mistake with its JSON path. In Node it is named `ArtifactStoreError`; other
   *   languages know it by the beginning of its message, "The artifact stores"
   */
  public static forContext(scope: Construct, options: ArtifactStoreOptions = {}): ArtifactStoreStack[] {
    const { account, regions, ...readers } = readStoresContext(scope);
    return stores(scope, account, regions, { ...options, ...readers });
  }

  /** The bucket of the artifacts. */
  public readonly bucket: IBucket;

  /** The bucket's name, which is known before anything is deployed. */
  public readonly bucketName: string;

  /**
   * The key that encrypts them.
   *
   * @default - none, with `kms: false`
   */
  public readonly key?: IKey;

  /**
   * Part of the names.
   *
   * @default - none
   */
  public readonly qualifier?: string;

  /**
   * The qualifier of the bootstrap stacks, where it was said.
   *
   * @internal
   */
  public readonly _bootstrapQualifier?: string;

  /**
   * @param scope the app
   * @param id the stack's id
   * @param props `env` must name account and region, as the names contain them
   * @throws one error named `ArtifactStoreError` that lists every mistake, also where a list of accounts makes a policy
   *   longer than S3 or KMS allow
   */
  public constructor(scope: Construct, id: string, props: ArtifactStoreStackProps) {
    super(scope, id, {
      description: 'Artifacts of the delivery pipelines in this region',
      ...qualifiedSynthesizer(props.bootstrapQualifier),
      ...props,
      terminationProtection: props.terminationProtection ?? true,
    });
    this.#assert(storeProblems(this, props));
    const { qualifier, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = props;
    const readers = this.#readers(props);
    const key = props.kms === false ? undefined : this.#key(qualifier, removalPolicy, readers);
    this.bucketName = artifactBucketName(this.account, this.region, qualifier);
    const bucket = this.#bucket(props, removalPolicy, key);
    grantBucket(bucket, readers);
    // Without it the stage accounts could no longer read what outlives the stack.
    bucket.policy?.applyRemovalPolicy(removalPolicy);
    this.#assert(this.#oversize(bucket, key, readers));

    if (qualifier !== undefined) this.qualifier = qualifier;
    if (props.bootstrapQualifier !== undefined) this._bootstrapQualifier = props.bootstrapQualifier;
    if (key !== undefined) this.key = key;
    this.bucket = bucket;
    this.#output(STORE_OUTPUTS.bucketName, bucket.bucketName);
    this.#output(STORE_OUTPUTS.bucketArn, bucket.bucketArn);
    if (key !== undefined) this.#output(STORE_OUTPUTS.keyArn, key.keyArn);
  }

  #readers(props: ArtifactStoreStackProps): StageReaders {
    const { organizationId, organizationPaths = [], stageAccounts = [], bootstrapQualifier } = props;
    return {
      account: this.account,
      region: this.region,
      partition: partitionOf(this.region),
      organizationId: organizationId ?? organizationPaths.map(organizationOf)[0],
      organizationPaths,
      stageAccounts,
      bootstrapQualifier:
        bootstrapQualifier ?? this.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER,
    };
  }

  #key(qualifier: string | undefined, removalPolicy: RemovalPolicy, readers: StageReaders): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the artifacts of the delivery pipelines in this region',
      enableKeyRotation: true,
      removalPolicy,
    });
    grantKey(key, readers);
    // Pipelines that find the key by name would lose it together with the alias.
    new Alias(this, 'Alias', { aliasName: artifactAliasName(qualifier), targetKey: key, removalPolicy });
    return key;
  }

  #bucket(props: ArtifactStoreStackProps, removalPolicy: RemovalPolicy, key: Key | undefined): Bucket {
    const expiration = props.expiration ?? Duration.days(30);
    const versioned = props.versioned ?? false;
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: this.bucketName,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(versioned ? { versioned } : {}),
      lifecycleRules: [
        {
          id: 'ExpireArtifacts',
          expiration,
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          ...(versioned ? { noncurrentVersionExpiration: expiration } : {}),
        },
        // A rule of its own, as S3 does not take it together with a number of days.
        ...(versioned ? [{ id: 'RemoveDeleteMarkers', expiredObjectDeleteMarker: true }] : []),
      ],
      removalPolicy,
      ...(props.autoDeleteObjects === true ? { autoDeleteObjects: true } : {}),
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'What is stored are the artifacts of pipelines, which expire; access logs would need one more bucket in every ' +
        'region. CloudTrail data events record the access where that is wanted.',
    );
    return bucket;
  }

  #output(id: string, value: string): void {
    new CfnOutput(this, id, { value }).overrideLogicalId(id);
  }

  #oversize(bucket: Bucket, key: Key | undefined, { partition, stageAccounts }: StageReaders): string[] {
    const values = new Map([
      [JSON.stringify({ Ref: 'AWS::Partition' }), partition],
      [JSON.stringify(this.resolve(bucket.bucketArn)), `arn:${partition}:s3:::${this.bucketName}`],
    ]);
    const policies = [
      { of: 'bucket', service: 'S3', limit: BUCKET_POLICY_LIMIT, document: bucket.policy?.document },
      {
        of: 'key',
        service: 'KMS',
        limit: KEY_POLICY_LIMIT,
        document: (key?.node.defaultChild as CfnKey | undefined)?.keyPolicy as unknown,
      },
    ];
    return policies.flatMap(({ of, service, limit, document }) => {
      const size = document === undefined ? 0 : policySize(this, document, values);
      if (size <= limit) return [];
      return [
        `its ${of} policy lists ${String(stageAccounts.length)} stage accounts and has ${String(size)} bytes, but ` +
          `${service} takes ${String(limit)}. Give the organization instead of its accounts: "organization_id" in ` +
          'artifact_stores of cdk.json, or the property organizationId.',
      ];
    });
  }

  #assert(problems: readonly string[]): void {
    if (problems.length === 0) return;
    throw storeError(
      `ArtifactStoreStack ${this.node.path}`,
      problems,
      `Change ${problems.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
    );
  }
}

function stores(
  scope: Construct,
  account: string,
  regions: readonly string[],
  props: ArtifactStoreStackProps,
): ArtifactStoreStack[] {
  return regions.map(
    (region) =>
      new ArtifactStoreStack(scope, artifactStackName(region, props.qualifier), { ...props, env: { account, region } }),
  );
}

/** Two stacks of one name and account are one stack, and the accounts in its policies those of whoever deployed last. */
function warnOfOtherProjects([home]: readonly ArtifactStoreStack[], config: PipelineConfig): void {
  const others = otherAccounts(
    config.accounts.map(({ account }) => account),
    config.tooling.account,
  );
  if (home === undefined || config.organizationId !== undefined || others.length === 0) return;
  // One region stands for all: the remedy is the same everywhere.
  Annotations.of(home).addWarningV2(
    'cdk-trunkline:artifactStoreAccounts',
    `The artifact stores are open to ${others.join(', ')} alone. Where another project's app deploys stores of the same ` +
      'names, it takes these accounts out of their policies, and deployments there fail. Set ' +
      '"artifact_stores.organization_id", or deploy the stores from one app alone that lists all accounts, and acknowledge ' +
      'this warning there.',
  );
}

/** Pipelines read the configuration, and would name the alias of a key that is not there, or none where one is needed. */
function contradictingKms(kms: boolean): Error {
  return storeError(
    'ArtifactStoreStack.forConfig',
    [`\`kms\` is ${String(kms)}, and the configuration, by which pipelines find the stores, says otherwise.`],
    `Leave it out, set "artifact_stores": { "kms": ${String(kms)} } in the configuration, then run \`npx cdk synth\` again.`,
  );
}

/** For whoever checks the app with cdk-nag; without it this is a line of metadata that nobody reads. */
function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
