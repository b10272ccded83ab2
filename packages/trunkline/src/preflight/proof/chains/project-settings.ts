// What a project's own settings make its service role need: variables from stores, a network, an image of one's own.
import type { LandscapeProject } from '../../landscape/landscape.js';
import type { ActionFacts } from '../action-facts.js';
import { unresolved } from '../../iam/unresolved.js';
import { scalarText } from '../../../assembly/intrinsics/context.js';
import { field, items, textField } from '../../landscape/values.js';

/** Calls of a project's service role. */
export interface ProjectCalls {
  /** To go after `the project role`. */
  readonly step: string;
  readonly calls: readonly string[];
  /** Any one of `calls` is enough. @default false */
  readonly anyOf?: boolean;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Variables, of the project and of the action, whose values are secrets or parameters.
 * Source: CodeBuild API Reference, EnvironmentVariable.
 */
export function settingCalls({ project }: LandscapeProject, { partition, action }: ActionFacts): ProjectCalls[] {
  const { account, region } = project.declaredAt.environment;
  const variables = [...project.environmentVariables, ...actionVariables(action.configuration.EnvironmentVariables)];
  return variables.flatMap(({ name, value, type }): ProjectCalls[] => {
    const step = `reads the value of ${name}`;
    if (type === 'PARAMETER_STORE') {
      const parameter = `arn:${partition}:ssm:${region}:${account}:parameter/${value.replace(/^\//, '')}`;
      return [{ step, calls: ['ssm:GetParameters'], resource: parameter }];
    }
    if (type !== 'SECRETS_MANAGER') return [];
    return [
      { step, calls: ['secretsmanager:GetSecretValue'], resource: secretArn(value, { partition, region, account }) },
    ];
  });
}

/** The secret of `secret-id:json-key:stage:version`. */
export function secretArn(
  value: string,
  { partition, region, account }: { readonly partition: string; readonly region: string; readonly account: string },
): string {
  // An ARN has colons of its own.
  if (value.startsWith('arn:')) return value.split(':').slice(0, 7).join(':');
  const [name = ''] = value.split(':');
  // Secrets Manager adds six characters to every name. Source: Secrets Manager User Guide, IAM policy reference.
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`;
}

/** A variable of an action. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** The action's own variables: a list as JSON. What is no such list is a mistake that the rules find. */
export function actionVariables(text: string | undefined): Variable[] {
  if (text === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return (list as readonly unknown[]).flatMap((each): Variable[] => {
    const { name, value, type } = (each ?? {}) as { readonly [key: string]: unknown };
    return typeof name === 'string' && typeof value === 'string' && typeof type === 'string'
      ? // A pipeline variable is known only when the action starts.
        [{ name, value: value.replaceAll(/#\{[^}]*\}/g, (variable) => unresolved(variable)), type }]
      : [];
  });
}

/** Source: CodeBuild User Guide, Allow CodeBuild access to AWS services required to create a VPC network interface. */
export function networkCalls({ project, properties }: LandscapeProject, { partition }: ActionFacts): ProjectCalls[] {
  const network = properties.VpcConfig;
  if (network === undefined || network === null) return [];
  const { account, region } = project.declaredAt.environment;
  // A list that only the deployment tells is one obligation, for whichever subnets these are.
  const subnets = items(field(network, 'Subnets')).map(
    (subnet) => scalarText(subnet) ?? unresolved(`a subnet of project ${project.name}`),
  );
  const step = 'joins the network';
  return [
    {
      step,
      calls: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resource: '*',
    },
    ...subnets.map((subnet) => ({
      step,
      calls: ['ec2:CreateNetworkInterfacePermission'],
      resource: `arn:${partition}:ec2:${region}:${account}:network-interface/${unresolved('some network interface')}`,
      context: {
        'ec2:Subnet': `arn:${partition}:ec2:${region}:${account}:subnet/${subnet}`,
        'ec2:AuthorizedService': 'codebuild.amazonaws.com',
      },
    })),
  ];
}

/** An image of ECR that is pulled with the service role. Source: CodeBuild User Guide, Amazon ECR sample. */
export function registryCalls({ project, properties }: LandscapeProject, { partition }: ActionFacts): ProjectCalls[] {
  const credentials = textField(properties.Environment, 'ImagePullCredentialsType');
  const image = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(project.image);
  if (image === null || credentials !== 'SERVICE_ROLE') return [];
  const [, account = '', region = '', repository = ''] = image;
  const step = 'pulls the build image';
  return [
    { step, calls: ['ecr:GetAuthorizationToken'], resource: '*' },
    {
      step,
      calls: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resource: `arn:${partition}:ecr:${region}:${account}:repository/${repository}`,
    },
  ];
}

/** Logs and caches in buckets. Source: CodeBuild User Guide, Create a CodeBuild service role, and Build caching. */
export function bucketCalls({ project, properties }: LandscapeProject, { partition }: ActionFacts): ProjectCalls[] {
  const { cache } = project;
  const location = textField(properties.LogsConfig, 'S3Logs', 'Location');
  const logs = textField(properties.LogsConfig, 'S3Logs', 'Status') === 'ENABLED' ? location : undefined;
  const inBucket = (place: string): string => {
    const path = place.replace(/^arn:[^:]*:s3:::/, '').replace(/\/+$/, '');
    return `arn:${partition}:s3:::${path}/${unresolved('some object')}`;
  };
  return [
    ...(cache.type === 'S3'
      ? [{ step: 'keeps the cache', calls: ['s3:GetObject', 's3:PutObject'], resource: inBucket(cache.location) }]
      : []),
    ...(logs === undefined
      ? []
      : [{ step: 'writes the log into the bucket', calls: ['s3:PutObject'], resource: inBucket(logs) }]),
  ];
}
