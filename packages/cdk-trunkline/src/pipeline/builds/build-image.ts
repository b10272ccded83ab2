// The image of a build by the name that the configuration gives it.
import { createHash } from 'node:crypto';
import { LinuxArmBuildImage, LinuxBuildImage, type IBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Arn, ArnFormat } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { partitionOf } from '../../config/partition';

/** What CodeBuild's own images are called. Source: CodeBuild User Guide, Docker images provided by CodeBuild. */
const CODEBUILD_IMAGE = /^aws\/codebuild\//;

const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<name>[^:@]+)(?::(?<tag>[^@]+)|@(?<digest>.+))?$/;

/**
 * The image that a name stands for: one of CodeBuild, of an ECR repository (pulled with the build's role) or of any
 * other registry.
 *
 * @param scope where an ECR repository is imported, once for each name
 * @param name such as `aws/codebuild/amazonlinux-aarch64-standard:3.0`
 * @throws where the image is one of CodeBuild that runs no container of Linux
 */
export function buildImage(scope: Construct, name: string): IBuildImage {
  if (CODEBUILD_IMAGE.test(name)) {
    if (/windows|macos|-lambda-/.test(name)) {
      throw new Error(
        `Image ${name} cannot run the commands of a delivery pipeline. Name an image of Linux, such as ` +
          '"aws/codebuild/standard:7.0", in "build.image" of the configuration.',
      );
    }
    return name.includes('aarch64')
      ? LinuxArmBuildImage.fromCodeBuildImageId(name)
      : LinuxBuildImage.fromCodeBuildImageId(name);
  }
  const ecr = ECR_IMAGE.exec(name)?.groups;
  if (ecr === undefined) return LinuxBuildImage.fromDockerRegistry(name);
  const { account = '', region = '', name: repositoryName = '', tag, digest } = ecr;
  const id = `Image${createHash('sha256').update(`${account}/${region}/${repositoryName}`).digest('hex').slice(0, 8)}`;
  const repository =
    (scope.node.tryFindChild(id) as Repository | undefined) ??
    Repository.fromRepositoryAttributes(scope, id, {
      repositoryName,
      repositoryArn: Arn.format({
        partition: partitionOf(region),
        service: 'ecr',
        region,
        account,
        resource: 'repository',
        resourceName: repositoryName,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
    });
  return LinuxBuildImage.fromEcrRepository(repository, tag ?? digest ?? 'latest');
}

/** Whether a build can select versions of languages. Source: CodeBuild User Guide, Runtime versions: custom images cannot. */
export function selectsRuntimes(image: IBuildImage | undefined): boolean {
  return image === undefined || CODEBUILD_IMAGE.test(image.imageId);
}
