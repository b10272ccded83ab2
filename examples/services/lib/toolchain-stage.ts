// The toolchain part: what all stages share, in the toolchain account.
import { type CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { EcrRepository, SharedParameters } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { BASE_IMAGE, SHARED_REPOSITORY_NAME } from './names';

/** Delivered once, before the first stage. */
export class ToolchainStage extends Stage {
  /** The URI of the repository that holds the images of all stages. */
  public readonly repositoryUri: CfnOutput;

  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Shared', {
      stackName: 'services-toolchain',
      description: 'What the stages of services share: base image and built images',
    });

    const images = new EcrRepository(stack, 'Images', {
      repositoryName: SHARED_REPOSITORY_NAME,
      maxImageCount: 100,
      outputPrefix: '',
    });
    this.repositoryUri = images.repositoryUriOutput;

    // `/services/base-image` tells people and scanners what all images are built on. Builds do not read it.
    new SharedParameters(stack, 'Parameters', {
      path: '/services',
      values: { 'base-image': BASE_IMAGE },
      description: 'What the images of services are built on',
    });
  }
}
