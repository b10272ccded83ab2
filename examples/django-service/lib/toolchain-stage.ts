// The toolchain part: the repository that images are built into, for all stages.
import { Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { EcrRepository } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { SHARED_REPOSITORY_NAME } from './names';

/** Delivered once, before the first stage. */
export class ToolchainStage extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Shared', {
      stackName: 'django-service-toolchain',
      description: 'The images of django-service, for all stages',
    });
    new EcrRepository(stack, 'Images', {
      repositoryName: SHARED_REPOSITORY_NAME,
      maxImageCount: 100,
      outputPrefix: '',
    });
  }
}
