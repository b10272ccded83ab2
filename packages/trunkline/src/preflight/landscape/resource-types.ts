// The resource types that preflight knows by name: how each is named, and what Ref and Fn::GetAtt give.
import type { TemplateValue } from '../../model/template.js';

/** What a type's entry computes with. */
export interface ResourceFacts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
  /** The name that the template gives, or what is known of a generated one. */
  readonly name: string;
  /** A marker, the same for the same resource: for ids that only AWS makes. */
  readonly id: string;
  /** A property as text; `undefined` where it is absent or no scalar. */
  text(property: string): string | undefined;
}

/** What is known about a resource type. Source: Template Reference, Return values; Service Authorization Reference. */
export interface ResourceType {
  /** The property that names the resource. @default none: its id is made by AWS */
  readonly nameProperty?: string;
  /** What a generated name begins with. @default stack and logical id */
  readonly generated?: 'logical-id';
  /** The longest name that the service takes. @default 128 */
  readonly longest?: number;
  readonly lowerCase?: boolean;
  readonly arn: (facts: ResourceFacts) => string;
  /** What `Ref` gives. @default the name */
  readonly ref?: 'arn' | 'id' | ((facts: ResourceFacts) => string);
  /** What `Fn::GetAtt` gives, by attribute. `Arn` is always the ARN. */
  readonly attributes?: Readonly<Record<string, 'arn' | 'name' | 'id' | ((facts: ResourceFacts) => TemplateValue)>>;
  /** The property that holds a resource policy. */
  readonly policyProperty?: string;
}

const arn =
  (service: string, resource: (facts: ResourceFacts) => string) =>
  (facts: ResourceFacts): string =>
    `arn:${facts.partition}:${service}:${facts.region}:${facts.account}:${resource(facts)}`;

const iamArn =
  (kind: string) =>
  (facts: ResourceFacts): string =>
    `arn:${facts.partition}:iam::${facts.account}:${kind}${facts.text('Path') ?? '/'}${facts.name}`;

const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1);

const connection = (service: string): ResourceType => ({
  arn: arn(service, ({ id }) => `connection/${id}`),
  ref: 'arn',
  attributes: { ConnectionArn: 'arn' },
});

