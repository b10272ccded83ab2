// A pipeline with every action of aws-codepipeline-actions, and rules of conditions, out of real constructs.
import { RemovalPolicy, SecretValue, type Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';

const CONNECTION = 'arn:aws:codestar-connections:eu-central-1:111111111111:connection/0f1e2d3c';

/** The pipeline, with all that its actions are about, in one stack. */
export function everyAction(stack: Stack): void {
  const source = new codepipeline.Artifact('App');
  const sources = sourceActions(stack, source);
  // CDK grants nothing for rules of conditions: the role is the user's to write.
  const ruleRole = new iam.Role(stack, 'RuleRole', { assumedBy: new iam.AccountRootPrincipal() });
  ruleRole.addToPolicy(
    new iam.PolicyStatement({ actions: ['lambda:*', 'cloudwatch:DescribeAlarms'], resources: ['*'] }),
  );
  const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', {
    pipelineType: codepipeline.PipelineType.V2,
    stages: [
      { stageName: 'Source', actions: sources },
      { stageName: 'Build', actions: buildActions(stack, source), beforeEntry: entryConditions(stack, ruleRole) },
      { stageName: 'Deploy', actions: deployActions(stack, source) },
      { stageName: 'Invoke', actions: invokeActions(stack, source) },
    ],
  });
  ruleRole.grantAssumeRole(pipeline.role);
  const topic = new sns.Topic(stack, 'Notifications');
  pipeline.notifyOnExecutionStateChange('Notify', topic);
}

function sourceActions(stack: Stack, source: codepipeline.Artifact): codepipeline.IAction[] {
  const output = (name: string): codepipeline.Artifact => new codepipeline.Artifact(name);
  const encryptionKey = new kms.Key(stack, 'SourceKey');
  return [
    new actions.CodeStarConnectionsSourceAction({
      actionName: 'Connection',
      connectionArn: CONNECTION,
      owner: 'acme',
      repo: 'services',
      output: source,
      codeBuildCloneOutput: true,
    }),
    new actions.CodeCommitSourceAction({
      actionName: 'Commit',
      repository: new codecommit.Repository(stack, 'Repository', { repositoryName: 'services' }),
      output: output('Commit'),
      codeBuildCloneOutput: true,
    }),
    new actions.S3SourceAction({
      actionName: 'S3',
      bucket: new s3.Bucket(stack, 'SourceBucket', { versioned: true, encryptionKey }),
      bucketKey: 'app.zip',
      output: output('Object'),
    }),
    new actions.EcrSourceAction({
      actionName: 'Ecr',
      repository: new ecr.Repository(stack, 'SourceImages'),
      output: output('Image'),
    }),
    new actions.GitHubSourceAction({
      actionName: 'GitHub',
      owner: 'acme',
      repo: 'services',
      oauthToken: SecretValue.secretsManager('github'),
      output: output('GitHub'),
    }),
  ];
}

function buildActions(stack: Stack, input: codepipeline.Artifact): codepipeline.IAction[] {
  const secret = new secretsmanager.Secret(stack, 'Token');
  const project = new codebuild.PipelineProject(stack, 'Project', {
    environmentVariables: {
      TOKEN: { type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER, value: secret.secretArn },
    },
  });
  const jenkinsProvider = new actions.JenkinsProvider(stack, 'Jenkins', {
    providerName: 'Jenkins',
    serverUrl: 'https://jenkins.example.com',
  });
  return [
    new actions.CodeBuildAction({
      actionName: 'Build',
      project,
      input,
      outputs: [new codepipeline.Artifact('Built')],
      environmentVariables: {
        OTHER: { type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE, value: '/services/other' },
      },
    }),
    new actions.CodeBuildAction({
      actionName: 'Test',
      type: actions.CodeBuildActionType.TEST,
      project: new codebuild.PipelineProject(stack, 'TestProject'),
      input,
    }),
    new actions.CodeBuildAction({
      actionName: 'Batch',
      project: new codebuild.PipelineProject(stack, 'BatchProject'),
      input,
      executeBatchBuild: true,
    }),
    new actions.EcrBuildAndPublishAction({
      actionName: 'Publish',
      repositoryName: new ecr.Repository(stack, 'Images').repositoryName,
      input,
    }),
    new actions.EcrBuildAndPublishAction({
      actionName: 'PublishOpenly',
      repositoryName: 'services',
      registryType: actions.RegistryType.PUBLIC,
      input,
    }),
    new actions.CommandsAction({
      actionName: 'Commands',
      input,
      output: new codepipeline.Artifact('Lines', ['lines.txt']),
      commands: ['echo hello > lines.txt'],
    }),
    new actions.JenkinsAction({
      actionName: 'JenkinsBuild',
      type: actions.JenkinsActionType.BUILD,
      jenkinsProvider,
      projectName: 'services',
      inputs: [input],
    }),
  ];
}

