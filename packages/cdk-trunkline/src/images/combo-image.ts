// Several official language images in one image, rebuilt whenever one of their bases is newer.
import { ArnFormat, Stack, Token, type CfnOutput } from 'aws-cdk-lib';
import { LinuxBuildImage, type IBuildImage, type Project } from 'aws-cdk-lib/aws-codebuild';
import { Repository, type IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { patternOutput } from '../patterns/pattern-output';
import { refuse } from '../patterns/pattern-problems';
import { comboProject, comboRole } from './combo-build';
import { NO_DIGEST } from './combo-commands';
import type { ComboImageAttributes, ComboImageProps } from './combo-image-props';
import { comboName, DEFAULT_PREFIX } from './combo-name';
import { attributeProblems, comboProblems } from './combo-problems';
import { ComboRepository } from './combo-repository';
import { addNotification, addStarts } from './combo-rules';

/**
 * A build image with several languages, such as Python and Node: one image made of official ones by `trunkline combo`,
 * built by CodeBuild, pushed to ECR, and kept fresh. Every day, and after every deployment that changed its stack, the
 * build asks the registry whether a base is newer than the combo, and builds a new one if so.
 *
 * ```ts
 * const combo = new ComboImage(stack, 'PythonNode', { images: ['python:3.12', 'node:22'], emails: ['platform@example.org'] });
 * ```
 *
 * The image is `combos/python_node:3.12_22`, and the SSM parameter `/combos/python_node/3.12_22` has its digest, or `none`
 * before the first build has ended. CloudFormation puts `none` there again where it updates the parameter itself; the
 * build that follows every deployment mends that.
 *
 * Its outputs are `<prefix>ImageUri` and `<prefix>DigestParameterName`, and those of its own `ComboRepository`.
 */
export class ComboImage extends Construct {
  /**
   * The image of a combo that another stack or app has created, for the builds of a pipeline. The image has to be there
   * before a build is started. An image of one's own selects no versions of languages: let the hook `runtimeVersions`
   * return `undefined`.
   *
   * ```ts
   * public override buildEnvironment(context: PipelineContext): BuildEnvironment {
   *   const buildImage = ComboImage.buildImageFromAttributes(this, { images: ['python:3.12', 'node:22'] });
   *   return { ...super.buildEnvironment(context), buildImage };
   * }
   * ```
   *
   * @param scope where it is used
   * @param attributes which combo it is
   * @throws one error named `PatternError` that lists every mistake
   */
  public static buildImageFromAttributes(scope: Construct, attributes: ComboImageAttributes): IBuildImage {
    refuse(scope, attributeProblems(attributes));
    const { images, account, region, prefix = DEFAULT_PREFIX } = attributes;
    const { name, tag } = comboName(images);
    const repositoryName = `${prefix}/${name}`;
    const repositoryArn = Stack.of(scope).formatArn({
      service: 'ecr',
      resource: 'repository',
      resourceName: repositoryName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    });
    const place = [account, region].map((part) => (part === undefined || Token.isUnresolved(part) ? 'here' : part));
    const id = ['Combo', ...place, repositoryName.replaceAll('/', '-')].join('-');
    const repository =
      (scope.node.tryFindChild(id) as IRepository | undefined) ??
      Repository.fromRepositoryAttributes(scope, id, { repositoryName, repositoryArn });
    return LinuxBuildImage.fromEcrRepository(repository, tag);
  }

  /** The repository that the image is pushed to. */
  public readonly repository: ComboRepository;

  /** The image's tag, such as `3.12_22`. */
  public readonly tag: string;

  /** The role of the builds, for whatever else they may do: granting it to `project` has no effect. */
  public readonly role: Role;

  /** The build. */
  public readonly project: Project;

  /** The SSM parameter that has the digest of the image, such as `sha256:9c2e...`. */
  public readonly digestParameter: StringParameter;

  /** The topic that is told of failed builds. */
  public readonly notificationTopic: ITopic;

  /** The output with the image's URI, its tag included. */
  public readonly imageUriOutput: CfnOutput;

  /** The output with the name of the digest's parameter. */
  public readonly digestParameterNameOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props the images, and how they are kept fresh
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: ComboImageProps) {
    super(scope, id);
    refuse(this, comboProblems(props));
    const { name, tag } = comboName(props.images);
    const fullName = `${name}:${tag}`;
    this.tag = tag;
    this.repository = props.repository ?? this.#ownRepository(name, props);
    this.digestParameter = new StringParameter(this, 'Digest', {
      parameterName: `/${this.repository.repositoryName}/${tag}`,
      description: `Digest of combo ${fullName}`,
      stringValue: NO_DIGEST,
      allowedPattern: `^(${NO_DIGEST}|sha256:[0-9a-f]{64})$`,
    });
    const target = { repository: this.repository, tag, parameter: this.digestParameter };
    this.role = comboRole(this, target);
    this.project = comboProject(this, this.role, target, props);
    this.notificationTopic = this.#topic(fullName, props);
    addStarts(this, this.project, fullName, props.schedule);
    addNotification(this, this.project, fullName, this.notificationTopic);
    const uri = this.repository.repository.repositoryUriForTag(tag);
    this.imageUriOutput = patternOutput(this, props, 'ImageUri', uri);
    const parameterName = this.digestParameter.parameterName;
    this.digestParameterNameOutput = patternOutput(this, props, 'DigestParameterName', parameterName);
  }

  /**
   * The image for the builds of the same app, in CodeBuild projects or in steps of a pipeline: whatever the tag stands for
   * when a build starts. Whoever builds with it is let to pull.
   *
   * @returns an image that selects no versions of languages
   */
  public buildImage(): IBuildImage {
    return LinuxBuildImage.fromEcrRepository(this.repository.repository, this.tag);
  }

  #ownRepository(name: string, { images, maxImageCount, outputPrefix }: ComboImageProps): ComboRepository {
    return new ComboRepository(this, 'Repository', {
      languages: images.map((image) => image.slice(0, image.indexOf(':'))),
      ...(maxImageCount === undefined ? {} : { maxImageCount }),
      ...(outputPrefix === undefined ? {} : { outputPrefix }),
    });
  }

  /** It is not encrypted with a key of its own: a message holds a name and a link. */
  #topic(fullName: string, { notificationTopic, emails = [] }: ComboImageProps): ITopic {
    const displayName = `Combo ${fullName}`;
    const topic = notificationTopic ?? new Topic(this, 'Topic', { enforceSSL: true, displayName });
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}
