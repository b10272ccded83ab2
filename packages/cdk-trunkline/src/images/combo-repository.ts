// The ECR repository of combined images: the images of the same languages, whatever their versions.
import { RemovalPolicy, type CfnOutput } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { patternOutput, type PatternOutputProps } from '../patterns/pattern-output';
import { accountProblems, refuse } from '../patterns/pattern-problems';
import { DEFAULT_PREFIX, joinedName, languageProblems, prefixProblems } from './combo-name';

/** Properties of a repository of combos. */
export interface ComboRepositoryProps extends PatternOutputProps {
  /** The names of the combined images in their order, such as `['python', 'node']`. */
  readonly languages: string[];

  /**
   * What the repository's name begins with.
   *
   * @default 'combos', which makes it `combos/python_node`
   */
  readonly prefix?: string;

  /**
   * How many images are kept after newer ones have taken over their tags, for whoever uses them by digest. An image that
   * still has its tag never expires, however old it is.
   *
   * @default 20
   */
  readonly maxImageCount?: number;

  /**
   * Accounts that may pull, 12 digits each.
   *
   * @default - none but its own
   */
  readonly pullAccounts?: string[];

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
 * The ECR repository of all combos of the same languages, each under a tag of its own: `combos/python_node` has `3.12_22`
 * and `3.13_22`. Every image is scanned on push. A tag moves whenever its combo is rebuilt, in contrast to those of
 * `EcrRepository`; what it stood for before stays for a while, and is found by its digest.
 *
 * You want one where several `ComboImage` are to share it; a single one creates its own.
 *
 * Its outputs are `<prefix>RepositoryName` and `<prefix>RepositoryUri`.
 */
export class ComboRepository extends Construct {
  /** The repository, for whatever else it should have. */
  public readonly repository: Repository;

  /** The names of the combined images as they are joined, such as `python_node`. */
  public readonly comboName: string;

  /** The repository's name, such as `combos/python_node`. */
  public readonly repositoryName: string;

  /** The output with the repository's name. */
  public readonly repositoryNameOutput: CfnOutput;

  /** The output with the URI that images are pulled from. */
  public readonly repositoryUriOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props the languages, and how images are kept
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: ComboRepositoryProps) {
    super(scope, id);
    refuse(this, problemsOf(props));
    const { languages, prefix = DEFAULT_PREFIX, encryptionKey, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.comboName = joinedName(languages);
    this.repositoryName = `${prefix}/${this.comboName}`;
    this.repository = new Repository(this, 'Repository', {
      repositoryName: this.repositoryName,
      imageScanOnPush: true,
      imageTagMutability: TagMutability.MUTABLE,
      // By number: an image that kept its tag for months would be past any age on the day that it loses it, and be gone at
      // once for whoever uses it by its digest.
      lifecycleRules: [{ tagStatus: TagStatus.UNTAGGED, maxImageCount: props.maxImageCount ?? 20 }],
      ...(encryptionKey === undefined ? {} : { encryption: RepositoryEncryption.KMS, encryptionKey }),
      removalPolicy,
      // CloudFormation cannot delete a repository that has images.
      ...(removalPolicy === RemovalPolicy.DESTROY ? { emptyOnDelete: true } : {}),
    });
    for (const account of props.pullAccounts ?? []) this.repository.grantPull(new AccountPrincipal(account));
    this.repositoryNameOutput = patternOutput(this, props, 'RepositoryName', this.repository.repositoryName);
    this.repositoryUriOutput = patternOutput(this, props, 'RepositoryUri', this.repository.repositoryUri);
  }
}

function problemsOf({ languages, prefix, maxImageCount, pullAccounts }: ComboRepositoryProps): string[] {
  const problems = [
    ...languageProblems(languages),
    ...(prefix === undefined ? [] : prefixProblems(prefix)),
    ...accountProblems('pullAccounts', pullAccounts),
  ];
  if (maxImageCount !== undefined && !(Number.isInteger(maxImageCount) && maxImageCount > 0)) {
    problems.push(`maxImageCount ${String(maxImageCount)} is not a whole number above 0.`);
  }
  return problems;
}
