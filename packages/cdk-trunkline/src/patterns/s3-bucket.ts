// A bucket: encrypted, over TLS alone, closed to the public, with an end for what nobody needs any more.
import { Duration, RemovalPolicy, Stack, type CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { patternOutput, type PatternOutputProps } from './pattern-output';
import { refuse } from './pattern-problems';

/** Properties of a bucket. */
export interface S3BucketProps extends PatternOutputProps {
  /**
   * The bucket's name, which has to be unique among all accounts of the partition.
   *
   * @default - CloudFormation makes one
   */
  readonly bucketName?: string;

  /**
   * Whether a KMS key encrypts the objects: one of the bucket's own, or `encryptionKey`. Whoever reads an object then
   * needs the key too, which keeps a record of its use; it costs by month and by request.
   *
   * @default - true where there is an `encryptionKey`; otherwise false, and a key of S3's encrypts them
   */
  readonly kms?: boolean;

  /**
   * The KMS key that encrypts the objects.
   *
   * @default - one of the bucket's own, where `kms` is true
   */
  readonly encryptionKey?: IKey;

  /**
   * Whether the bucket keeps what is overwritten or deleted.
   *
   * @default true
   */
  readonly versioned?: boolean;

  /**
   * How long it keeps that, in whole days.
   *
   * @default Duration.days(30)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * How long objects are kept, in whole days.
   *
   * @default - for ever
   */
  readonly expiration?: Duration;

  /**
   * Further lifecycle rules, such as for a part of the objects.
   *
   * @default - none
   */
  readonly lifecycleRules?: LifecycleRule[];

  /**
   * Who may read every object, by the bucket's policy or its own. For a part of the objects use
   * `bucket.grantRead(who, 'reports/*')`.
   *
   * @default - nobody
   */
  readonly readers?: IGrantable[];

  /**
   * Who may read, write and delete every object.
   *
   * @default - nobody
   */
  readonly writers?: IGrantable[];

  /**
   * The bucket that gets the server access logs, in the same account and region, and not encrypted by KMS. It gets a
   * statement in its policy; where it is not created by this app, it needs one that lets `logging.s3.amazonaws.com` put
   * objects.
   *
   * @default - none, and cdk-nag's AwsSolutions-S1 is acknowledged
   */
  readonly serverAccessLogsBucket?: IBucket;

  /**
   * What becomes of the bucket, and of its own key, when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether its objects are deleted with it, by a function of CDK's. Only with `RemovalPolicy.DESTROY`: without it a
   * bucket that holds anything stops the deletion of its stack.
   *
   * @default false
   */
  readonly autoDeleteObjects?: boolean;
}

/**
 * An S3 bucket that refuses plain HTTP and TLS before 1.2, has no ACLs and cannot be made public.
 *
 * Its outputs are `<prefix>BucketName` and `<prefix>BucketArn`.
 */
export class S3Bucket extends Construct {
  /** The bucket, for whatever else it should have. */
  public readonly bucket: Bucket;

  /**
   * The KMS key that encrypts the objects.
   *
   * @default - none, without `kms`
   */
  public readonly encryptionKey?: IKey;

  /** The output with the bucket's name. */
  public readonly bucketNameOutput: CfnOutput;

  /** The output with the bucket's ARN. */
  public readonly bucketArnOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props how it is kept and who may use it
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: S3BucketProps = {}) {
    super(scope, id);
    refuse(this, problemsOf(props));
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const key = props.encryptionKey ?? (props.kms === true ? this.#key(removalPolicy) : undefined);
    if (key !== undefined) this.encryptionKey = key;
    this.bucket = this.#bucket(props, removalPolicy, key);
    for (const reader of props.readers ?? []) this.bucket.grantRead(reader);
    for (const writer of props.writers ?? []) this.bucket.grantReadWrite(writer);
    this.bucketNameOutput = patternOutput(this, props, 'BucketName', this.bucket.bucketName);
    this.bucketArnOutput = patternOutput(this, props, 'BucketArn', this.bucket.bucketArn);
  }

  #key(removalPolicy: RemovalPolicy): Key {
    return new Key(this, 'Key', {
      description: `Encrypts the objects of ${this.node.path}`,
      enableKeyRotation: true,
      removalPolicy,
    });
  }

  #bucket(props: S3BucketProps, removalPolicy: RemovalPolicy, key: IKey | undefined): Bucket {
    const versioned = props.versioned ?? true;
    const bucket = new Bucket(this, 'Bucket', {
      ...(props.bucketName === undefined ? {} : { bucketName: props.bucketName }),
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          ...(props.expiration === undefined ? {} : { expiration: props.expiration }),
          ...(versioned ? { noncurrentVersionExpiration: props.noncurrentVersionExpiration ?? Duration.days(30) } : {}),
        },
        ...(props.lifecycleRules ?? []),
      ],
      removalPolicy,
      ...(props.autoDeleteObjects === true ? { autoDeleteObjects: true } : {}),
    });
    if (props.serverAccessLogsBucket !== undefined) {
      this.#logTo(props.serverAccessLogsBucket, bucket);
    } else {
      acknowledge(
        bucket,
        'No server access logs were asked for; CloudTrail data events record the access where that is wanted.',
        'AwsSolutions-S1',
      );
    }
    return bucket;
  }

  /** Not as a property of the bucket: without a feature flag CDK then wants ACLs, which the other bucket does not have. */
  #logTo(logs: IBucket, bucket: Bucket): void {
    (bucket.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: logs.bucketName,
      logFilePrefix: `${this.node.path}/`,
    };
    logs.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [logs.arnForObjects(`${this.node.path}/*`)],
        // Not this bucket's ARN, which would make two stacks depend on each other where the buckets are in two.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}

function problemsOf(props: S3BucketProps): string[] {
  const problems: string[] = [];
  if (props.kms === false && props.encryptionKey !== undefined) {
    problems.push('kms is false, and there is an encryptionKey. Leave one of them out.');
  }
  if (props.versioned === false && props.noncurrentVersionExpiration !== undefined) {
    problems.push('versioned is false, so that noncurrentVersionExpiration concerns nothing. Leave it out.');
  }
  if (props.autoDeleteObjects === true && props.removalPolicy !== RemovalPolicy.DESTROY) {
    problems.push('autoDeleteObjects deletes objects with their bucket; give RemovalPolicy.DESTROY as well.');
  }
  return problems;
}
