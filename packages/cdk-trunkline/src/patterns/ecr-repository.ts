// A repository of container images: scanned, immutable, tidied, and open to whom it names.
import { Duration, RemovalPolicy, type CfnOutput } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { patternOutput, type PatternOutputProps } from './pattern-output';
import { accountProblems, refuse } from './pattern-problems';

/** Properties of an image repository. */
export interface EcrRepositoryProps extends PatternOutputProps {
  /**
   * The repository's name. Give it where a build pushes before the stack is known, or another account pulls.
   *
   * @default - CloudFormation makes one
   */
  readonly repositoryName?: string;

  /**
   * How many images are kept, tagged or not; what is older expires, also where it is in use.
   *
   * @default - all tagged ones
   */
  readonly maxImageCount?: number;

  /**
   * How long an image without a tag is kept, in whole days.
   *
   * @default Duration.days(14)
   */
  readonly untaggedExpiration?: Duration;

  /**
   * Accounts that may pull, 12 digits each.
   *
   * @default - none but its own
   */
  readonly pullAccounts?: string[];

  /**
   * The organization whose accounts may pull, such as `o-a1b2c3d4e5`.
   *
   * @default - none
   */
  readonly pullOrganizationId?: string;

  /**
   * Accounts that may pull and push, such as the toolchain account, 12 digits each.
   *
   * @default - none but its own
   */
  readonly pushAccounts?: string[];

  /**
   * The key that encrypts the images. It cannot be changed later.
   *
   * @default - a key of ECR's (AES-256)
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the repository when the stack is deleted. With `RemovalPolicy.DESTROY` its images go with it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An ECR repository that scans every image on push and whose tags never move: an image that was tested is the image that
 * is delivered.
 *
 * Its outputs are `<prefix>RepositoryName` and `<prefix>RepositoryUri`.
 */
export class EcrRepository extends Construct {
  /** The repository, for whatever else it should have. */
  public readonly repository: Repository;

  /** The output with the repository's name. */
  public readonly repositoryNameOutput: CfnOutput;

  /** The output with the URI that images are pushed to. */
  public readonly repositoryUriOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props how it is kept and who may use it
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: EcrRepositoryProps = {}) {
    super(scope, id);
    refuse(this, problemsOf(props));
    const { encryptionKey, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.repository = new Repository(this, 'Repository', {
      ...(props.repositoryName === undefined ? {} : { repositoryName: props.repositoryName }),
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      lifecycleRules: [
        { tagStatus: TagStatus.UNTAGGED, maxImageAge: props.untaggedExpiration ?? Duration.days(14) },
        ...(props.maxImageCount === undefined ? [] : [{ maxImageCount: props.maxImageCount }]),
      ],
      ...(encryptionKey === undefined ? {} : { encryption: RepositoryEncryption.KMS, encryptionKey }),
      removalPolicy,
      // CloudFormation cannot delete a repository that has images.
      ...(removalPolicy === RemovalPolicy.DESTROY ? { emptyOnDelete: true } : {}),
    });
    this.#grant(props);
    this.repositoryNameOutput = patternOutput(this, props, 'RepositoryName', this.repository.repositoryName);
    this.repositoryUriOutput = patternOutput(this, props, 'RepositoryUri', this.repository.repositoryUri);
  }

  #grant({ pullAccounts = [], pullOrganizationId, pushAccounts = [] }: EcrRepositoryProps): void {
    for (const account of pullAccounts) this.repository.grantPull(new AccountPrincipal(account));
    for (const account of pushAccounts) this.repository.grantPullPush(new AccountPrincipal(account));
    if (pullOrganizationId === undefined) return;
    this.repository.grantPull(new OrganizationPrincipal(pullOrganizationId));
    acknowledge(
      this.repository,
      'Every principal of one organization may pull: the policy names all, and a condition the organization.',
      'AwsSolutions-ECR1',
    );
  }
}

function problemsOf(props: EcrRepositoryProps): string[] {
  const { maxImageCount, pullOrganizationId } = props;
  const problems = [
    ...accountProblems('pullAccounts', props.pullAccounts),
    ...accountProblems('pushAccounts', props.pushAccounts),
  ];
  if (pullOrganizationId !== undefined && !/^o-[a-z0-9]{10,32}$/.test(pullOrganizationId)) {
    problems.push(`pullOrganizationId ${JSON.stringify(pullOrganizationId)} is none; they look like "o-a1b2c3d4e5".`);
  }
  if (maxImageCount !== undefined && !(Number.isInteger(maxImageCount) && maxImageCount > 0)) {
    problems.push(`maxImageCount ${String(maxImageCount)} is not a whole number above 0.`);
  }
  return problems;
}
