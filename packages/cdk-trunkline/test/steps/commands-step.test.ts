// Short steps as Commands actions: when a step is one, what it runs with, and what it cannot run.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodePipeline, CodePipelineSource, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandsStep, type StepOptions } from '../../src';
import { BuildsPipeline, development, projectsOf, resourcesOf, statementsOf } from '../builds/synthesized-builds';
import { CONFIG } from '../pipeline/services-pipeline';

/** A pipeline whose steps need nothing of a project unless options say so. */
class Plain extends BuildsPipeline {
  public options: StepOptions = { cached: false, runtimeVersions: {} };

  public override pipelineStepOptions(id: string): StepOptions | undefined {
    return id === 'LambdaTests' ? this.options : undefined;
  }

  public override lambdaTestCommands(): string[] {
    return ['npm run lint', 'npm test'];
  }
}

interface Action {
  readonly Name: string;
  readonly ActionTypeId: Record<string, string>;
  readonly Commands?: string[];
  readonly Configuration?: unknown;
  readonly InputArtifacts?: { Name: string }[];
  readonly OutputArtifacts?: { Name: string }[];
  readonly RoleArn?: { 'Fn::GetAtt': [string, string] };
}

function actions(stack: Stack): Record<string, Action> {
  const pipeline = Object.values(resourcesOf(stack)).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  const stages = pipeline?.Properties.Stages as { Name: string; Actions: Action[] }[];
  return Object.fromEntries(
    stages.flatMap(({ Name, Actions }) => Actions.map((each) => [`${Name}/${each.Name}`, each])),
  );
}

describe('a pipeline step that needs nothing of a project', () => {
  const stack = development<Plain>({}, Plain);

  test('is a Commands action on the source, with all its commands and no project', () => {
    expect(actions(stack)['Tests/LambdaTests']).toEqual({
      Name: 'LambdaTests',
      ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands', Version: '1' },
      Commands: [expect.stringContaining('npm ci'), 'npm run lint', 'npm test'] as unknown,
      InputArtifacts: actions(stack)['Source/acme_services']?.OutputArtifacts,
      RoleArn: { 'Fn::GetAtt': [expect.stringContaining('CommandsRole'), 'Arn'] as unknown },
      RunOrder: 1,
    });
    expect(Object.keys(projectsOf(stack))).not.toContain('Tests-LambdaTests');
    expect(Object.keys(projectsOf(stack))).toContain('Tests-InfrastructureTests');
  });

  test('runs with a role that only the pipeline may assume, and that may assume none itself', () => {
    const resources = resourcesOf(stack);
    const id = Object.keys(resources).find((each) => each.includes('CommandsRole') && !each.includes('Policy')) ?? '';
    const [pipelineRole] = Object.keys(resources).filter((each) => /^PipelineRole[0-9A-F]{8}$/.test(each));
    expect(resources[id]?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Principal: { AWS: { 'Fn::GetAtt': [pipelineRole, 'Arn'] } } }],
    });
    const statements = statementsOf(stack, id);
    const text = JSON.stringify(statements);
    expect(text).toContain(':log-group:/aws/codepipeline/');
    expect(text).toContain('s3:GetObject*');
    expect(text).not.toMatch(/sts:|s3:Put|codebuild:|cloudformation:/);
    expect(JSON.stringify(statementsOf(stack, pipelineRole ?? ''))).toContain(`{"Fn::GetAtt":["${id}","Arn"]}`);
  });
});

