// The bootstrap part of a stage: the repository that must exist before the stage's image is pushed.
import { type CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { EcrRepository } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { repositoryName } from './names';

/** What a bootstrap part needs to know. */
export interface BootstrapStageProps extends StageProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** The account that pushes the images. */
  readonly toolchainAccount: string;
}

/** Delivered to every region of a stage, before its images. */
export class BootstrapStage extends Stage {
  /** Where the stage's image is pushed. */
  public readonly repositoryUri: CfnOutput;

  public constructor(scope: Construct, id: string, props: BootstrapStageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Bootstrap', {
      stackName: `services-${props.deploysTo}-bootstrap`,
      description: `Image repository of services in ${props.deploysTo}`,
    });

    const images = new EcrRepository(stack, 'Images', {
      repositoryName: repositoryName(props.deploysTo),
      maxImageCount: 20,
      pushAccounts: [props.toolchainAccount],
      outputPrefix: '',
    });
    this.repositoryUri = images.repositoryUriOutput;
  }
}
