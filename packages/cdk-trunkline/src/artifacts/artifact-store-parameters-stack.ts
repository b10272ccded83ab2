// Writes where all artifact stores are into Parameter Store of the home region, for pipelines that look them up there.
import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { qualifiedSynthesizer } from '../config/qualified-synthesizer';
import { parameterName, parametersStackName, STORE_OUTPUTS } from './artifact-names';
import { storeError } from './artifact-store-problems';
import type { ArtifactStoreStack } from './artifact-store-stack';

/** Properties of the stack that publishes the stores. */
export interface ArtifactStoreParametersStackProps extends StackProps {
  /** The stores, of all regions. */
  readonly stores: ArtifactStoreStack[];

  /**
   * What the parameters' names begin with.
   *
   * @default '/trunkline/artifacts'
   */
  readonly prefix?: string;
}

/**
 * Publishes the artifact stores of all regions in the home region, where the pipelines live, as SSM parameters:
 * `/trunkline/artifacts/<region>/bucket-name` and `/trunkline/artifacts/<region>/key-arn`, with the stores' qualifier, if
 * they have one, before the region. `ArtifactStores.fromParameters` reads them.
 *
 * It belongs to the stores' app. The key ARNs come from the outputs of the stores' stacks in their own regions
 * (`Fn::GetStackOutput`), so that these stacks are deployed first; nothing is exported.
 */
export class ArtifactStoreParametersStack extends Stack {
  /**
   * Publishes stores where pipelines look for them.
   *
   * @param scope the app
   * @param stores the stores of all regions, that of the home region first: what `ArtifactStoreStack.forContext` or
   *   `forConfig` returned
   * @returns the stack, named `trunkline-artifacts-parameters`, in the account and region of the first store
   */
  public static forStores(scope: Construct, stores: ArtifactStoreStack[]): ArtifactStoreParametersStack {
    const [home] = stores;
    return new ArtifactStoreParametersStack(scope, parametersStackName(home?.qualifier), {
      ...(home === undefined ? {} : { env: { account: home.account, region: home.region } }),
      stores,
    });
  }

  /**
   * @param scope the app
   * @param id the stack's id
   * @param props `env` must be the stores' account, and the region where the pipelines live
   * @throws where there is no store, or one of another account
   */
  public constructor(scope: Construct, id: string, props: ArtifactStoreParametersStackProps) {
    const { stores, prefix, ...stackProps } = props;
    super(scope, id, {
      description: 'Where the artifact stores of the delivery pipelines are',
      ...qualifiedSynthesizer(stores[0]?._bootstrapQualifier),
      ...stackProps,
      terminationProtection: stackProps.terminationProtection ?? true,
    });
    this.#check(stores);
    for (const store of stores) {
      this.#parameter('bucket-name', store, prefix, store.bucketName);
      if (store.key !== undefined) {
        const keyArn = Fn.getStackOutput(store.stackName, STORE_OUTPUTS.keyArn, store.region);
        this.#parameter('key-arn', store, prefix, keyArn);
      }
      this.addStackDependency(store);
    }
  }

  #parameter(
    value: 'bucket-name' | 'key-arn',
    store: ArtifactStoreStack,
    prefix: string | undefined,
    is: string,
  ): void {
    const id = `${store.region}-${value}`;
    new StringParameter(this, id, {
      parameterName: parameterName(value, store.region, store.qualifier, prefix),
      stringValue: is,
      description: `The ${value === 'key-arn' ? 'key' : 'bucket'} of the artifact store in ${store.region}`,
    });
  }

  #check(stores: readonly ArtifactStoreStack[]): void {
    const problems = stores
      .filter((store) => store.account !== this.account)
      .map((store) => `${store.node.path} is in account ${store.account}, and this stack in ${this.account}.`);
    if (stores.length === 0) problems.push('there are no stores to publish.');
    if (problems.length === 0) return;
    throw storeError(
      `ArtifactStoreParametersStack ${this.node.path}`,
      problems,
      'Give the stores of one account, of all regions, then run `npx cdk synth` again.',
    );
  }
}
