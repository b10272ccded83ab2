// One role for all builds that need no more than every build does, whatever their number.
import { BuildEnvironmentVariableType, type BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, CodePipelineSource, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext, StepOptions } from '../../src';
import { CONFIG } from '../pipeline/services-pipeline';
import { BuildsPipeline, development, projectsOf, resourcesOf, roleOf, statementsOf } from './synthesized-builds';

/** A configuration with so many stages. */
function stages(count: number): Record<string, unknown> {
  const names = Array.from({ length: count }, (_, index) => `stage${String(index + 1)}`);
  const accounts = names.map((name, index) => [
    name,
    { account: String(222222222222 + index), region: 'eu-central-1' },
  ]);
  return {
    accounts: { tooling: CONFIG.accounts.tooling, ...(Object.fromEntries(accounts) as object) },
    pipelines: { development: { branch: 'develop', stages: names } },
  };
}

describe('the role', () => {
  test('is that of every test before a stage; the tests of a stage share another, and synth, self-update, assets and images have their own', () => {
    const stack = development();
    const shared = roleOf(stack, 'Tests-LambdaTests');
    const sharing = Object.keys(projectsOf(stack)).filter((name) => roleOf(stack, name) === shared);
    expect(sharing.sort()).toEqual(['Tests-InfrastructureTests', 'Tests-LambdaTests']);
    expect(roleOf(stack, 'Dev-AcceptanceTests')).toBe(roleOf(stack, 'Dev-IntegrationTests'));
    const qa = ['Qa-AcceptanceTests', 'Qa-eu-central-1-IntegrationTests', 'Qa-us-east-1-IntegrationTests'];
    expect(new Set(qa.map((name) => roleOf(stack, name))).size).toBe(1);
    const ofStages = [...qa, 'Dev-AcceptanceTests', 'Dev-IntegrationTests'];
    const others = Object.keys(projectsOf(stack)).filter((name) => ![...sharing, ...ofStages].includes(name));
    expect(new Set(others.map((name) => roleOf(stack, name))).size).toBe(others.length);
  });

  test('may write logs, reports and the cache of the pipeline, and read artifacts', () => {
    const stack = development();
    const text = JSON.stringify(statementsOf(stack, roleOf(stack, 'Tests-LambdaTests')));
    expect(text).toContain(':log-group:/aws/codebuild/services-development-*');
    expect(text).toContain(':report-group/services-development-*');
    expect(text).toContain('s3:GetObject*');
    expect(text).toContain('s3:PutObject');
    expect(text).toContain('trunkline-artifacts-111111111111-eu-central-1/*');
    expect(text).toContain('trunkline-artifacts-111111111111-eu-central-1/cache/services-development/*');
    expect(text).toContain('kms:Decrypt');
    for (const name of Object.keys(projectsOf(stack))) expect(name).not.toBe('');
    for (const { Name } of Object.values(projectsOf(stack))) expect(Name).toMatch(/^services-development-[\w-]+$/);
    // A build of tests has no business with other roles.
    expect(text).not.toContain('sts:AssumeRole');
  });

  test('has a policy of the same size for 3 and for 30 stages, in a VPC too', () => {
    const vpc = { vpc_id: 'vpc-1a2b3c4d', subnet_ids: ['subnet-1a2b3c4d'], availability_zones: ['eu-central-1a'] };
    for (const build of [{}, { vpc }]) {
      const sizes = [3, 30].map((count) => {
        const stack = development({ ...stages(count), build });
        return statementsOf(stack, roleOf(stack, 'Tests-LambdaTests')).length;
      });
      expect(sizes[0]).toBe(sizes[1]);
    }
    const inside = development({ build: { vpc } });
    const text = JSON.stringify(statementsOf(inside, roleOf(inside, 'Tests-LambdaTests')));
    expect(text.split('ec2:CreateNetworkInterfacePermission')).toHaveLength(2);
    expect(text.split('ec2:DescribeSecurityGroups')).toHaveLength(2);
  });

  test('a project is created after the permissions for its network, which CodeBuild checks then', () => {
    const vpc = { vpc_id: 'vpc-1a2b3c4d', subnet_ids: ['subnet-1a2b3c4d'], availability_zones: ['eu-central-1a'] };
    const resources = resourcesOf(development({ build: { vpc } }));
    for (const { Type, DependsOn } of Object.values(resources) as { Type: string; DependsOn?: string[] }[]) {
      if (Type !== 'AWS::CodeBuild::Project') continue;
      const policies = (DependsOn ?? []).map((id) => JSON.stringify(resources[id]));
      expect(policies.some((policy) => policy.includes('ec2:DescribeSecurityGroups'))).toBe(true);
    }
  });

  test('may read the secrets of the environment that all builds have', () => {
    class Secret extends BuildsPipeline {
      public override buildEnvironment(context: PipelineContext): BuildEnvironment {
        const TOKEN = { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: 'npm-token' };
        return { ...super.buildEnvironment(context), environmentVariables: { TOKEN } };
      }
    }
    const stack = development({}, Secret);
    const text = JSON.stringify(statementsOf(stack, roleOf(stack, 'Dev-IntegrationTests')));
    expect(text.split('secretsmanager:GetSecretValue')).toHaveLength(2);
  });

  test('is not widened by the statements of one step', () => {
    class Wide extends BuildsPipeline {
      public override pipelineStepOptions(id: string): StepOptions | undefined {
        const statement = new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'] });
        return id === 'LambdaTests' ? { rolePolicyStatements: [statement] } : undefined;
      }
    }
    const stack = development({}, Wide);
    const own = roleOf(stack, 'Tests-LambdaTests');
    const shared = roleOf(stack, 'Tests-InfrastructureTests');
    expect(own).not.toBe(shared);
    expect(JSON.stringify(statementsOf(stack, own))).toContain('dynamodb:Scan');
    expect(JSON.stringify(statementsOf(stack, shared))).not.toContain('dynamodb:Scan');
  });

  test('builds that clone the source by themselves may use its connection, by the present prefix too', () => {
    class Cloning extends BuildsPipeline {
      public override source(context: PipelineContext): Step {
        return CodePipelineSource.connection('acme/services', context.branch, {
          connectionArn: CONFIG.connection_arn,
          codeBuildCloneOutput: true,
        });
      }
    }
    const stack = development({}, Cloning);
    for (const name of ['Build-Synth', 'Dev-IntegrationTests', 'Dev-Images']) {
      const text = JSON.stringify(statementsOf(stack, roleOf(stack, name)));
      expect(text.split('"codeconnections:UseConnection"')).toHaveLength(2);
    }
  });
});

