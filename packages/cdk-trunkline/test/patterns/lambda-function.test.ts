// The function: packaged without Docker, with its logs bounded and a role that may do nothing else.
import { Duration, type App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FunctionCode, LambdaFunction, type ConstructTestStack, type LambdaFunctionProps } from '../../src';
import { givenVpc, payload, stackIn } from './stacks';

const python = FunctionCode.fromFolder(payload('python'), {
  handler: 'orders.handler',
  runtime: Runtime.PYTHON_3_12,
  exclude: ['__pycache__'],
});

function stackWith(props: Partial<LambdaFunctionProps> = {}): ConstructTestStack {
  const stack = stackIn();
  new LambdaFunction(stack, 'List', { code: python, ...props });
  return stack;
}

/** The files that are published for the function, by their names. */
function published(stack: ConstructTestStack): Map<string, string> {
  const [resource] = Object.values(stack.template().findResources('AWS::Lambda::Function'));
  const hash = String(resource?.['Properties'].Code.S3Key).replace('.zip', '');
  const folder = join((stack.node.root as App).outdir, `asset.${hash}`);
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

describe('its code', () => {
  test('is a folder as it is', () => {
    const stack = stackWith();
    stack.template().hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'orders.handler',
      Runtime: 'python3.12',
    });
    expect([...published(stack).keys()]).toEqual(['orders.py']);
  });

  test('is a file in TypeScript with what it imports', () => {
    const stack = stackWith({ code: FunctionCode.fromEntry(join(payload('node'), 'orders.ts')) });
    stack
      .template()
      .hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'nodejs22.x' });
    const files = published(stack);
    expect([...files.keys()]).toEqual(['index.js']);
    expect(files.get('index.js')).toContain('bundled-with-its-imports');
  });

  test('is an image in a repository', () => {
    const stack = stackIn();
    const images = Repository.fromRepositoryName(stack, 'Images', 'shop');
    new LambdaFunction(stack, 'List', { code: FunctionCode.fromImage(images, 'sha256:0123') });
    stack.template().hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Code: {
        ImageUri: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('shop@sha256:0123')])] }),
      },
      Handler: Match.absent(),
      Runtime: Match.absent(),
    });
  });
});

test('one code serves functions of several stacks', () => {
  for (const stack of [stackWith(), stackWith()]) expect([...published(stack).keys()]).toEqual(['orders.py']);
});

describe('by default', () => {
  test('it is traced, and as small and short as most need', () => {
    stackWith()
      .template()
      .hasResourceProperties('AWS::Lambda::Function', {
        MemorySize: 256,
        Timeout: 10,
        TracingConfig: { Mode: 'Active' },
        VpcConfig: Match.absent(),
      });
  });

  test('its logs are kept for a month and go with the stack', () => {
    stackWith()
      .template()
      .hasResource('AWS::Logs::LogGroup', {
        DeletionPolicy: 'Delete',
        Properties: { RetentionInDays: 30 },
      });
  });

  test('its role writes its own logs and traces, and may do nothing else', () => {
    const template = stackWith().template();
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    expect(role?.['Properties'].ManagedPolicyArns).toBeUndefined();
    expect(role?.['Properties'].Policies).toEqual([
      {
        PolicyName: 'Tracing',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
          ],
        },
      },
    ]);
    const logs = Object.keys(template.findResources('AWS::Logs::LogGroup'))[0];
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
    expect(policy?.['Properties'].PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [logs, 'Arn'] },
      },
    ]);
  });

  test('its outputs are named after where it stands', () => {
    expect(Object.keys(stackWith().template().findOutputs('*'))).toEqual(['ListFunctionName', 'ListFunctionArn']);
  });
});

test('what it is told goes before the defaults', () => {
  const stack = stackWith({
    memorySize: 1024,
    timeout: Duration.minutes(5),
    architecture: Architecture.ARM_64,
    environment: { STAGE: 'dev' },
    logRetention: RetentionDays.ONE_YEAR,
    description: 'Lists the orders',
  });
  stack.template().hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 1024,
    Timeout: 300,
    Architectures: ['arm64'],
    Environment: { Variables: { STAGE: 'dev' } },
    Description: 'Lists the orders',
  });
  stack.template().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
});

test('untraced it may send no traces', () => {
  const template = stackWith({ tracing: Tracing.DISABLED }).template();
  template.hasResourceProperties('AWS::Lambda::Function', { TracingConfig: Match.absent() });
  expect(JSON.stringify(template.toJSON())).not.toContain('xray:');
});

test('in a network it may attach itself there, which Lambda checks before the function is created', () => {
  const stack = stackIn();
  new LambdaFunction(stack, 'List', { code: python, vpc: givenVpc(stack) });
  stack.template().hasResourceProperties('AWS::IAM::Role', {
    Policies: Match.arrayWith([
      {
        PolicyName: 'Network',
        PolicyDocument: Match.objectLike({
          Statement: [Match.objectLike({ Action: Match.arrayWith(['ec2:CreateNetworkInterface']) })],
        }),
      },
    ]),
  });
  stack.template().hasResourceProperties('AWS::Lambda::Function', {
    VpcConfig: { SubnetIds: ['subnet-0aaaaaaa2', 'subnet-0bbbbbbb2'] },
  });
});
