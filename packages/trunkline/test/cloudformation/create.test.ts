// Creating stacks: templates that real CDK apps synthesize, and the ids and attributes that come of them.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { expect, test } from 'vitest';
import { addServices, FRANKFURT, synthesize, synthesizeStack } from './cdk-apps.js';
import { bucket, deployed, emptyTwin, stackOf } from './twin-fixture.js';

test('an application with Batch, Fargate, Lambda and an API deploys, and every id has the form that AWS gives it', async () => {
  const twin = await emptyTwin();
  const { stack, events, changes } = await deployed(
    twin,
    synthesizeStack((scope) => addServices(scope)),
  );
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(changes.every(({ action }) => action === 'Add')).toBe(true);
  expect(changes.find(({ type }) => type === 'AWS::S3::Bucket')?.constructPath).toBe('Services/Data/Resource');
  expect(events.at(-1)).toMatchObject({ logicalId: 'Services', status: 'CREATE_COMPLETE' });

  const forms: Record<string, RegExp> = {
    'AWS::ApiGateway::RestApi': /^[a-z0-9]{10}$/,
    'AWS::ApiGateway::Resource': /^[a-z0-9]{6}$/,
    'AWS::Batch::ComputeEnvironment': /^arn:aws:batch:eu-central-1:111111111111:compute-environment\/[\w-]{1,128}$/,
    'AWS::Batch::JobQueue': /^arn:aws:batch:eu-central-1:111111111111:job-queue\/[\w-]{1,128}$/,
    'AWS::EC2::SecurityGroup': /^sg-0[0-9a-f]{16}$/,
    'AWS::EC2::Subnet': /^subnet-0[0-9a-f]{16}$/,
    'AWS::EC2::VPC': /^vpc-0[0-9a-f]{16}$/,
    'AWS::ECR::Repository': /^[a-z0-9-]{1,256}$/,
    'AWS::ECS::Service': /^arn:aws:ecs:eu-central-1:111111111111:service\/[\w-]+\/[\w-]+$/,
    'AWS::ECS::TaskDefinition': /^arn:aws:ecs:eu-central-1:111111111111:task-definition\/\w+:1$/,
    'AWS::ElasticLoadBalancingV2::LoadBalancer':
      /^arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer\/app\/[\w-]{1,32}\/[0-9a-f]{16}$/,
    'AWS::IAM::Role': /^[\w-]{1,64}$/,
    'AWS::Lambda::Function': /^Services-Hello[\w-]{1,58}$/,
    'AWS::S3::Bucket': /^[a-z0-9-]{3,63}$/,
    'AWS::SSM::Parameter': /^\/services\/version$/,
  };
  for (const [type, form] of Object.entries(forms)) {
    const resources = Object.values(stack.resources).filter((resource) => resource.type === type);
    expect(resources.length, type).toBeGreaterThan(0);
    for (const { physicalId } of resources) expect(physicalId).toMatch(form);
  }
  const [url, dns] = ['Endpoint', 'LoadBalancerDNS'].map(
    (part) => Object.entries(stack.outputs).find(([key]) => key.includes(part))?.[1],
  );
  expect(url).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com\/prod\/$/);
  expect(dns).toMatch(/^[\w-]+\.eu-central-1\.elb\.amazonaws\.com$/);
  expect(JSON.stringify(stack.resources)).not.toMatch(/"(Ref|Fn::\w+)":|trunkline-unknown/);
});

test('resources come after what they depend on', async () => {
  const twin = await emptyTwin();
  const { events } = await deployed(
    twin,
    synthesizeStack((scope) => addServices(scope)),
  );
  const position = (type: string): number => {
    const found = events.findIndex((event) => event.type === type);
    expect(found, type).toBeGreaterThanOrEqual(0);
    return found;
  };
  expect(position('AWS::EC2::VPC')).toBeLessThan(position('AWS::EC2::Subnet'));
  expect(position('AWS::IAM::Role')).toBeLessThan(position('AWS::Lambda::Function'));
  expect(position('AWS::ElasticLoadBalancingV2::Listener')).toBeLessThan(position('AWS::ECS::Service'));
});

