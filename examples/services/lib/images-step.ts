// The step that brings the service's image into a stage's repository: built once, then copied from stage to stage.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep } from 'aws-cdk-lib/pipelines';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { StageContext } from 'cdk-trunkline';
import { BASE_IMAGE, imageTag, repositoryName, SHARED_REPOSITORY_NAME } from './names';

/** An account and region. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Builds the image into the shared repository, unless it is there already, and copies it into the stage's own. */
export class ImagesStep extends CodeBuildStep {
  /**
   * @param context the stage and region; its outputs hold `REPOSITORY_URI`
   * @param installCommands what every build of the pipeline begins with
   */
  public constructor(context: StageContext, installCommands: string[]) {
    const tooling = context.pipeline;
    super('Images', {
      installCommands,
      env: {
        BASE_IMAGE,
        SHARED_URI: repositoryUri(tooling, SHARED_REPOSITORY_NAME),
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
      // Docker in CodeBuild needs it; all else is as in the pipeline's other builds.
      buildEnvironment: { privileged: true },
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
            repositoryArn(context, repositoryName(context.stageName)),
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

function repositoryUri({ account, region }: Place, name: string): string {
  return `${account}.dkr.ecr.${region}.${RegionInfo.get(region).domainSuffix ?? 'amazonaws.com'}/${name}`;
}

function repositoryArn({ account, region }: Place, name: string): string {
  return `arn:${RegionInfo.get(region).partition ?? 'aws'}:ecr:${region}:${account}:repository/${name}`;
}
