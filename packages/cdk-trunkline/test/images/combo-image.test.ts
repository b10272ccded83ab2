// A combo: what its build runs and may do, when it is started, who is told, and where its image is found.
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { BuildSpec, Project } from 'aws-cdk-lib/aws-codebuild';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ComboImage, type ComboImageProps } from '../../src';
import { ENV, stackIn } from '../patterns/stacks';
import { comboIn, IMAGES, matrixIn } from './stacks';

interface Buildspec {
  readonly phases: Record<'install' | 'build', { readonly commands: string[] }>;
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function templateWith(props: Partial<ComboImageProps> = {}): Template {
  return comboIn(props).template();
}

function commandsOf(props: Partial<ComboImageProps> = {}): { install: string[]; build: string[] } {
  const [project] = Object.values(templateWith(props).findResources('AWS::CodeBuild::Project'));
  const { install, build } = (JSON.parse(project?.['Properties'].Source.BuildSpec as string) as Buildspec).phases;
  return { install: install.commands, build: build.commands };
}

function comboCommand(props: Partial<ComboImageProps> = {}): string {
  return commandsOf(props).build.find((command) => command.startsWith('trunkline combo')) ?? '';
}

/** `<action> <resource>` of everything that the build may do. */
function allowed(template: Template, role: RegExp): [string, string][] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([, policy]) => role.test(JSON.stringify(policy['Properties'].Roles)))
    .flatMap(([, policy]) => policy['Properties'].PolicyDocument.Statement as Statement[])
    .flatMap(({ Action, Resource }) =>
      [Action].flat().map((action): [string, string] => [action, JSON.stringify(Resource)]),
    );
}

describe('the build', () => {
  test('installs the trunkline of the same version', () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
    expect(commandsOf().install).toEqual([`npm install --global trunkline@${version}`]);
    expect(commandsOf({ trunklineVersion: '1.4.0' }).install).toEqual(['npm install --global trunkline@1.4.0']);
    expect(commandsOf({ installCommands: ['./install'] }).install).toEqual(['./install']);
  });

  test('runs the very command that a person runs, on the official images that AWS mirrors', () => {
    expect(comboCommand()).toMatch(
      /^trunkline combo python:3\.12 node:22 --check --build --push --repository "\$REGISTRY\/\$REPOSITORY" --registry public\.ecr\.aws\/docker$/,
    );
  });

  test('hands on what settles a conflict, quoted', () => {
    const command = comboCommand({
      registry: 'docker.io',
      baseImage: 'debian:bookworm',
      user: 'build',
      workingDirectory: '/src',
      environment: { LANG: 'C.UTF-8', GREETING: "it's $HOME" },
    });
    expect(command).toContain(
      `--registry docker.io --from debian:bookworm --user build --workdir /src --env LANG=C.UTF-8 --env 'GREETING=it'\\''s $HOME'`,
    );
  });

  test('writes the digest after the push, and only where it differs', () => {
    const { build } = commandsOf();
    const [describeImages, put] = build.slice(build.indexOf(comboCommand()) + 1);
    expect(describeImages).toContain('ecr describe-images');
    expect(put).toMatch(/^test .* \|\| aws ssm put-parameter /);
  });

  test('runs Docker', () => {
    templateWith().hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: Match.objectLike({ PrivilegedMode: true, ComputeType: 'BUILD_GENERAL1_MEDIUM' }),
      TimeoutInMinutes: 120,
    });
  });

  test('pushes to its repository, writes its parameter and its log, and does nothing else', () => {
    const stack = comboIn();
    const granted = allowed(stack.template(), /PythonNodeRole/);
    const [repository = ''] = Object.keys(stack.template().findResources('AWS::ECR::Repository'));
    const [parameter = ''] = Object.keys(stack.template().findResources('AWS::SSM::Parameter'));
    const [logs = ''] = Object.keys(stack.template().findResources('AWS::Logs::LogGroup'));
    const resourceOf = (action: string): string => {
      if (action === 'ecr:GetAuthorizationToken') return '"*"';
      return action.startsWith('ecr:') ? repository : action.startsWith('ssm:') ? parameter : logs;
    };
    for (const [action, resource] of granted) expect(resource, action).toContain(resourceOf(action));
    expect(granted.map(([action]) => action).filter((action) => !action.startsWith('ecr:'))).toEqual([
      'ssm:GetParameter',
      'ssm:PutParameter',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  test('signs in to Docker Hub with a secret that is in no template', () => {
    const stack = stackIn();
    const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-AbCdEf';
    comboIn({ registry: 'docker.io', dockerHubCredentials: Secret.fromSecretCompleteArn(stack, 'Hub', arn) }, stack);
    stack.template().hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: Match.objectLike({
        EnvironmentVariables: Match.arrayWith([
          { Name: 'DOCKER_HUB_PASSWORD', Type: 'SECRETS_MANAGER', Value: `${arn}:password` },
        ]),
      }),
    });
    expect(allowed(stack.template(), /PythonNodeRole/)).toContainEqual(['secretsmanager:GetSecretValue', `"${arn}"`]);
  });
});