test('a stack reads an export and an SSM parameter of another one, as CDK wires them', async () => {
  const twin = await emptyTwin();
  const requests = synthesize((app) => {
    const producer = new Stack(app, 'Producer', { env: FRANKFURT });
    const shared = new s3.Bucket(producer, 'Shared');
    new ssm.StringParameter(producer, 'Name', { parameterName: '/shared/name', stringValue: shared.bucketName });
    const consumer = new Stack(app, 'Consumer', { env: FRANKFURT });
    consumer.addStackDependency(producer);
    new CfnOutput(consumer, 'Imported', { value: shared.bucketArn });
    new CfnOutput(consumer, 'Read', { value: ssm.StringParameter.valueForStringParameter(consumer, '/shared/name') });
    new ssm.StringParameter(consumer, 'Something', { stringValue: 'x' });
  });
  expect(requests.map(({ stackName }) => stackName)).toEqual(['Producer', 'Consumer']);
  for (const request of requests) await deployed(twin, request);
  const producer = twin.describeStack(FRANKFURT, 'Producer');
  const consumer = twin.describeStack(FRANKFURT, 'Consumer');
  const name = Object.values(producer?.resources ?? {}).find(({ type }) => type === 'AWS::S3::Bucket')?.physicalId;
  expect(consumer?.outputs).toMatchObject({ Imported: `arn:aws:s3:::${name}`, Read: name });
  expect(consumer?.imports).toEqual(Object.keys(producer?.exports ?? {}));
});

test('the stacks of a CDK pipeline deploy, bootstrap rule included', async () => {
  const twin = await emptyTwin();
  const requests = synthesize((app) => {
    const stack = new Stack(app, 'Delivery', { env: FRANKFURT });
    const repository = new codecommit.Repository(stack, 'Source', { repositoryName: 'services' });
    new CodePipeline(stack, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.codeCommit(repository, 'main'),
        commands: ['npx cdk synth'],
      }),
    }).buildPipeline();
  });
  for (const request of requests) await deployed(twin, request);
  const pipeline = Object.values(twin.describeStack(FRANKFURT, 'Delivery')?.resources ?? {}).find(
    ({ type }) => type === 'AWS::CodePipeline::Pipeline',
  );
  expect(pipeline?.attributes).toMatchObject({ Version: '1' });
  expect(pipeline?.properties.Stages).toHaveLength(3);
  const parameters = twin.describeStack(FRANKFURT, 'Delivery')?.parameters;
  expect(parameters).toEqual({ BootstrapVersion: '/cdk-bootstrap/hnb659fds/version' });
});

test('ids depend on account, region, stack and logical id, and on nothing else', async () => {
  const template = { Data: bucket() };
  const idIn = async (environment = { account: '111111111111', region: 'eu-central-1' }, name = 'App') => {
    const { stack } = await deployed(await emptyTwin(), stackOf(name, template, { environment }));
    return stack.resources.Data?.physicalId;
  };
  expect(await idIn()).toBe(await idIn());
  const others = [
    await idIn({ account: '222222222222', region: 'eu-central-1' }),
    await idIn({ account: '111111111111', region: 'eu-west-1' }),
    await idIn(undefined, 'Other'),
  ];
  expect(new Set([await idIn(), ...others]).size).toBe(4);
});

test('partitions show in ARNs and domains', async () => {
  const environment = { account: '111111111111', region: 'cn-north-1' };
  const template = { Images: { Type: 'AWS::ECR::Repository' }, Role: { Type: 'AWS::IAM::Role' } };
  const { stack } = await deployed(await emptyTwin(), stackOf('App', template, { environment }));
  expect(stack.resources.Images?.attributes.RepositoryUri).toMatch(/\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//);
  expect(stack.resources.Role?.attributes.Arn).toMatch(/^arn:aws-cn:iam::111111111111:role\//);
});

test('what the twin cannot know is marked, warned of and among its assumptions', async () => {
  const twin = await emptyTwin();
  const { stack, events } = await deployed(
    twin,
    stackOf('App', {
      Resources: {
        Seed: { Type: 'Custom::Seed', Properties: { ServiceToken: 'arn' } },
        Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x' } },
        Strange: { Type: 'Acme::Cloud::Thing' },
      },
      Outputs: {
        Seeded: { Value: { 'Fn::GetAtt': ['Seed', 'Count'] } },
        Inner: { Value: { 'Fn::GetAtt': ['Nested', 'Outputs.Url'] } },
        Odd: { Value: { 'Fn::GetAtt': ['Strange', 'Size'] } },
      },
    }),
  );
  expect(stack.outputs).toEqual({
    Seeded: 'trunkline-unknown.Seed.Count',
    Inner: 'trunkline-unknown.Nested.Outputs.Url',
    Odd: 'trunkline-unknown.Strange.Size',
  });
  expect(events.slice(0, 3).every(({ reason }) => reason?.includes('the twin'))).toBe(true);
  const assumptions = twin.assumptions().join('\n');
  expect(assumptions).toMatch(/Seed \(Custom::Seed\)/);
  expect(assumptions).toMatch(/Nested \(AWS::CloudFormation::Stack\)/);
  expect(assumptions).toMatch(/Strange \(Acme::Cloud::Thing\)/);
  expect(assumptions).toMatch(/bootstrapped/);
});
