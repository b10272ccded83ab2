// Who may start a pipeline and who may approve in it: exactly that, before and after it is built.
import { Stack, type App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Group, Role, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { ManualApprovalStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { StageContext } from '../../src';
import {
  CONFIG,
  configWith,
  MainOnlyPipeline,
  pipelineOf,
  quickApp,
  said,
  ServicesPipeline,
} from './services-pipeline';

// The first use of anything that is deprecated fails; aws-cdk-lib tells of each but once a process.
beforeAll(() => {
  vi.stubEnv('JSII_DEPRECATED', 'fail');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const TOOLING = { account: '111111111111', region: 'eu-central-1' };

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The statements that a stack's policies have for CodePipeline, with partitions as `aws`. */
function statements(stack: Stack): string[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies
    .flatMap(
      (policy) =>
        (policy as { Properties: { PolicyDocument: { Statement: Statement[] } } }).Properties.PolicyDocument.Statement,
    )
    .filter(({ Action }) => [Action].flat().every((action) => action.startsWith('codepipeline:')))
    .flatMap(({ Action, Resource }) => [Resource].flat().map((each) => `${[Action].flat().join(' ')} ${arn(each)}`))
    .sort();
}

function arn(value: unknown): string {
  const parts = (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : 'aws')).join('');
}

const DEVELOPMENT = 'arn:aws:codepipeline:eu-central-1:111111111111:services-development';

/** A group in a stack of its own, which is synthesized before the pipeline's. */
function people(app: App): { stack: Stack; group: Group } {
  const stack = new Stack(app, 'People', { env: TOOLING });
  return { stack, group: new Group(stack, 'Group') };
}

describe.each(['before', 'after'])('granted %s the pipeline is built', (when) => {
  function granted(grant: (pipeline: ServicesPipeline, group: IGrantable) => void, name = 'development'): string[] {
    const app = quickApp();
    const { stack, group } = people(app);
    const pipeline = new ServicesPipeline(app, 'Pipeline', { pipeline: name });
    if (when === 'after') pipeline.buildPipeline();
    grant(pipeline, group);
    return statements(stack);
  }

  test('starting', () => {
    expect(granted((pipeline, group) => pipeline.grantStart(group))).toEqual([
      `codepipeline:StartPipelineExecution ${DEVELOPMENT}`,
    ]);
  });

  test('approving of one stage', () => {
    expect(granted((pipeline, group) => pipeline.grantApprove(group, 'qa'))).toEqual([
      `codepipeline:GetPipelineState ${DEVELOPMENT}`,
      `codepipeline:PutApprovalResult ${DEVELOPMENT}/Qa-Bootstrap/Approval`,
    ]);
  });

  test('a stage that the pipeline does not deliver', () => {
    expect(() => granted((pipeline, group) => pipeline.grantApprove(group, 'prod'))).toThrow(
      'Pipeline: grantApprove() was given stage "prod", which pipeline development does not deliver; it delivers dev, qa.',
    );
  });

  test('a stage that nobody approves', () => {
    expect(() => granted((pipeline, group) => pipeline.grantApprove(group, 'dev'))).toThrow(
      /Pipeline: grantApprove\("dev"\) grants nothing, as there is no manual approval to answer\. Return one/,
    );
  });

  test('approving of all stages, one of them delivered together with another', () => {
    class Approving extends ServicesPipeline {
      public override approval(context: StageContext): Step {
        if (context.stageName === 'dev') return new ShellStep('Robot', { commands: ['true'] });
        return new ManualApprovalStep(context.stepName('Four Eyes'));
      }

      public override beforeStage(context: StageContext): Step[] {
        return [new ManualApprovalStep(context.stepName('Security'))];
      }
    }
    const pipelines = { development: { branch: 'trunk', stages: ['dev', ['qa', 'prod']] } };
    const app = quickApp();
    const { stack, group } = people(app);
    const other = new Stack(app, 'Others', { env: TOOLING });
    const pipeline = new Approving(app, 'Pipeline', { pipeline: 'development', config: configWith({ pipelines }) });
    if (when === 'after') pipeline.buildPipeline();
    pipeline.grantApprove(group);
    pipeline.grantApprove(new Group(other, 'Group'), 'prod');
    expect(statements(stack)).toEqual([
      `codepipeline:GetPipelineState ${DEVELOPMENT}`,
      `codepipeline:PutApprovalResult ${DEVELOPMENT}/Qa-Prod-Bootstrap/Four_Eyes-Prod`,
      `codepipeline:PutApprovalResult ${DEVELOPMENT}/Qa-Prod-Bootstrap/Four_Eyes-Qa`,
    ]);
    expect(statements(other).at(-1)).toBe(
      `codepipeline:PutApprovalResult ${DEVELOPMENT}/Qa-Prod-Bootstrap/Four_Eyes-Prod`,
    );
    const names = pipelineOf(pipeline).Stages.flatMap(({ Name, Actions }) =>
      Actions.map((each) => `${Name}/${each.Name}`),
    );
    expect(names).toContain('Qa-Prod-Bootstrap/Four_Eyes-Qa');
  });
});

describe('in CodePipeline stages of more actions than one can have', () => {
  /** As many stages as have more than 50 approvals and deployments, delivered together. */
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `s${String(index)}`,
      { account: String(600_000_000_000 + index), region: 'eu-central-1' },
    ]),
  );

  test.each(['before', 'after'])('the approvals are found wherever CDK Pipelines put them, granted %s', (when) => {
    const app = quickApp();
    const { stack, group } = people(app);
    const config = configWith({
      accounts: { tooling: TOOLING, dev: CONFIG.accounts.dev, ...many },
      pipelines: { development: { branch: 'trunk', stages: ['dev', Object.keys(many)] } },
    });
    const pipeline = new MainOnlyPipeline(app, 'Pipeline', { pipeline: 'development', config });
    if (when === 'after') pipeline.buildPipeline();
    pipeline.grantApprove(group);
    const actual = pipelineOf(pipeline).Stages.flatMap(({ Name, Actions }) =>
      Actions.filter(({ ActionTypeId }) => ActionTypeId.Provider === 'Manual').map(
        (action) => `${Name}/${action.Name}`,
      ),
    );
    expect(new Set(actual.map((each) => each.split('/')[0]))).toEqual(
      new Set(['S0-And-59-More.1', 'S0-And-59-More.2']),
    );
    expect(actual).toHaveLength(60);
    expect(statements(stack)).toEqual(
      [
        `codepipeline:GetPipelineState ${DEVELOPMENT}`,
        ...actual.map((each) => `codepipeline:PutApprovalResult ${DEVELOPMENT}/${each}`),
      ].sort(),
    );
  });
});

