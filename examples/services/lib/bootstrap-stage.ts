// The bootstrap part of a stage: the repository that must exist before the stage's image is pushed.
import { type CfnOutput, RemovalPolicy, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { EcrRepository } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { repositoryName } from './names';

/** What a bootstrap part needs to know. */
export interface BootstrapStageProps extends StageProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** The account that pushes the images. */
  readonly toolchainAccount: string;
  /** Whether the stage is a feature branch's own, with which all that it holds ends. */
  readonly endsWithBranch?: boolean;
}

/** Delivered to every region of a stage, before its images. */
export class BootstrapStage extends Stage {
  /** The part's only stack. */
  public readonly stack: Stack;
  /** Where the stage's image is pushed. */
  public readonly repositoryUri: CfnOutput;

  public constructor(scope: Construct, id: string, props: BootstrapStageProps) {
    super(scope, id, props);
    this.stack = new Stack(this, 'Bootstrap', {
      stackName: `services-${props.deploysTo}-bootstrap`,
      description: `Image repository of services in ${props.deploysTo}`,
    });

    const images = new EcrRepository(this.stack, 'Images', {
      repositoryName: repositoryName(props.deploysTo),
      maxImageCount: 20,
      pushAccounts: [props.toolchainAccount],
      // That of a branch goes with its images, the others outlive their stacks.
      removalPolicy: props.endsWithBranch === true ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      outputPrefix: '',
    });
    this.repositoryUri = images.repositoryUriOutput;
  }
}
