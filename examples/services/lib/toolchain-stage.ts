// The toolchain part: what all stages share, in the toolchain account.
import { CfnOutput, RemovalPolicy, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { BASE_IMAGE, BASE_IMAGE_PARAMETER_NAME, SHARED_REPOSITORY_NAME } from './names';

/** Delivered once, before the first stage. */
export class ToolchainStage extends Stage {
  /** The URI of the repository that holds the images of all stages. */
  public readonly repositoryUri: CfnOutput;
  /** The name of the parameter that names the base of all images. */
  public readonly baseImageParameter: CfnOutput;

  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Shared', {
      stackName: 'services-toolchain',
      description: 'What the stages of services share: base image and built images',
    });

    const repository = new Repository(stack, 'Images', {
      repositoryName: SHARED_REPOSITORY_NAME,
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ maxImageCount: 100 }],
    });
    const baseImage = new StringParameter(stack, 'BaseImage', {
      parameterName: BASE_IMAGE_PARAMETER_NAME,
      description: 'What the images of services are built on',
      stringValue: BASE_IMAGE,
    });

    this.repositoryUri = new CfnOutput(stack, 'RepositoryUri', { value: repository.repositoryUri });
    this.baseImageParameter = new CfnOutput(stack, 'BaseImageParameter', { value: baseImage.parameterName });
  }
}