describe('it is looked at', () => {
  const schedules = (template: Template): unknown[] =>
    Object.values(template.findResources('AWS::Events::Rule')).flatMap(
      (rule) => (rule['Properties'].ScheduleExpression as string | undefined) ?? [],
    );

  test('every day, each combo of a matrix at a minute of its own', () => {
    const [one] = matrixIn();
    const found = schedules(Template.fromStack(Stack.of(one)));
    expect(found).toHaveLength(2);
    for (const each of found) expect(each).toMatch(/^cron\([0-5]?\d 3 \* \* \? \*\)$/);
    expect(new Set(found).size).toBe(2);
  });

  test('when somebody else says', () => {
    expect(schedules(templateWith({ schedule: Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' }) }))).toEqual([
      'cron(0 6 ? * MON *)',
    ]);
  });

  test('after each deployment that changed its stack, and no other', () => {
    templateWith().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [{ Ref: 'AWS::StackId' }],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PythonNodeBuild'), 'Arn'] } })],
    });
  });

  test('without a function: nothing of it is a custom resource', () => {
    const types = Object.values(templateWith().toJSON()['Resources'] as Record<string, { Type: string }>);
    expect(
      types.filter(({ Type }) => /^(Custom::|AWS::CloudFormation::CustomResource|AWS::Lambda::)/.test(Type)),
    ).toEqual([]);
  });
});

describe('where a build fails', () => {
  const failure = (topic: unknown): object => ({
    EventPattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': [{ Ref: Match.stringLikeRegexp('PythonNodeBuild') }],
        'build-status': ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
      },
    },
    Targets: [Match.objectLike({ Arn: topic })],
  });

  test('a topic of its own is told, and who was named hears of it', () => {
    const template = templateWith({ emails: ['platform@example.org'] });
    template.hasResourceProperties('AWS::Events::Rule', failure({ Ref: Match.stringLikeRegexp('PythonNodeTopic') }));
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'platform@example.org' });
  });

  test('or the topic that is given, and no other is made', () => {
    const stack = stackIn();
    const topic = new Topic(stack, 'Platform');
    comboIn({ notificationTopic: topic }, stack);
    stack.template().resourceCountIs('AWS::SNS::Topic', 1);
    stack.template().hasResourceProperties('AWS::Events::Rule', failure({ Ref: Match.stringLikeRegexp('Platform') }));
  });
});

