// How a pipeline finds its artifact stores, one bucket and key per region.
import { Arn, ArnFormat, Fn } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { partitionOf } from '../config/partition';
import {
  artifactAliasName,
  artifactBucketName,
  artifactStackName,
  parameterName,
  STORE_OUTPUTS,
} from './artifact-names';
import type { ArtifactStoreStack } from './artifact-store-stack';
import type {
  ArtifactStoreAttributes,
  ArtifactStoresFromParametersProps,
  ArtifactStoresFromStackOutputsProps,
  ArtifactStoresProps,
} from './artifact-stores-props';
import { assertFindable } from './find-problems';

/**
 * How a pipeline finds the artifact stores that all pipelines of a toolchain account share.
 *
 * The stores are created once per region by `ArtifactStoreStack`; a pipeline only refers to them, so that it never
 * creates buckets, keys or support stacks of its own. There are five ways to find them, and `byName` is the one to
 * take unless something speaks against it:
 *
 * | way                | needs                                                     | names the key by                    |
 * | ------------------ | --------------------------------------------------------- | ----------------------------------- |
 * | `byName`           | the regions                                               | the ARN of its alias                |
 * | `fromStacks`       | the stores' stacks, in the same app                       | its ARN, read at deployment         |
 * | `fromParameters`   | `ArtifactStoreParametersStack`, deployed                  | its ARN, read at deployment         |
 * | `fromStackOutputs` | the stores' stacks, deployed, under names that are known  | its ARN, read at deployment         |
 * | `fromAttributes`   | bucket names and key ARNs of any stores                   | what it is given                    |
 *
 * No way makes a pipeline's stack depend on a store's, and none exports anything: deploy the stores first.
 */
export abstract class ArtifactStores {
  /**
   * Finds the stores by name alone: `ArtifactStoreStack` gives bucket and alias names that follow from account, region
   * and qualifier. Nothing is looked up, and it works across apps and repositories.
   *
   * unsure: CloudFormation's reference (AWS::CodePipeline::Pipeline EncryptionKey) says "Aliases are recognized only in
   * the account that created the AWS KMS key. For cross-account actions, you can only use the key ID or key ARN to
   * identify the key.", while CDK's own support stacks name theirs by alias ARN for cross-account actions, too. To have
   * key ARNs, let the hook `artifactStores` return `fromStackOutputs`, `fromParameters` or `fromAttributes`.
   *
   * @param props regions and qualifier
   * @throws one error named `ArtifactStoreError` where the qualifier is none that stores can have
   */
  public static byName(props: ArtifactStoresProps): ArtifactStores {
    const { regions, qualifier, kms = true } = props;
    assertFindable('byName', { regions: [...new Set(regions)], qualifier });
    return new FoundStores(regions, (_scope, account, region) => ({
      region,
      bucketName: artifactBucketName(account, region, qualifier),
      ...(kms ? { keyArn: aliasArn(account, region, qualifier) } : {}),
    }));
  }

  /**
   * Takes the stores from the same app. Their buckets' names are known; their keys' ARNs are read from the outputs of
   * their stacks, each in its own region, when the pipeline is deployed.
   *
   * Deliberately, the pipeline's stack does not depend on theirs: `cdk deploy` deploys what a stack depends on as well,
   * and so would every self-update of the pipeline. Deploy the stores before the first pipeline.
   *
   * @param stacks the stores' stacks, one per region
   * @throws one error named `ArtifactStoreError` where a region has several
   */
  public static fromStacks(stacks: ArtifactStoreStack[]): ArtifactStores {
    const all = [...stacks];
    assertFindable('fromStacks', { regions: all.map(({ region }) => region) });
    return new FoundStores(
      all.map((stack) => stack.region),
      (_scope, account, region) => {
        const stack = found(all, region);
        if (stack.account !== account) {
          throw new Error(
            `ArtifactStoreStack ${stack.node.path} is in account ${stack.account}, and the pipeline in ${account}. Give ` +
              'the stores of the toolchain account, then run `npx cdk synth` again.',
          );
        }
        const keyArn = (): string => Fn.getStackOutput(stack.stackName, STORE_OUTPUTS.keyArn, region);
        return { region, bucketName: stack.bucketName, ...(stack.key === undefined ? {} : { keyArn: keyArn() }) };
      },
    );
  }

