// The step that brings the service's image into a stage's repository: built once, then copied from stage to stage.
import type { Environment } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep } from 'aws-cdk-lib/pipelines';
import type { StageContext } from 'cdk-trunkline';
import { BASE_IMAGE, imageTag, repositoryName, SHARED_REPOSITORY_NAME } from './names';

/** Builds the image into the shared repository, unless it is there already, and copies it into the stage's own. */
export class ImagesStep extends CodeBuildStep {
  /**
   * @param context the stage and region; its outputs hold `REPOSITORY_URI`
   * @param installCommands what every build of the pipeline begins with
   */
  public constructor(context: StageContext, installCommands: string[]) {
    const tooling = context.pipeline.env;
    super('Images', {
      installCommands,
      env: {
        BASE_IMAGE,
        SHARED_URI: `${tooling.account}.dkr.ecr.${tooling.region}.amazonaws.com/${SHARED_REPOSITORY_NAME}`,
        STAGE_REGION: context.region,
        TAG: imageTag(),
      },
      envFromCfnOutputs: context.outputs,
      commands: [
        login('$AWS_REGION', '$SHARED_URI'),
        login('$STAGE_REGION', '$REPOSITORY_URI'),
        'npm run build:image --workspace services',
        // Two regions may build at once. Tags cannot be overwritten, so the one that pushes second takes the first's.
        'docker pull "$SHARED_URI:$TAG" || { ' +
          'docker build --build-arg "BASE_IMAGE=$BASE_IMAGE" --file examples/services/container/Dockerfile ' +
          '--tag "$SHARED_URI:$TAG" examples/services/build/container && ' +
          '{ docker push "$SHARED_URI:$TAG" || docker pull "$SHARED_URI:$TAG"; }; }',
        // An image that is there already is not pushed again.
        'docker manifest inspect "$REPOSITORY_URI:$TAG" || { ' +
          'docker tag "$SHARED_URI:$TAG" "$REPOSITORY_URI:$TAG" && docker push "$REPOSITORY_URI:$TAG"; }',
      ],
      buildEnvironment: {
        // Docker in CodeBuild needs it.
        privileged: true,
        buildImage: LinuxBuildImage.STANDARD_7_0,
      },
      rolePolicyStatements: [
        // Signing in to a registry has no resource to name.
        new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
        new PolicyStatement({
          actions: [
            'ecr:BatchCheckLayerAvailability',
            'ecr:BatchGetImage',
            'ecr:CompleteLayerUpload',
            'ecr:GetDownloadUrlForLayer',
            'ecr:InitiateLayerUpload',
            'ecr:PutImage',
            'ecr:UploadLayerPart',
          ],
          resources: [
            repositoryArn(tooling, SHARED_REPOSITORY_NAME),
            repositoryArn(context.env, repositoryName(context.stageName)),
          ],
        }),
      ],
    });
  }
}

function login(region: string, repositoryUri: string): string {
  const registry = repositoryUri.replace(/^\$(.*)$/, '${$1%%/*}');
  return `aws ecr get-login-password --region "${region}" | docker login --username AWS --password-stdin "${registry}"`;
}

function repositoryArn(environment: Environment, name: string): string {
  return `arn:aws:ecr:${environment.region}:${environment.account}:repository/${name}`;
}
