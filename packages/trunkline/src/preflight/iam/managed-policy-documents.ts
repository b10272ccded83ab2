// The AWS managed policies whose documents are known here: those that pipelines meet and that are short and settled.
import type { TemplateValue } from '../../model/template.js';
import { unresolved } from './unresolved.js';

/** What an allowing statement lists, `NotAction` where it is said. */
interface Allow {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const PULL = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];

const REPOSITORY_READS = [
  ...PULL,
  'ecr:GetRepositoryPolicy',
  'ecr:DescribeRepositories',
  'ecr:ListImages',
  'ecr:DescribeImages',
  'ecr:GetLifecyclePolicy',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:ListTagsForResource',
  'ecr:DescribeImageScanFindings',
];

const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/**
 * By what follows `policy/` in the ARN; the version is the one that was read. AWS adds to these policies now and then, so that
 * something may be allowed that is not listed here. All their statements are for every resource; where a policy has others
 * too, or many actions of no interest here, these stand as actions that are not known.
 *
 * Source: AWS Managed Policy Reference Guide, one page for each.
 */
const ALLOWS: readonly (readonly [name: string, version: string, ...statements: Allow[]])[] = [
  ['AdministratorAccess', 'v1', { actions: ['*'] }],
  [
    'PowerUserAccess',
    'v12',
    { notActions: ['iam:*', 'organizations:*', 'account:*'] },
    {
      actions: [
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
    },
  ],
  [
    'AWSCloudFormationReadOnlyAccess',
    'v7',
    {
      actions: [
        'cloudformation:Describe*',
        'cloudformation:BatchDescribe*',
        'cloudformation:EstimateTemplateCost',
        'cloudformation:Get*',
        'cloudformation:List*',
        'cloudformation:ValidateTemplate',
        'cloudformation:Detect*',
      ],
    },
  ],
  ['AWSCloudFormationFullAccess', 'v1', { actions: ['cloudformation:*'] }],
  [
    'IAMReadOnlyAccess',
    'v4',
    {
      actions: [
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ],
    },
  ],
  [
    'AWSServiceCatalogAdminFullAccess',
    'v5',
    { actions: ['servicecatalog:*', 'cloudformation:ValidateTemplate'] },
    { actions: [unresolved('the actions that AWSServiceCatalogAdminFullAccess allows on some resources')] },
  ],
  [
    'AdministratorAccess-AWSElasticBeanstalk',
    'v7',
    { actions: ['elasticbeanstalk:*'] },
    { actions: [unresolved('the actions that AdministratorAccess-AWSElasticBeanstalk allows on some resources')] },
  ],
  ['AmazonS3FullAccess', 'v2', { actions: ['s3:*', 's3-object-lambda:*'] }],
  [
    'AmazonS3ReadOnlyAccess',
    'v3',
    { actions: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'] },
  ],
  ['AmazonSQSFullAccess', 'v1', { actions: ['sqs:*'] }],
  ['AmazonSSMReadOnlyAccess', 'v1', { actions: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'] }],
  [
    'AmazonEC2ContainerRegistryPullOnly',
    'v1',
    {
      actions: [
        'ecr:GetAuthorizationToken',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchImportUpstreamImage',
      ],
    },
  ],
  ['AmazonEC2ContainerRegistryReadOnly', 'v3', { actions: REPOSITORY_READS }],
  [
    'AmazonEC2ContainerRegistryPowerUser',
    'v3',
    {
      actions: [
        ...REPOSITORY_READS,
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ],
    },
  ],
  ['AWSXRayDaemonWriteAccess', 'v2', { actions: TRACES }],
  ['AWSXrayWriteOnlyAccess', 'v2', { actions: TRACES }],
  ['service-role/AWSLambdaBasicExecutionRole', 'v1', { actions: LOGS }],
  [
    'service-role/AWSLambdaVPCAccessExecutionRole',
    'v3',
    {
      actions: [
        ...LOGS,
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
    },
  ],
  [
    'service-role/AWSLambdaSQSQueueExecutionRole',
    'v1',
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS] },
  ],
  ['service-role/AWSLambdaRole', 'v1', { actions: ['lambda:InvokeFunction'] }],
  [
    'service-role/AmazonECSTaskExecutionRolePolicy',
    'v1',
    { actions: [...PULL, 'logs:CreateLogStream', 'logs:PutLogEvents'] },
  ],
  [
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    'v1',
    {
      actions: [
        ...LOGS,
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:GetLogEvents',
        'logs:FilterLogEvents',
      ],
    },
  ],
];

/** Documents by name. */
export const MANAGED_POLICY_DOCUMENTS: ReadonlyMap<string, TemplateValue> = new Map([
  ...ALLOWS.map(([name, , ...statements]): [string, TemplateValue] => [name, allowing(statements)]),
  [
    'AWSDenyAll',
    { Version: '2012-10-17', Statement: [{ Sid: 'DenyAll', Effect: 'Deny', Action: '*', Resource: '*' }] },
  ],
]);

function allowing(statements: readonly Allow[]): TemplateValue {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ actions, notActions }) => ({
      Effect: 'Allow',
      ...(actions === undefined ? {} : { Action: actions }),
      ...(notActions === undefined ? {} : { NotAction: notActions }),
      Resource: '*',
    })),
  };
}