  /**
   * Finds the stores by the SSM parameters that `ArtifactStoreParametersStack` wrote into the home region, which hold
   * the bucket name and the key ARN of every region. CloudFormation reads them whenever the pipeline is deployed.
   *
   * @param props regions, qualifier and prefix
   * @throws one error named `ArtifactStoreError` where the qualifier is none that stores can have
   */
  public static fromParameters(props: ArtifactStoresFromParametersProps): ArtifactStores {
    const { regions, qualifier, prefix, kms = true } = props;
    assertFindable('fromParameters', { regions: [...new Set(regions)], qualifier });
    return new FoundStores(regions, (scope, _account, region) => {
      const value = (name: 'bucket-name' | 'key-arn'): string =>
        StringParameter.valueForStringParameter(scope, parameterName(name, region, qualifier, prefix));
      return { region, bucketName: value('bucket-name'), ...(kms ? { keyArn: value('key-arn') } : {}) };
    });
  }

  /**
   * Finds the stores by the outputs of their stacks, each in its own region (`Fn::GetStackOutput`). CloudFormation reads
   * them whenever the pipeline is deployed.
   *
   * @param props regions, qualifier and names of the stacks
   * @throws one error named `ArtifactStoreError` that lists every mistake: a qualifier that stores cannot have, a stack in
   *   a region that is not among the regions
   */
  public static fromStackOutputs(props: ArtifactStoresFromStackOutputsProps): ArtifactStores {
    const { regions, qualifier, stackNames = {}, kms = true } = props;
    assertFindable('fromStackOutputs', { regions: [...new Set(regions)], qualifier, stackNames });
    return new FoundStores(regions, (_scope, _account, region) => {
      const stackName = stackNames[region] ?? artifactStackName(region, qualifier);
      const output = (name: string): string => Fn.getStackOutput(stackName, name, region);
      return {
        region,
        bucketName: output(STORE_OUTPUTS.bucketName),
        ...(kms ? { keyArn: output(STORE_OUTPUTS.keyArn) } : {}),
      };
    });
  }

  /**
   * Takes the stores' bucket names and key ARNs as they are. Whoever created these stores has to let the deploy roles of
   * the stages read them, and the pipelines' roles use them.
   *
   * @param stores one store per region
   * @throws one error named `ArtifactStoreError` that lists every mistake: several stores in a region, a key that is not
   *   named by an ARN
   */
  public static fromAttributes(stores: ArtifactStoreAttributes[]): ArtifactStores {
    const all = stores.map((store) => ({ ...store }));
    assertFindable('fromAttributes', { regions: all.map(({ region }) => region), keys: all });
    return new FoundStores(
      all.map((store) => store.region),
      (_scope, _account, region) => found(all, region),
    );
  }

  /** The regions that have a store. */
  public abstract readonly regions: string[];

  /**
   * The bucket of a region, with its key.
   *
   * @param scope where the reference is placed, in the pipeline's stack; asked once per region and scope
   * @param account the toolchain account's number
   * @param region one of `regions`
   */
  public abstract bucket(scope: Construct, account: string, region: string): IBucket;
}

type Find = (scope: Construct, account: string, region: string) => ArtifactStoreAttributes;

/** Stores that exist already, wherever what is known about them comes from. */
class FoundStores extends ArtifactStores {
  readonly #regions: readonly string[];
  readonly #find: Find;

  public constructor(regions: readonly string[], find: Find) {
    super();
    this.#regions = [...new Set(regions)];
    this.#find = find;
  }

  public get regions(): string[] {
    return [...this.#regions];
  }

  public bucket(scope: Construct, account: string, region: string): IBucket {
    if (!this.#regions.includes(region)) throw missing(region, this.#regions);
    const place = new Construct(scope, region);
    const { bucketName, keyArn } = this.#find(place, account, region);
    return Bucket.fromBucketAttributes(place, 'Bucket', {
      bucketName,
      account,
      region,
      ...(keyArn === undefined ? {} : { encryptionKey: Key.fromKeyArn(place, 'Key', keyArn) }),
    });
  }
}

function found<T extends { readonly region: string }>(among: readonly T[], region: string): T {
  const store = among.find((each) => each.region === region);
  if (store === undefined) {
    throw missing(
      region,
      among.map((each) => each.region),
    );
  }
  return store;
}

function missing(region: string, regions: readonly string[]): Error {
  return new Error(`There is no artifact store for region ${region}; there are ${regions.join(', ')}.`);
}

function aliasArn(account: string, region: string, qualifier: string | undefined): string {
  return Arn.format({
    partition: partitionOf(region),
    service: 'kms',
    region,
    account,
    resource: artifactAliasName(qualifier),
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}
