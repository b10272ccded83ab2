// Timeout, environment, reports, cache, permissions and network of any step, without replacing it.
import { Duration } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { ReportFormat, type PipelineContext, type StageContext, type StepOptions } from '../../src';
import { CONFIG } from '../pipeline/services-pipeline';
import {
  BuildsPipeline,
  buildspecOf,
  development,
  project,
  projectsOf,
  resourcesOf,
  roleOf,
  statementsOf,
  variablesOf,
  VPC,
} from './synthesized-builds';

const STEPS = {
  pipeline: ['Build-Synth', 'Tests-InfrastructureTests', 'Tests-LambdaTests'],
  stage: ['Dev-Images', 'Dev-IntegrationTests', 'Dev-AcceptanceTests'],
};

describe('a pipeline whose steps all have options', () => {
  const asked: string[] = [];
  class Optioned extends BuildsPipeline {
    public override pipelineStepOptions(id: string, context: PipelineContext): StepOptions {
      asked.push(id);
      return { ...this.options(id), env: { STEP: id, PIPELINE: context.name } };
    }

    public override stageStepOptions(id: string, context: StageContext): StepOptions {
      asked.push(`${id} ${context.id}`);
      return { ...this.options(id), env: { STEP: id, STAGE_NAME: `my-${context.stageName}` } };
    }

    private options(id: string): StepOptions {
      return {
        timeout: Duration.minutes(7),
        reports: {
          unit: { files: ['junit.xml'], baseDirectory: 'reports' },
          coverage: { files: ['**/clover.xml'], fileFormat: ReportFormat.CLOVER_XML },
        },
        cached: id === 'Images',
        rolePolicyStatements: [
          new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [`arn:*:ssm:::${id}`] }),
        ],
        buildEnvironment: {
          buildImage: LinuxBuildImage.STANDARD_6_0,
          environmentVariables: {
            TOKEN: { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: 'npm-token' },
          },
        },
        runtimeVersions: { python: '3.12' },
      };
    }
  }
  const stack = development({}, Optioned);

  test.each([...STEPS.pipeline, ...STEPS.stage])('%s has them', (name) => {
    const id = name.split('-').at(-1) ?? '';
    expect(project(stack, name)).toMatchObject({
      TimeoutInMinutes: 7,
      Environment: { Image: 'aws/codebuild/standard:6.0' },
    });
    expect(variablesOf(stack, name)).toMatchObject({ STEP: id, TOKEN: 'npm-token' });
    expect(buildspecOf(stack, name)).toMatchObject({
      reports: {
        unit: { files: ['junit.xml'], 'base-directory': 'reports', 'file-format': 'JUNITXML' },
        coverage: { files: ['**/clover.xml'], 'file-format': 'CLOVERXML' },
      },
      phases: { install: { 'runtime-versions': { python: '3.12' } } },
    });
    expect(project(stack, name).Cache.Type).toBe(id === 'Images' ? 'S3' : 'NO_CACHE');
    const actions = JSON.stringify(statementsOf(stack, roleOf(stack, name)));
    expect(actions).toContain(`arn:*:ssm:::${id}`);
    expect(actions).toContain('secretsmanager:GetSecretValue');
  });

  test('the options of a stage know it, and count before its variables', () => {
    expect(variablesOf(stack, 'Qa-us-east-1-IntegrationTests')).toMatchObject({
      STAGE_NAME: 'my-qa',
      STAGE_REGION: 'us-east-1',
    });
    expect(asked).toContain('IntegrationTests Qa-us-east-1');
    expect(asked).toContain('Synth');
    expect(asked).toContain('AcceptanceTests Qa-eu-central-1');
  });

  test('images stay privileged', () => {
    expect(project(stack, 'Dev-Images').Environment.PrivilegedMode).toBe(true);
  });

  test('the self-update and the assets are no steps, and stay as they are', () => {
    expect(project(stack, 'UpdatePipeline-SelfMutation')).not.toHaveProperty('TimeoutInMinutes');
    expect(project(stack, 'Assets-FileAsset').Environment.Image).toBe('aws/codebuild/standard:7.0');
  });
});

test('options of a step count before the configuration', () => {
  class Slow extends BuildsPipeline {
    public override stageStepOptions(id: string): StepOptions | undefined {
      return id === 'AcceptanceTests' ? { timeout: Duration.hours(3), env: { TEAM: 'testers' } } : undefined;
    }
  }
  const accounts = { ...CONFIG.accounts, dev: { ...CONFIG.accounts.dev, build: { timeout_minutes: 30 } } };
  const stack = development({ build: { timeout_minutes: 20, environment: { TEAM: 'shop' } }, accounts }, Slow);
  expect(project(stack, 'Dev-AcceptanceTests').TimeoutInMinutes).toBe(180);
  expect(variablesOf(stack, 'Dev-AcceptanceTests').TEAM).toBe('testers');
  expect(project(stack, 'Dev-IntegrationTests').TimeoutInMinutes).toBe(30);
  expect(project(stack, 'Qa-AcceptanceTests').TimeoutInMinutes).toBe(180);
  expect(project(stack, 'Build-Synth').TimeoutInMinutes).toBe(20);
  expect(variablesOf(stack, 'Dev-IntegrationTests').TEAM).toBe('shop');
});

test('a step in a VPC of its own has neither subnets nor groups of the pipeline', () => {
  class Inside extends BuildsPipeline {
    public override stageStepOptions(id: string): StepOptions | undefined {
      const vpc =
        this.node.tryFindChild('Inner') ??
        Vpc.fromVpcAttributes(this, 'Inner', {
          vpcId: 'vpc-inner',
          availabilityZones: ['eu-central-1a'],
          privateSubnetIds: ['subnet-inner'],
        });
      return id === 'IntegrationTests' ? { vpc: vpc as Vpc } : undefined;
    }
  }
  const stack = development({ build: { vpc: { ...VPC, security_group_ids: ['sg-11112222'] } } }, Inside);
  const inner = project(stack, 'Dev-IntegrationTests').VpcConfig;
  expect(inner).toMatchObject({ VpcId: 'vpc-inner', Subnets: ['subnet-inner'] });
  expect(JSON.stringify(inner)).not.toContain('sg-11112222');
  const groups = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup');
  expect(groups.map(({ Properties }) => Properties.VpcId)).toEqual(['vpc-inner']);
  expect(project(stack, 'Dev-AcceptanceTests').VpcConfig).toMatchObject({ SecurityGroupIds: ['sg-11112222'] });
});

test("a step of a project's own has the pipeline's environment and cache, and selects languages by itself", () => {
  class Own extends BuildsPipeline {
    public override beforeStages(): Step[] {
      return [new CodeBuildStep('Scan', { commands: ['scan'] })];
    }
  }
  const stack = development({ build: { timeout_minutes: 20 } }, Own);
  const found = projectsOf(stack)['Tests-Scan'];
  expect(found).toMatchObject({ TimeoutInMinutes: 20, Cache: { Type: 'S3' } });
  expect(buildspecOf(stack, 'Tests-Scan').phases).not.toHaveProperty('install');
});

test('a step without commands, or with a blank one, is an error that names it', () => {
  for (const [commands, problem] of [
    [[], 'Step Scan has no commands'],
    [['scan', '  '], 'Step Scan has a blank command'],
  ] as const) {
    class Empty extends BuildsPipeline {
      public override beforeStages(context: PipelineContext): Step[] {
        return [this.pipelineStep('Scan', [...commands], context)];
      }
    }
    expect(() => {
      development({}, Empty).buildPipeline();
    }).toThrow(problem);
  }
});