describe('names of projects', () => {
  test('are legal and unique whatever the names of pipeline and steps', () => {
    class Odd extends BuildsPipeline {
      public override beforeStages(): Step[] {
        return ['a.b', 'a@b', 'a-b', 'x'.repeat(90)].map((id) => new CodeBuildStep(id, { commands: ['true'] }));
      }
    }
    const stack = development({ repo: `odd.name@${'y'.repeat(45)}` }, Odd);
    const names = Object.values(resourcesOf(stack))
      .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
      .map(({ Properties }) => Properties.Name as string);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/);
  });

  test('a name of its own stays', () => {
    class Named extends BuildsPipeline {
      public override beforeStages(): Step[] {
        return [new CodeBuildStep('Scan', { commands: ['true'], projectName: 'our-scan' })];
      }
    }
    expect(Object.keys(projectsOf(development({}, Named)))).toContain('our-scan');
  });

  test('do not depend on what else the pipeline has, so that none is ever replaced by another', () => {
    const before = Object.entries(resourcesOf(development(stages(2))));
    const after = resourcesOf(development(stages(3)));
    const projects = before.filter(([, { Type }]) => Type === 'AWS::CodeBuild::Project');
    expect(projects.length).toBeGreaterThan(5);
    for (const [id, { Properties }] of projects) expect(after[id]?.Properties.Name).toBe(Properties.Name);
  });
});