describe('to whom', () => {
  test('an error says once which pipeline it is about', () => {
    const pipeline = new ServicesPipeline(quickApp(), 'Pipeline', { pipeline: 'development' });
    pipeline.grantApprove(people(pipeline.node.root as App).group, 'dev');
    expect(said(pipeline)).toMatch(/^Error: Pipeline: grantApprove\("dev"\) grants nothing/);
  });

  test('the stack of the grantee does not depend on that of the pipeline', () => {
    const app = quickApp();
    const { stack, group } = people(app);
    const pipeline = new ServicesPipeline(app, 'Pipeline', { pipeline: 'production' });
    expect([pipeline.grantStart(group), pipeline.grantApprove(group)].map((grant) => grant.success)).toEqual([
      true,
      true,
    ]);
    expect(said(pipeline)).toBe('nothing');
    expect(stack.dependencies).toEqual([]);
    expect(JSON.stringify(Template.fromStack(pipeline).toJSON())).not.toContain('"Outputs"');
  });

  test('a role of the toolchain account that is imported by its ARN gets a policy', () => {
    const pipeline = new ServicesPipeline(quickApp(), 'Pipeline', { pipeline: 'production' });
    const role = Role.fromRoleArn(pipeline, 'Release', 'arn:aws:iam::111111111111:role/Release');
    expect(pipeline.grantStart(role).success).toBe(true);
    Template.fromStack(pipeline).hasResourceProperties('AWS::IAM::Policy', {
      Roles: ['Release'],
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'codepipeline:StartPipelineExecution' })] },
    });
  });

  test('a role of another account is told apart: CodePipeline cannot let it in', () => {
    const app = quickApp();
    const pipeline = new ServicesPipeline(app, 'Pipeline', { pipeline: 'production' });
    const imported = Role.fromRoleArn(pipeline, 'Release', 'arn:aws:iam::999999999999:role/Release');
    pipeline.grantStart(imported);
    const env = { account: '999999999999', region: 'eu-central-1' };
    const elsewhere = new Stack(app, 'Elsewhere', { env });
    const role = new Role(elsewhere, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    expect(pipeline.grantApprove(role, 'prod').success).toBe(true);
    expect(statements(elsewhere)).toHaveLength(2);
    expect(statements(pipeline)).toEqual([]);
    Annotations.fromStack(pipeline).hasWarning(
      '/Pipeline',
      Match.stringLikeRegexp(
        'grantApprove\\(\\) was given a principal of account 999999999999\\..*role in account 111111111111',
      ),
    );
  });

  test('a role inside of what the pipeline delivers would be synthesized too early', () => {
    class Inside extends ServicesPipeline {
      public override appStage(
        ...args: Parameters<ServicesPipeline['appStage']>
      ): ReturnType<ServicesPipeline['appStage']> {
        const stage = super.appStage(...args);
        const stack = stage.node.findChild('Main') as Stack;
        this.grantApprove(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }), 'qa');
        return stage;
      }
    }
    const text = said(new Inside(quickApp({ config: CONFIG }), 'Pipeline', { pipeline: 'development' }));
    expect(text).toMatch(/grantApprove\("qa"\) was asked for the approvals before the pipeline was built\. Grant to/);
  });
});
