// The bootstrap part of a stage: where its image is pushed, what says which image runs, and who may do either.
import { type CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { EcrRepository } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { buildRoleName, digestParameterName, imagesRoleName, repositoryName } from './names';
import { roleArn, type Place } from './registry';

/** What a bootstrap part needs to know. */
export interface BootstrapStageProps extends StageProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Where the pipeline is. */
  readonly tooling: Place;
  /** The region that it is delivered to. */
  readonly region: string;
}

/** The digest of nothing: a service that is deployed before any image was pushed finds none, and is rolled back. */
const NO_IMAGE = `sha256:${'0'.repeat(64)}`;

/** Delivered to every region of a stage, before its image. */
export class BootstrapStage extends Stage {
  /** Where the stage's image is pushed. */
  public readonly repositoryUri: CfnOutput;

  public constructor(scope: Construct, id: string, props: BootstrapStageProps) {
    super(scope, id, props);
    const { deploysTo, tooling, region } = props;
    const stack = new Stack(this, 'Bootstrap', {
      stackName: `django-service-${deploysTo}-bootstrap`,
      description: `Image repository of django-service in ${deploysTo}`,
    });
    // Without a limit on their number: ECR expires by age alone, and the image that runs may be the oldest.
    const images = new EcrRepository(stack, 'Images', {
      repositoryName: repositoryName(deploysTo),
      outputPrefix: '',
    });
    this.repositoryUri = images.repositoryUriOutput;

    // CloudFormation creates it and the images step writes it. An update of the stack leaves what was written alone while
    // nothing of the parameter changes in the template; where anything does, its description even, CloudFormation puts
    // the digest of nothing again, until the images step, which comes next in the pipeline, writes its own.
    const digest = new StringParameter(stack, 'ImageDigest', {
      parameterName: digestParameterName(deploysTo),
      description: `The image that django-service runs in ${deploysTo}`,
      allowedPattern: '^sha256:[0-9a-f]{64}$',
      stringValue: NO_IMAGE,
    });

    // As a condition and not as principal: it may be deployed before the role of the pipeline is.
    const pusher = new Role(stack, 'ImagesRole', {
      roleName: imagesRoleName(deploysTo, region),
      description: `The images step of django-service for ${deploysTo}`,
      assumedBy: new AccountPrincipal(tooling.account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': roleArn(tooling, buildRoleName(deploysTo, region)) },
      }),
    });
    images.repository.grantPullPush(pusher);
    pusher.addToPolicy(
      new PolicyStatement({ actions: ['ecr:DescribeImages'], resources: [images.repository.repositoryArn] }),
    );
    pusher.addToPolicy(new PolicyStatement({ actions: ['ssm:PutParameter'], resources: [digest.parameterArn] }));
  }
}