describe('a pipeline step stays a project', () => {
  test.each<[string, StepOptions]>([
    ['where it is cached', { runtimeVersions: {} }],
    ['where it selects languages', { cached: false }],
    ['where it has a timeout', { cached: false, runtimeVersions: {}, timeout: Duration.minutes(10) }],
    ['where it has variables', { cached: false, runtimeVersions: {}, env: { A: '1' } }],
    ['where it has reports', { cached: false, runtimeVersions: {}, reports: { unit: { files: ['x'] } } }],
    ['where it is privileged', { cached: false, runtimeVersions: {}, buildEnvironment: { privileged: true } }],
  ])('%s', (_, options) => {
    const stack = development<Plain>({}, Plain);
    stack.options = options;
    expect(Object.keys(projectsOf(stack))).toContain('Tests-LambdaTests');
  });

  test.each([
    ['image', { image: 'aws/codebuild/standard:7.0' }],
    ['compute type', { compute_type: 'BUILD_GENERAL1_SMALL' }],
    ['timeout', { timeout_minutes: 30 }],
    ['environment', { environment: { A: '1' } }],
    ['proxy', { proxy: { http: 'http://proxy.example.com:3128' } }],
    [
      'VPC',
      { vpc: { vpc_id: 'vpc-1a2b3c4d', subnet_ids: ['subnet-1a2b3c4d'], availability_zones: ['eu-central-1a'] } },
    ],
  ])('where the configuration has: %s', (_, build) => {
    expect(Object.keys(projectsOf(development<Plain>({ build }, Plain)))).toContain('Tests-LambdaTests');
  });

  test('where a command has several lines', () => {
    class Lines extends Plain {
      public override lambdaTestCommands(): string[] {
        return ['if true; then\n  npm test\nfi'];
      }
    }
    expect(Object.keys(projectsOf(development<Plain>({}, Lines)))).toContain('Tests-LambdaTests');
  });
});

test('several steps share one role, whose policy does not grow', () => {
  class Many extends BuildsPipeline {
    public override beforeStages(): Step[] {
      return Array.from({ length: 12 }, (_, index) => new CommandsStep(`Step${String(index)}`, { commands: ['true'] }));
    }
  }
  const stack = development({}, Many);
  const ids = Object.entries(actions(stack))
    .filter(([name]) => name.startsWith('Tests/Step'))
    .map(([, action]) => action.RoleArn?.['Fn::GetAtt'][0]);
  expect(ids).toHaveLength(12);
  expect(new Set(ids).size).toBe(1);
  expect(statementsOf(stack, ids[0] ?? '').length).toBeLessThanOrEqual(4);
});

test('in a pipeline of plain CDK Pipelines, on an input of its own', () => {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const stack = new Stack(app, 'Plain', { env: { account: '111111111111', region: 'eu-central-1' } });
  const source = CodePipelineSource.connection('acme/services', 'main', { connectionArn: CONFIG.connection_arn });
  const synth = new ShellStep('Synth', { input: source, commands: ['npx cdk synth'] });
  const codePipeline = new Pipeline(stack, 'Pipeline', {
    pipelineType: PipelineType.V2,
    restartExecutionOnUpdate: true,
  });
  const pipeline = new CodePipeline(stack, 'Delivery', { codePipeline, synth });
  pipeline.addWave('Checks', { pre: [new CommandsStep('List', { commands: ['ls'], input: synth })] });
  expect(actions(stack)['Checks/List']).toMatchObject({
    Commands: ['ls'],
    InputArtifacts: actions(stack)['Build/Synth']?.OutputArtifacts,
  });
});

describe('what the action cannot run is an error, all of it at once', () => {
  test('too many, too long, blank and of several lines', () => {
    const commands = ['true\nfalse', '  ', 'x'.repeat(1001)];
    expect(() => new CommandsStep('Lint', { commands })).toThrow(
      'Step Lint cannot be a Commands action: command 1 has several lines; command 2 is blank; ' +
        'command 3 has 1001 characters, and may have 1000.',
    );
    expect(() => new CommandsStep('Lint', { commands: [] })).toThrow('it has no commands');
    expect(() => new CommandsStep('Lint', { commands: Array<string>(51).fill('true') })).toThrow('it has 51 commands');
  });

  test('anything else is taken', () => {
    const line = fc
      .string({ minLength: 1, maxLength: 1000 })
      .filter((text) => !/[\r\n]/.test(text) && text.trim() !== '');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (commands) => {
        expect(new CommandsStep('Lint', { commands }).id).toBe('Lint');
      }),
      { numRuns: 50 },
    );
  });
});

test('two lines make all pipeline steps Commands actions, where the configuration asks for nothing', () => {
  class Short extends BuildsPipeline {
    public override cachePaths(): undefined {
      return undefined;
    }

    public override runtimeVersions(): undefined {
      return undefined;
    }
  }
  const tests = ['Tests-InfrastructureTests', 'Tests-LambdaTests'];
  expect(Object.keys(projectsOf(development({}, BuildsPipeline)))).toEqual(expect.arrayContaining(tests));
  const left = Object.keys(projectsOf(development({}, Short)));
  for (const name of tests) expect(left).not.toContain(name);
});
