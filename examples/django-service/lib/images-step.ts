// The step that brings the service's image into a stage's account, and writes down its digest there.
import { Cache, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StageTestStep, type StageContext } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { buildRoleName, COMBO, digestParameterName, imagesRoleName, imageTag, SHARED_REPOSITORY_NAME } from './names';
import { repositoryArn, repositoryUri, roleArn } from './registry';

/** The commands that run with the role of the build itself, rather than with that of the stage's account. */
const AS_ITSELF = 'env -u AWS_PROFILE';

/**
 * Docker, signed in to the stage's registry. Docker keeps one login for each host, and that of the toolchain account is the
 * same host where the accounts are one. The latter's is the home folder's, where Docker also looks for what builds.
 */
const STAGE_DOCKER = 'DOCKER_CONFIG="$STAGE_DOCKER" docker';

/**
 * Builds the image on the combo into the shared repository, unless it is there already, copies it into the stage's own,
 * and writes its digest into the parameter by which the main part finds it. A registry alone knows a digest, and only
 * once the image is pushed, so that it can be in no template.
 */
export class ImagesStep extends StageTestStep {
  /**
   * @param scope the pipeline's stack, which has the step's role
   * @param context the stage and region; its outputs hold `REPOSITORY_URI`
   */
  public constructor(scope: Construct, context: StageContext) {
    const { stageName, region, pipeline: tooling } = context;
    const accessRoleArn = roleArn(context, imagesRoleName(stageName, region));
    super('Images', {
      accessRoleArn,
      region,
      // The stage's role trusts it by its name.
      role: new Role(scope, `Images-${stageName}-${region}`, {
        roleName: buildRoleName(stageName, region),
        description: `The images step of django-service for ${stageName} in ${region}`,
        assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      }),
      env: {
        BASE_IMAGE: `${repositoryUri(tooling, COMBO.repositoryName)}:${COMBO.tag}`,
        SHARED_URI: repositoryUri(tooling, SHARED_REPOSITORY_NAME),
        SHARED_REGION: tooling.region,
        DIGEST_PARAMETER: digestParameterName(stageName),
        TAG: imageTag(),
      },
      envFromCfnOutputs: context.outputs,
      commands: [
        login(`${AS_ITSELF} aws`, 'docker', '$SHARED_REGION', '${SHARED_URI%%/*}'),
        'STAGE_DOCKER="$(mktemp -d)"',
        login('aws', STAGE_DOCKER, region, '${REPOSITORY_URI%%/*}'),
        // Two regions may build at once. Tags cannot be overwritten, so the one that pushes second takes the first's.
        'docker pull "$SHARED_URI:$TAG" || { ' +
          'docker build --build-arg "BASE_IMAGE=$BASE_IMAGE" --file examples/django-service/container/Dockerfile ' +
          '--tag "$SHARED_URI:$TAG" examples/django-service && ' +
          '{ docker push "$SHARED_URI:$TAG" || docker pull "$SHARED_URI:$TAG"; }; }',
        // An image that is there already is not pushed again.
        `${STAGE_DOCKER} manifest inspect "$REPOSITORY_URI:$TAG" || { ` +
          `docker tag "$SHARED_URI:$TAG" "$REPOSITORY_URI:$TAG" && ${STAGE_DOCKER} push "$REPOSITORY_URI:$TAG"; }`,
        // The stage's registry says the digest, as it is there that the service asks for it.
        'DIGEST="$(aws ecr describe-images --repository-name "${REPOSITORY_URI#*/}" --image-ids "imageTag=$TAG" ' +
          '--query "imageDetails[0].imageDigest" --output text)"',
        'aws ssm put-parameter --name "$DIGEST_PARAMETER" --type String --value "$DIGEST" --overwrite',
      ],
      // The combo has no Docker, which this step needs, and CodeBuild's own image has.
      buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0, privileged: true },
      // It installs no packages.
      cache: Cache.none(),
      rolePolicyStatements: [
        new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [accessRoleArn] }),
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
          resources: [repositoryArn(tooling, SHARED_REPOSITORY_NAME)],
        }),
        new PolicyStatement({
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [repositoryArn(tooling, COMBO.repositoryName)],
        }),
      ],
    });
  }
}

function login(aws: string, docker: string, region: string, registry: string): string {
  return `${aws} ecr get-login-password --region "${region}" | ${docker} login --username AWS --password-stdin "${registry}"`;
}
