// How a pipeline finds its artifact stores, one bucket and key per region.
import { Arn, ArnFormat } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { artifactAliasName, artifactBucketName } from './artifact-names';

/** Which stores a pipeline finds by name. */
export interface ArtifactStoresByNameProps {
  /** The regions that have a store. */
  readonly regions: string[];

  /**
   * The qualifier that the stores were created with.
   *
   * @default - none
   */
  readonly qualifier?: string;
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

/**
 * How a pipeline finds the artifact stores that all pipelines of a toolchain account share.
 *
 * The stores are created once per region by `ArtifactStoreStack`; a pipeline only refers to them, so that it never
 * creates buckets, keys or support stacks of its own.
 */
export abstract class ArtifactStores {
  /**
   * Finds the stores by name alone: `ArtifactStoreStack` gives bucket and alias names that follow from account, region
   * and qualifier. Nothing is looked up, and no stack depends on the stores' stacks.
   *
   * unsure: a page of the CodePipeline User Guide says that cross-account actions can name a key by its id or ARN
   * only, while CDK's own support stacks name it by alias ARN. `fromAttributes` takes key ARNs.
   *
   * @param props regions and qualifier
   */
  public static byName(props: ArtifactStoresByNameProps): ArtifactStores {
    return new StoresByName(props.regions, props.qualifier);
  }

  /**
   * Takes the stores' bucket names and key ARNs as they are.
   *
   * @param stores one store per region
   */
  public static fromAttributes(stores: ArtifactStoreAttributes[]): ArtifactStores {
    return new StoresFromAttributes(stores);
  }

  /** The regions that have a store. */
  public abstract readonly regions: string[];

  /**
   * The bucket of a region, with its key.
   *
   * @param scope where the reference is placed; asked once per region and scope
   * @param account the toolchain account's number
   * @param region one of `regions`
   */
  public abstract bucket(scope: Construct, account: string, region: string): IBucket;
}

class StoresByName extends ArtifactStores {
  readonly #regions: readonly string[];
  readonly #qualifier: string | undefined;

  public constructor(regions: readonly string[], qualifier: string | undefined) {
    super();
    this.#regions = [...new Set(regions)];
    this.#qualifier = qualifier;
  }

  public get regions(): string[] {
    return [...this.#regions];
  }

  public bucket(scope: Construct, account: string, region: string): IBucket {
    const keyArn = Arn.format({
      partition: RegionInfo.get(region).partition ?? 'aws',
      service: 'kms',
      region,
      account,
      resource: artifactAliasName(this.#qualifier),
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    return importBucket(scope, account, {
      region,
      bucketName: artifactBucketName(account, region, this.#qualifier),
      keyArn,
    });
  }
}

class StoresFromAttributes extends ArtifactStores {
  readonly #stores: readonly ArtifactStoreAttributes[];

  public constructor(stores: readonly ArtifactStoreAttributes[]) {
    super();
    this.#stores = stores.map((store) => ({ ...store }));
  }

  public get regions(): string[] {
    return this.#stores.map((store) => store.region);
  }

  public bucket(scope: Construct, account: string, region: string): IBucket {
    const store = this.#stores.find((each) => each.region === region);
    if (store === undefined)
      throw new Error(`There is no artifact store for region ${region}; there are ${this.regions.join(', ')}.`);
    return importBucket(scope, account, store);
  }
}

function importBucket(scope: Construct, account: string, store: ArtifactStoreAttributes): IBucket {
  const place = new Construct(scope, store.region);
  return Bucket.fromBucketAttributes(place, 'Bucket', {
    bucketName: store.bucketName,
    account,
    region: store.region,
    ...(store.keyArn === undefined ? {} : { encryptionKey: Key.fromKeyArn(place, 'Key', store.keyArn) }),
  });
}
