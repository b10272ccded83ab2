// What the configuration says about builds reaches every project that is created.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { ComputeType, LinuxBuildImage, type BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { PipelineContext } from '../../src';
import { CONFIG } from '../pipeline/services-pipeline';
import {
  BuildsPipeline,
  buildspecOf,
  development,
  project,
  projectsOf,
  resourcesOf,
  variablesOf,
  VPC,
} from './synthesized-builds';

const OTHER_VPC = {
  vpc_id: 'vpc-99998888',
  subnet_ids: ['subnet-9999aaaa'],
  availability_zones: ['eu-central-1a'],
  security_group_ids: ['sg-99990000'],
};

describe('every project of the pipeline', () => {
  test('has image, size, timeout, variables, network and proxy of the configuration', () => {
    const stack = development({
      build: {
        image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
        compute_type: 'BUILD_GENERAL1_MEDIUM',
        timeout_minutes: 25,
        environment: { TEAM: 'shop' },
        runtime_versions: { nodejs: '20' },
        vpc: { ...VPC, security_group_ids: ['sg-11112222'] },
        proxy: { http: 'http://proxy.example.com:3128', no_proxy: ['.example.com'] },
      },
    });
    const projects = projectsOf(stack);
    expect(Object.keys(projects).sort()).toEqual([
      'Assets-FileAsset',
      'Build-Synth',
      'Dev-AcceptanceTests',
      'Dev-Images',
      'Dev-IntegrationTests',
      'Qa-AcceptanceTests',
      'Qa-eu-central-1-Images',
      'Qa-eu-central-1-IntegrationTests',
      'Qa-us-east-1-Images',
      'Qa-us-east-1-IntegrationTests',
      'Tests-InfrastructureTests',
      'Tests-LambdaTests',
      'UpdatePipeline-SelfMutation',
    ]);
    for (const [name, { Environment, TimeoutInMinutes, VpcConfig }] of Object.entries(projects)) {
      expect(Environment.Image).toBe('aws/codebuild/amazonlinux-x86_64-standard:5.0');
      expect(Environment.Type).toBe('LINUX_CONTAINER');
      expect(Environment.ComputeType).toBe('BUILD_GENERAL1_MEDIUM');
      expect(TimeoutInMinutes).toBe(25);
      expect(VpcConfig).toEqual({
        VpcId: 'vpc-0a1b2c3d',
        Subnets: ['subnet-1111aaaa', 'subnet-2222bbbb'],
        SecurityGroupIds: ['sg-11112222'],
      });
      const noProxy = '169.254.169.254,169.254.170.2,.example.com';
      expect(variablesOf(stack, name)).toMatchObject({
        TEAM: 'shop',
        HTTP_PROXY: 'http://proxy.example.com:3128',
        http_proxy: 'http://proxy.example.com:3128',
        HTTPS_PROXY: 'http://proxy.example.com:3128',
        https_proxy: 'http://proxy.example.com:3128',
        NO_PROXY: noProxy,
        no_proxy: noProxy,
      });
    }
    for (const buildspec of everyBuildspec(stack)) {
      expect(buildspec).toMatchObject({
        proxy: { 'upload-artifacts': 'yes', logs: 'yes' },
        phases: { install: { 'runtime-versions': { nodejs: '20' } } },
      });
    }
    expect(Object.values(resourcesOf(stack)).filter(({ Type }) => Type.startsWith('AWS::EC2'))).toEqual([]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('without any configuration is small, of the default image, and has Node', () => {
    const stack = development();
    for (const { Environment, TimeoutInMinutes, VpcConfig } of Object.values(projectsOf(stack))) {
      expect(Environment).toMatchObject({ Image: 'aws/codebuild/standard:7.0', ComputeType: 'BUILD_GENERAL1_SMALL' });
      expect([TimeoutInMinutes, VpcConfig]).toEqual([undefined, undefined]);
    }
    for (const buildspec of everyBuildspec(stack)) {
      expect(buildspec).toMatchObject({ phases: { install: { 'runtime-versions': { nodejs: '22' } } } });
      expect(buildspec).not.toHaveProperty('proxy');
    }
  });
});

describe('one security group for all builds in a VPC', () => {
  test('where the configuration names none', () => {
    const stack = development({ build: { vpc: VPC } });
    const groups = Object.entries(resourcesOf(stack)).filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroup');
    expect(groups).toHaveLength(1);
    const used = Object.values(projectsOf(stack)).map(({ VpcConfig }) => JSON.stringify(VpcConfig?.SecurityGroupIds));
    expect(new Set(used).size).toBe(1);
    expect(used[0]).toContain(groups[0]?.[0]);
  });
});

describe('a stage', () => {
  const accounts = {
    ...CONFIG.accounts,
    qa: {
      ...CONFIG.accounts.qa,
      build: {
        image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0',
        compute_type: 'BUILD_GENERAL1_LARGE',
        timeout_minutes: 90,
        environment: { TEAM: 'qa', SEED: '7' },
        runtime_versions: { python: '3.12' },
        vpc: OTHER_VPC,
        proxy: { http: 'http://qa-proxy.example.com:3128' },
      },
    },
  };

  test('has its values in its own steps, and no others', () => {
    const stack = development({ build: { environment: { TEAM: 'shop', CI: '1' }, vpc: VPC }, accounts });
    const test = 'Qa-us-east-1-IntegrationTests';
    expect(project(stack, test)).toMatchObject({
      TimeoutInMinutes: 90,
      Environment: {
        Image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0',
        Type: 'ARM_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_LARGE',
      },
      VpcConfig: { VpcId: 'vpc-99998888', Subnets: ['subnet-9999aaaa'], SecurityGroupIds: ['sg-99990000'] },
    });
    expect(variablesOf(stack, test)).toMatchObject({
      TEAM: 'qa',
      CI: '1',
      SEED: '7',
      STAGE_NAME: 'qa',
      HTTPS_PROXY: 'http://qa-proxy.example.com:3128',
    });
    expect(buildspecOf(stack, test)).toMatchObject({
      phases: { install: { 'runtime-versions': { python: '3.12' } } },
      proxy: { logs: 'yes' },
    });
    for (const name of ['Build-Synth', 'Dev-IntegrationTests', 'UpdatePipeline-SelfMutation', 'Assets-FileAsset']) {
      expect(project(stack, name).Environment.Image).toBe('aws/codebuild/standard:7.0');
      expect(project(stack, name).VpcConfig?.VpcId).toBe('vpc-0a1b2c3d');
      expect(variablesOf(stack, name)).toMatchObject({ TEAM: 'shop', CI: '1' });
      expect(variablesOf(stack, name)).not.toHaveProperty('SEED');
      expect(variablesOf(stack, name)).not.toHaveProperty('HTTP_PROXY');
    }
  });

  test('with an image of its own selects no versions of languages, which such an image cannot', () => {
    const image = 'public.ecr.aws/docker/library/node:22';
    const stack = development({ accounts: { ...CONFIG.accounts, dev: { ...CONFIG.accounts.dev, build: { image } } } });
    expect(project(stack, 'Dev-IntegrationTests').Environment).toMatchObject({ Image: image, Type: 'LINUX_CONTAINER' });
    expect(buildspecOf(stack, 'Dev-IntegrationTests').phases.install).not.toHaveProperty('runtime-versions');
    expect(buildspecOf(stack, 'Build-Synth').phases.install).toHaveProperty('runtime-versions');
  });
});

describe('images', () => {
  test('one of ECR is pulled with the build role, which may', () => {
    const image = '555555555555.dkr.ecr.eu-west-1.amazonaws.com/tools/builder:4';
    const stack = development({ build: { image } });
    const { Environment } = project(stack, 'Tests-LambdaTests');
    expect(JSON.stringify(Environment.Image)).toContain('555555555555.dkr.ecr.eu-west-1.');
    expect(JSON.stringify(Environment.Image)).toContain('/tools/builder:4');
    expect(Environment).toMatchObject({ ImagePullCredentialsType: 'SERVICE_ROLE' });
    const pull = 'arn:aws:ecr:eu-west-1:555555555555:repository/tools/builder';
    const pulling = Object.values(resourcesOf(stack)).filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes(pull),
    );
    // The shared role, synth, self-update, assets, three images steps and the tests of two stages; each of them once.
    expect(pulling).toHaveLength(9);
    for (const { Properties } of pulling) expect(JSON.stringify(Properties).split(pull)).toHaveLength(2);
    for (const buildspec of everyBuildspec(stack)) expect(JSON.stringify(buildspec)).not.toContain('runtime-versions');
  });

  test('one that runs no container of Linux is an error', () => {
    expect(() => {
      development({ build: { image: 'aws/codebuild/windows-base:2019-3.0' } }).buildPipeline();
    }).toThrow(/buildEnvironment of pipeline development: Image aws\/codebuild\/windows-base:2019-3.0 cannot run/);
  });
});

test('an override of buildEnvironment counts before the pipeline-wide configuration, and can call the base', () => {
  class Larger extends BuildsPipeline {
    public override buildEnvironment(context: PipelineContext): BuildEnvironment {
      return {
        ...super.buildEnvironment(context),
        computeType: ComputeType.LARGE,
        buildImage: LinuxBuildImage.STANDARD_6_0,
      };
    }
  }
  const dev = { ...CONFIG.accounts.dev, build: { compute_type: 'BUILD_GENERAL1_MEDIUM' } };
  const stack = development(
    {
      build: { image: 'aws/codebuild/standard:7.0', environment: { TEAM: 'shop' } },
      accounts: { ...CONFIG.accounts, dev },
    },
    Larger,
  );
  expect(project(stack, 'Tests-LambdaTests').Environment).toMatchObject({
    Image: 'aws/codebuild/standard:6.0',
    ComputeType: 'BUILD_GENERAL1_LARGE',
  });
  expect(variablesOf(stack, 'Tests-LambdaTests')).toEqual({ TEAM: 'shop' });
  // The stage says something of its own, which is narrower.
  expect(project(stack, 'Dev-IntegrationTests').Environment).toMatchObject({
    Image: 'aws/codebuild/standard:6.0',
    ComputeType: 'BUILD_GENERAL1_MEDIUM',
  });
});

describe('tools', () => {
  test('are pinned wherever a generated command installs one', () => {
    const stack = development();
    const commands = everyBuildspec(stack).flatMap(({ phases }) =>
      Object.values(phases).flatMap((p) => p.commands ?? []),
    );
    const installed = commands.flatMap((command) => [...command.matchAll(/npm (?:install|i) (?:-g|--global) (\S+)/g)]);
    expect(installed.map(([, what]) => what).sort()).toEqual(['aws-cdk@2.1148.1', 'cdk-assets@4.7.3']);
    expect(unpinned(commands)).toEqual([]);
    expect(
      unpinned(['npm install -g aws-cdk', 'npm i --global cdk-assets@latest', 'npx --yes some-tool']),
    ).toHaveLength(3);
  });

  test('have the versions of the configuration', () => {
    const stack = development({ tool_versions: { cdk: '2.1150.0', cdk_assets: '4.8.0' } });
    const text = JSON.stringify(everyBuildspec(stack));
    expect(text).toContain('npm install -g aws-cdk@2.1150.0');
    expect(text).toContain('npm install -g cdk-assets@4.8.0');
  });
});

/** Every command that takes a program from the registry in whatever version it has today. */
function unpinned(commands: readonly string[]): string[] {
  const global = /\bnpm (?:install|i) (?:-g|--global) (?!\S+@\d+\.\d+\.\d+(?:\s|$))/;
  return commands.filter((command) => global.test(command) || /\bnpx (?:-y|--yes)\b/.test(command));
}

/** The buildspecs in the template, and those that are files of the assembly. */
function everyBuildspec(stack: BuildsPipeline): { phases: Record<string, { commands?: string[] }> }[] {
  const specs = Object.values(projectsOf(stack)).map(({ Source }) => Source.BuildSpec);
  const { directory } = (stack.node.root as App).synth();
  const files = readdirSync(directory).filter((file) => file.startsWith('buildspec-'));
  const texts = [
    ...specs.filter((text) => text.startsWith('{')),
    ...files.map((file) => readFileSync(join(directory, file), 'utf8')),
  ];
  expect(texts).toHaveLength(specs.length);
  return texts.map((text) => JSON.parse(text) as { phases: Record<string, { commands?: string[] }> });
}
