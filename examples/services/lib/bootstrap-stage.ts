// The bootstrap part of a stage: the repository that must exist before the stage's image is pushed.
import { CfnOutput, RemovalPolicy, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
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

    const repository = new Repository(stack, 'Images', {
      repositoryName: repositoryName(props.deploysTo),
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ maxImageCount: 20 }],
    });
    repository.grantPullPush(new AccountPrincipal(props.toolchainAccount));

    this.repositoryUri = new CfnOutput(stack, 'RepositoryUri', { value: repository.repositoryUri });
  }
}