const TYPES = new Map<string, ResourceType>([
  [
    'AWS::AppConfig::Application',
    { arn: arn('appconfig', ({ id }) => `application/${id}`), ref: 'id', attributes: { ApplicationId: 'id' } },
  ],
  [
    'AWS::CloudWatch::Alarm',
    { nameProperty: 'AlarmName', longest: 255, arn: arn('cloudwatch', ({ name }) => `alarm:${name}`) },
  ],
  [
    'AWS::CodeArtifact::Domain',
    {
      nameProperty: 'DomainName',
      arn: arn('codeartifact', ({ name }) => `domain/${name}`),
      ref: 'arn',
      attributes: { Name: 'name' },
      policyProperty: 'PermissionsPolicyDocument',
    },
  ],
  [
    'AWS::CodeArtifact::Repository',
    {
      nameProperty: 'RepositoryName',
      arn: arn('codeartifact', ({ name, text, id }) => `repository/${text('DomainName') ?? id}/${name}`),
      ref: 'arn',
      attributes: { Name: 'name' },
      policyProperty: 'PermissionsPolicyDocument',
    },
  ],
  [
    'AWS::CodeBuild::Project',
    {
      nameProperty: 'Name',
      generated: 'logical-id',
      longest: 255,
      arn: arn('codebuild', ({ name }) => `project/${name}`),
    },
  ],
  [
    'AWS::CodeCommit::Repository',
    {
      nameProperty: 'RepositoryName',
      arn: arn('codecommit', ({ name }) => name),
      ref: 'id',
      attributes: { Name: 'name' },
    },
  ],
  ['AWS::CodeConnections::Connection', connection('codeconnections')],
  // unsure: newer connections of this type may have an ARN of the service codeconnections.
  ['AWS::CodeStarConnections::Connection', connection('codestar-connections')],
  [
    'AWS::CodeDeploy::Application',
    { nameProperty: 'ApplicationName', arn: arn('codedeploy', ({ name }) => `application:${name}`) },
  ],
  [
    'AWS::CodeDeploy::DeploymentConfig',
    { nameProperty: 'DeploymentConfigName', arn: arn('codedeploy', ({ name }) => `deploymentconfig:${name}`) },
  ],
  [
    'AWS::CodeDeploy::DeploymentGroup',
    {
      nameProperty: 'DeploymentGroupName',
      arn: arn('codedeploy', ({ name, text, id }) => `deploymentgroup:${text('ApplicationName') ?? id}/${name}`),
    },
  ],
  ['AWS::CodePipeline::Pipeline', { nameProperty: 'Name', longest: 100, arn: arn('codepipeline', ({ name }) => name) }],
  [
    'AWS::CodeStarNotifications::NotificationRule',
    { arn: arn('codestar-notifications', ({ id }) => `notificationrule/${id}`), ref: 'arn' },
  ],
  [
    'AWS::DynamoDB::Table',
    { nameProperty: 'TableName', longest: 255, arn: arn('dynamodb', ({ name }) => `table/${name}`) },
  ],
  [
    'AWS::ECR::Repository',
    {
      nameProperty: 'RepositoryName',
      longest: 256,
      lowerCase: true,
      arn: arn('ecr', ({ name }) => `repository/${name}`),
      attributes: {
        RepositoryUri: ({ account, region, urlSuffix, name }) => `${account}.dkr.ecr.${region}.${urlSuffix}/${name}`,
      },
      policyProperty: 'RepositoryPolicyText',
    },
  ],
  [
    'AWS::ECS::Cluster',
    { nameProperty: 'ClusterName', longest: 255, arn: arn('ecs', ({ name }) => `cluster/${name}`) },
  ],
  [
    'AWS::ECS::Service',
    {
      nameProperty: 'ServiceName',
      longest: 255,
      arn: arn('ecs', ({ name, text }) => `service/${lastPart(text('Cluster') ?? 'default')}/${name}`),
      ref: 'arn',
      attributes: { ServiceArn: 'arn', Name: 'name' },
    },
  ],
  [
    'AWS::ECS::TaskDefinition',
    {
      nameProperty: 'Family',
      longest: 255,
      arn: arn('ecs', ({ name, id }) => `task-definition/${name}:${id}`),
      ref: 'arn',
      attributes: { TaskDefinitionArn: 'arn' },
    },
  ],
  ['AWS::EKS::Cluster', { nameProperty: 'Name', longest: 100, arn: arn('eks', ({ name }) => `cluster/${name}`) }],
  [
    'AWS::ElasticBeanstalk::Application',
    {
      nameProperty: 'ApplicationName',
      longest: 100,
      arn: arn('elasticbeanstalk', ({ name }) => `application/${name}`),
    },
  ],
  [
    'AWS::ElasticBeanstalk::Environment',
    {
      nameProperty: 'EnvironmentName',
      longest: 40,
      arn: arn('elasticbeanstalk', ({ name, text, id }) => `environment/${text('ApplicationName') ?? id}/${name}`),
    },
  ],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    {
      nameProperty: 'Name',
      longest: 32,
      arn: arn('elasticloadbalancing', ({ name, id }) => `targetgroup/${name}/${id}`),
      ref: 'arn',
      attributes: {
        TargetGroupArn: 'arn',
        TargetGroupName: 'name',
        TargetGroupFullName: ({ name, id }) => `targetgroup/${name}/${id}`,
      },
    },
  ],
  [
    'AWS::Events::EventBus',
    {
      nameProperty: 'Name',
      longest: 256,
      arn: arn('events', ({ name }) => `event-bus/${name}`),
      attributes: { Name: 'name' },
      policyProperty: 'Policy',
    },
  ],
  [
    'AWS::Events::Rule',
    {
      nameProperty: 'Name',
      longest: 64,
      arn: arn('events', ({ name, text }) => {
        const bus = lastPart(text('EventBusName') ?? 'default');
        return bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`;
      }),
    },
  ],
  [
    'AWS::IAM::ManagedPolicy',
    { nameProperty: 'ManagedPolicyName', arn: iamArn('policy'), ref: 'arn', attributes: { PolicyArn: 'arn' } },
  ],
  ['AWS::IAM::Role', { nameProperty: 'RoleName', longest: 64, arn: iamArn('role') }],
  ['AWS::IAM::User', { nameProperty: 'UserName', longest: 64, arn: iamArn('user') }],
  ['AWS::KMS::Alias', { nameProperty: 'AliasName', arn: arn('kms', ({ name }) => name) }],
  ['AWS::KMS::Key', { arn: arn('kms', ({ id }) => `key/${id}`), ref: 'id', attributes: { KeyId: 'id' } }],
  ['AWS::KMS::ReplicaKey', { arn: arn('kms', ({ id }) => `key/${id}`), ref: 'id', attributes: { KeyId: 'id' } }],
  [
    'AWS::Lambda::Function',
    { nameProperty: 'FunctionName', longest: 64, arn: arn('lambda', ({ name }) => `function:${name}`) },
  ],
  [
    'AWS::Logs::LogGroup',
    { nameProperty: 'LogGroupName', longest: 512, arn: arn('logs', ({ name }) => `log-group:${name}:*`) },
  ],
  [
    'AWS::S3::Bucket',
    {
      nameProperty: 'BucketName',
      longest: 63,
      lowerCase: true,
      arn: ({ partition, name }) => `arn:${partition}:s3:::${name}`,
      attributes: {
        DomainName: ({ name, urlSuffix }) => `${name}.s3.${urlSuffix}`,
        RegionalDomainName: ({ name, region, urlSuffix }) => `${name}.s3.${region}.${urlSuffix}`,
      },
    },
  ],
  [
    'AWS::SNS::Topic',
    {
      nameProperty: 'TopicName',
      longest: 256,
      arn: arn('sns', ({ name }) => name),
      ref: 'arn',
      attributes: { TopicArn: 'arn', TopicName: 'name' },
    },
  ],
  [
    'AWS::SQS::Queue',
    {
      nameProperty: 'QueueName',
      longest: 80,
      arn: arn('sqs', ({ name }) => name),
      ref: ({ region, account, urlSuffix, name }) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`,
      attributes: {
        QueueName: 'name',
        QueueUrl: ({ region, account, urlSuffix, name }) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`,
      },
    },
  ],
  [
    'AWS::SSM::Parameter',
    {
      nameProperty: 'Name',
      generated: 'logical-id',
      longest: 1011,
      arn: arn('ssm', ({ name }) => `parameter/${name.replace(/^\//, '')}`),
      attributes: { Value: ({ text, id }) => text('Value') ?? id },
    },
  ],
  // The ARN ends in six characters that AWS chooses.
  [
    'AWS::SecretsManager::Secret',
    {
      nameProperty: 'Name',
      generated: 'logical-id',
      longest: 512,
      arn: arn('secretsmanager', ({ name, id }) => `secret:${name}-${id}`),
      ref: 'arn',
      attributes: { Id: 'arn' },
    },
  ],
  [
    'AWS::StepFunctions::StateMachine',
    {
      nameProperty: 'StateMachineName',
      longest: 80,
      arn: arn('states', ({ name }) => `stateMachine:${name}`),
      ref: 'arn',
      attributes: { Name: 'name' },
    },
  ],
]);

/** What is known about a type; `undefined` for the many whose values stay markers. */
export function resourceType(type: string): ResourceType | undefined {
  return TYPES.get(type);
}