function entryConditions(stack: Stack, role: iam.Role): codepipeline.Conditions {
  const check = new lambda.Function(stack, 'Check', {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => undefined;'),
  });
  check.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
      resources: ['*'],
    }),
  );
  const rule = (name: string, provider: string, configuration: object): codepipeline.Rule =>
    new codepipeline.Rule({ name, provider, configuration, role });
  return {
    conditions: [
      {
        result: codepipeline.Result.FAIL,
        rules: [
          rule('Alarm', 'CloudWatchAlarm', { AlarmName: 'errors', AlarmStates: 'ALARM' }),
          rule('Function', 'LambdaInvoke', { FunctionName: check.functionName }),
          rule('Window', 'DeploymentWindow', { Cron: '* * 6-11 ? * MON-FRI' }),
          rule('Variable', 'VariableCheck', {
            Variable: '#{codepipeline.PipelineExecutionId}',
            Operator: 'NE',
            Value: 'x',
          }),
        ],
      },
    ],
  };
}

function deployActions(stack: Stack, input: codepipeline.Artifact): codepipeline.IAction[] {
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a'], natGateways: 0 });
  const templatePath = input.atPath('template.json');
  return [
    new actions.CloudFormationCreateReplaceChangeSetAction({
      actionName: 'Prepare',
      stackName: 'Services',
      changeSetName: 'Change',
      templatePath,
      adminPermissions: true,
    }),
    new actions.CloudFormationExecuteChangeSetAction({
      actionName: 'Execute',
      stackName: 'Services',
      changeSetName: 'Change',
      output: new codepipeline.Artifact('Outputs'),
      outputFileName: 'outputs.json',
    }),
    new actions.CloudFormationCreateUpdateStackAction({
      actionName: 'Update',
      stackName: 'Services',
      templatePath,
      adminPermissions: true,
      replaceOnFailure: true,
    }),
    new actions.CloudFormationDeleteStackAction({
      actionName: 'Delete',
      stackName: 'Services',
      adminPermissions: true,
    }),
    new actions.CloudFormationDeployStackSetAction({
      actionName: 'StackSet',
      stackSetName: 'Guardrails',
      template: actions.StackSetTemplate.fromArtifactPath(templatePath),
      stackInstances: actions.StackInstances.inAccounts(['222222222222'], ['eu-central-1']),
    }),
    new actions.CloudFormationDeployStackInstancesAction({
      actionName: 'StackInstances',
      stackSetName: 'Guardrails',
      stackInstances: actions.StackInstances.inOrganizationalUnits(['ou-1111-22222222'], ['eu-central-1']),
    }),
    ...codeDeployActions(stack, input, vpc),
    new actions.Ec2DeployAction({
      actionName: 'Ec2',
      input,
      instanceTagKey: 'Name',
      instanceTagValue: 'services',
      instanceType: actions.Ec2InstanceType.EC2,
      deploySpecifications: actions.Ec2DeploySpecifications.inline({
        targetDirectory: '/srv',
        postScript: 'after.sh',
      }),
      targetGroups: [
        new elb.ApplicationTargetGroup(stack, 'Targets', { vpc, port: 80, targetType: elb.TargetType.INSTANCE }),
      ],
    }),
    new actions.Ec2DeployAction({
      actionName: 'Ec2OfAnyValue',
      input,
      instanceTagKey: 'Name',
      instanceType: actions.Ec2InstanceType.EC2,
      deploySpecifications: actions.Ec2DeploySpecifications.inline({
        targetDirectory: '/srv',
        postScript: 'after.sh',
      }),
    }),
    new actions.ElasticBeanstalkDeployAction({
      actionName: 'Beanstalk',
      applicationName: 'services',
      environmentName: 'production',
      input,
    }),
    new actions.S3DeployAction({
      actionName: 'Files',
      bucket: new s3.Bucket(stack, 'Site', { encryptionKey: new kms.Key(stack, 'SiteKey') }),
      input,
      accessControl: s3.BucketAccessControl.PRIVATE,
    }),
    new actions.S3DeployAction({
      actionName: 'FilesWithOwnKey',
      bucket: new s3.Bucket(stack, 'Archive', { removalPolicy: RemovalPolicy.DESTROY }),
      input,
      encryptionKey: new kms.Key(stack, 'ArchiveKey'),
    }),
    new actions.ServiceCatalogDeployActionBeta1({
      actionName: 'Product',
      templatePath,
      productId: 'prod-0123456789abc',
      productVersionName: 'next',
    }),
    new actions.AlexaSkillDeployAction({
      actionName: 'Skill',
      clientId: 'client',
      clientSecret: SecretValue.secretsManager('alexa', { jsonField: 'secret' }),
      refreshToken: SecretValue.secretsManager('alexa', { jsonField: 'token' }),
      skillId: 'amzn1.ask.skill.0',
      input,
    }),
  ];
}