describe('where it is found', () => {
  test('by outputs, and its digest by a parameter, which holds none before there is an image', () => {
    const template = templateWith();
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'PythonNodeDigestParameterName',
      'PythonNodeImageUri',
      'PythonNodeRepositoryRepositoryName',
      'PythonNodeRepositoryRepositoryUri',
    ]);
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/combos/python_node/3.12_22',
      Value: 'none',
      AllowedPattern: '^(none|sha256:[0-9a-f]{64})$',
    });
    expect(JSON.stringify(template.findOutputs('PythonNodeImageUri'))).toMatch(/:3\.12_22"/);
  });

  test('as the image of a project of the same stack, which is let to pull', () => {
    const stack = stackIn();
    const combo = new ComboImage(stack, 'PythonNode', { images: IMAGES });
    const buildSpec = BuildSpec.fromObject({ version: '0.2' });
    new Project(stack, 'Tests', { environment: { buildImage: combo.buildImage() }, buildSpec });
    expect(combo.buildImage().imageId).toMatch(/:3\.12_22$/);
    expect(allowed(stack.template(), /TestsRole/).map(([action]) => action)).toContain('ecr:BatchGetImage');
  });

  test('by its images, in another app, account and region', () => {
    const stack = new Stack(new App(), 'Pipeline', { env: ENV });
    const attributes = { images: IMAGES, account: '999988887777', region: 'eu-west-1', prefix: 'platform' };
    const image = ComboImage.buildImageFromAttributes(stack, attributes);
    expect(stack.resolve(image.imageId)).toEqual({
      'Fn::Join': ['', ['999988887777.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/platform/python_node:3.12_22']],
    });
    // A hook may be asked again.
    expect(ComboImage.buildImageFromAttributes(stack, attributes).imageId).toBe(image.imageId);
  });
});

test.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])('it names no partition: in %s', (region) => {
  const stack = comboIn({}, stackIn({ account: '111122223333', region }));
  expect(JSON.stringify(stack.template().toJSON())).not.toMatch(/arn:aws/);
});

describe('what is wrong', () => {
  test('is told all at once', () => {
    const [{ repository }] = matrixIn();
    const make = (): unknown =>
      templateWith({
        images: ['ruby:3.4', 'node:22'],
        repository,
        maxImageCount: 0,
        baseImage: '--push',
        user: '',
        environment: { '1ST': 'x' },
        installCommands: [],
        trunklineVersion: '1.4.0; reboot',
        emails: ['platform'],
      });
    expect(make).toThrow(
      [
        'ComboImage Test/PythonNode:',
        '  repository is for combos called python_node, and the images make one called ruby_node.',
        '  maxImageCount is for a repository of its own; give it to the `ComboRepository`.',
        '  baseImage "--push" is no image, such as "debian:bookworm".',
        '  user "" is not one plain word.',
        '  environment: "1ST" is no name of a variable.',
        '  installCommands is empty, but the build needs trunkline.',
        '  trunklineVersion is given together with installCommands, which say it; keep one of them.',
        '  trunklineVersion "1.4.0; reboot" is no version; one looks like "1.4.0".',
        '  maxImageCount 0 is not a whole number above 0.',
        '  emails: "platform" is no address.',
        'Change them, then run `npx cdk synth` again.',
      ].join('\n'),
    );
  });

  test.each([
    [[], 'images names none; a combo is made of two or more.'],
    [['python:3.12'], 'images names one; a combo is made of two or more.'],
    [['python', 'node:22'], 'images: "python" is none; they look like "python:3.12".'],
    [['python:3.12', 'node:22 --push'], 'images: "node:22 --push" is none; they look like "python:3.12".'],
    [['python:3.12', 'python:3.13'], 'images names "python" more than once.'],
    [
      ['python:3.12', 'tool:1@./Dockerfile'],
      'images: "tool:1@./Dockerfile" takes its Dockerfile from a file, which no build has; give an https URL.',
    ],
    [['python:3.12', `node:${'2'.repeat(127)}`], 'images give a tag of 132 characters; a registry takes 128.'],
  ])('%j', (images, sentence) => {
    expect(() => templateWith({ images })).toThrow(sentence);
    expect(() => ComboImage.buildImageFromAttributes(stackIn(), { images })).toThrow(sentence);
  });
});
