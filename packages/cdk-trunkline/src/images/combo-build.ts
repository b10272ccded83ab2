// The CodeBuild project that keeps a combo fresh, and the role that it has: to push to one repository, and to write one parameter.
import { Duration } from 'aws-cdk-lib';
import {
  BuildEnvironmentVariableType,
  BuildSpec,
  ComputeType,
  LinuxBuildImage,
  Project,
  type BuildEnvironmentVariable,
} from 'aws-cdk-lib/aws-codebuild';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { acknowledge, ANY_RESOURCE } from '../patterns/acknowledge';
import { patternLogGroup } from '../patterns/pattern-logs';
import { buildCommands, installCommands, type ComboVariables } from './combo-commands';
import type { ComboImageProps } from './combo-image-props';
import type { ComboRepository } from './combo-repository';

/** What a build is about. */
export interface ComboTarget {
  readonly repository: ComboRepository;
  /** The tag that it pushes. */
  readonly tag: string;
  /** The parameter that it writes the digest to. */
  readonly parameter: StringParameter;
}

/**
 * Source: Amazon ECR User Guide, required permissions for pushing an image; the last is how the tag's digest is found.
 */
const PUSH_ACTIONS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
  'ecr:DescribeImages',
];

/** Creates the role of the builds. */
export function comboRole(scope: Construct, { repository, parameter }: ComboTarget): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
  repository.repository.grant(role, ...PUSH_ACTIONS);
  role.addToPolicy(
    new PolicyStatement({ actions: ['ssm:GetParameter', 'ssm:PutParameter'], resources: [parameter.parameterArn] }),
  );
  // A policy of its own, so that what is acknowledged is this statement alone.
  const signIn = new Policy(scope, 'SignIn', {
    roles: [role],
    statements: [new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] })],
  });
  acknowledge(signIn, 'Signing in to a registry has no resource to name.', ANY_RESOURCE);
  return role;
}

/** Creates the project. */
export function comboProject(scope: Construct, role: Role, target: ComboTarget, props: ComboImageProps): Project {
  const { dockerHubCredentials, computeType = ComputeType.MEDIUM, timeout = Duration.hours(2) } = props;
  const logGroup = patternLogGroup(scope, 'Logs', props);
  logGroup.grantWrite(role);
  dockerHubCredentials?.grantRead(role);
  const project = new Project(scope, 'Build', {
    description: `Keeps combo ${target.repository.comboName}:${target.tag} fresh`,
    // CDK would add the log group that CodeBuild makes by default, with a wildcard, and there is none.
    role: role.withoutPolicyUpdates(),
    grantReportGroupPermissions: false,
    environment: { buildImage: LinuxBuildImage.STANDARD_7_0, computeType, privileged: true },
    environmentVariables: { ...variables(target), ...hubVariables(props) },
    buildSpec: BuildSpec.fromObject({
      version: '0.2',
      phases: {
        install: { 'runtime-versions': { nodejs: '22' }, commands: installCommands(props) },
        build: { commands: buildCommands(props, dockerHubCredentials !== undefined) },
      },
    }),
    logging: { cloudWatch: { logGroup } },
    timeout,
  });
  acknowledge(
    project,
    'Docker in CodeBuild needs it, and the commands are those of the construct.',
    'AwsSolutions-CB3',
  );
  acknowledge(project, 'It has no artifacts that a key could encrypt; the images are in ECR.', 'AwsSolutions-CB4');
  return project;
}

function variables({ repository, tag, parameter }: ComboTarget): Record<string, BuildEnvironmentVariable> {
  const values: ComboVariables = {
    REGISTRY: repository.repository.registryUri,
    REPOSITORY: repository.repositoryName,
    TAG: tag,
    DIGEST_PARAMETER: parameter.parameterName,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: value as string }]));
}

function hubVariables({ dockerHubCredentials }: ComboImageProps): Record<string, BuildEnvironmentVariable> {
  if (dockerHubCredentials === undefined) return {};
  const type = BuildEnvironmentVariableType.SECRETS_MANAGER;
  const { secretArn } = dockerHubCredentials;
  return {
    DOCKER_HUB_USERNAME: { type, value: `${secretArn}:username` },
    DOCKER_HUB_PASSWORD: { type, value: `${secretArn}:password` },
  };
}