function codeDeployActions(stack: Stack, input: codepipeline.Artifact, vpc: ec2.IVpc): codepipeline.IAction[] {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('Main', { image: ecs.ContainerImage.fromRegistry('nginx') });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    minHealthyPercent: 100,
  });
  return [
    new actions.CodeDeployServerDeployAction({
      actionName: 'Servers',
      input,
      deploymentGroup: new codedeploy.ServerDeploymentGroup(stack, 'Servers'),
    }),
    new actions.CodeDeployEcsDeployAction({
      actionName: 'BlueGreen',
      deploymentGroup: codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(stack, 'BlueGreen', {
        application: codedeploy.EcsApplication.fromEcsApplicationName(stack, 'EcsApplication', 'services'),
        deploymentGroupName: 'production',
      }),
      appSpecTemplateInput: input,
      taskDefinitionTemplateInput: input,
    }),
    new actions.EcsDeployAction({ actionName: 'Ecs', service, input }),
  ];
}

function invokeActions(stack: Stack, input: codepipeline.Artifact): codepipeline.IAction[] {
  return [
    new actions.ManualApprovalAction({
      actionName: 'Approve',
      notificationTopic: new sns.Topic(stack, 'Approvals', { masterKey: new kms.Key(stack, 'TopicKey') }),
    }),
    new actions.LambdaInvokeAction({
      actionName: 'Function',
      lambda: new lambda.Function(stack, 'Function', {
        runtime: lambda.Runtime.NODEJS_20_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = () => undefined;'),
      }),
      inputs: [input],
      outputs: [new codepipeline.Artifact('Result')],
    }),
    new actions.StepFunctionInvokeAction({
      actionName: 'Machine',
      stateMachine: new stepfunctions.StateMachine(stack, 'Machine', {
        definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass')),
      }),
      executionNamePrefix: 'delivery',
    }),
    new actions.PipelineInvokeAction({
      actionName: 'Other',
      targetPipeline: otherPipeline(stack),
    }),
    new actions.InspectorEcrImageScanAction({
      actionName: 'ScanImage',
      repository: new ecr.Repository(stack, 'Scanned'),
      output: new codepipeline.Artifact('ImageScan'),
    }),
    new actions.InspectorSourceCodeScanAction({
      actionName: 'ScanSources',
      input,
      output: new codepipeline.Artifact('SourceScan'),
    }),
  ];
}

function otherPipeline(stack: Stack): codepipeline.IPipeline {
  return codepipeline.Pipeline.fromPipelineArn(
    stack,
    'Other',
    stack.formatArn({ service: 'codepipeline', resource: 'other' }),
  );
}
