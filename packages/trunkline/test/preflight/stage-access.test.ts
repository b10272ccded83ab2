// Who may assume the access role of a stage: its synthesized trust policy, evaluated together with the policies of the
// roles that synthesized pipelines and CDK's bootstrap template create.
import { App, Stack, Stage, type StackProps } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../src/model/template.js';
import { evaluateAccess } from '../../src/preflight/iam/evaluate.js';
import { managedPolicy } from '../../src/preflight/iam/managed-policies.js';
import type { Policy } from '../../src/preflight/iam/policy.js';
import type { Principal } from '../../src/preflight/iam/request.js';
import { bootstrapped, MEMBER, REGION, TOOLCHAIN } from './synthesized.js';
import { TemplateReader, type TemplateRole } from './template-scope.js';

type StackClass = new (scope: Construct, id: string, props: StackProps & Record<string, unknown>) => Stack;

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
async function library(file: string): Promise<unknown> {
  return import(new URL(`../../../cdk-trunkline/src/${file}.ts`, import.meta.url).href);
}

interface StageHookContext {
  readonly id: string;
  readonly stageProps: object;
}

const { GenericPipelineStack, PipelineConfig } = (await library('index')) as {
  readonly GenericPipelineStack: StackClass;
  readonly PipelineConfig: { readonly fromObject: (config: unknown) => object };
};
const { StageAccessStack } = (await library('accounts/stage-access-stack')) as {
  readonly StageAccessStack: { readonly forConfig: (scope: Construct, config: object) => Stack[] };
};
const PROD = '444444444444';
const STRANGER = '999999999999';

/** Two pipelines, of which the first delivers to the toolchain account too, and looks things up in its stages. */
const config = PipelineConfig.fromObject({
  owner: 'acme',
  repo: 'services',
  connection_arn: `arn:aws:codeconnections:${REGION}:${TOOLCHAIN}:connection/0f1e2d3c-0000-4000-8000-000000000000`,
  lookups: true,
  accounts: {
    tooling: { account: TOOLCHAIN, region: REGION },
    dev: { account: MEMBER, region: REGION },
    inner: { account: TOOLCHAIN, region: REGION },
    prod: { account: PROD, region: 'us-east-1' },
  },
  pipelines: {
    development: { branch: 'develop', stages: ['dev', 'inner'] },
    production: { branch: 'main', stages: ['prod'] },
  },
});

class PlainStage extends Stage {
  public constructor(scope: Construct, id: string, props: object) {
    super(scope, id, props);
    new StringParameter(new Stack(this, 'Main'), 'Parameter', { stringValue: 'x' });
  }
}

class TestedPipeline extends GenericPipelineStack {
  public appStage(scope: Construct, context: StageHookContext): Stage {
    return new PlainStage(scope, context.id, context.stageProps);
  }
}

function newApp(): App {
  return new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
}

function read(stack: Stack): TemplateReader {
  const template = Assertions.fromStack(stack).toJSON() as unknown as Template;
  return new TemplateReader({ stackName: stack.stackName, account: stack.account, region: stack.region, template });
}

/** An access role, and the policy of who may assume it. */
interface Target extends TemplateRole {
  readonly account: string;
  readonly trust: Policy;
}

function target(reader: TemplateReader, logicalId: string): Target {
  const role = reader.role(logicalId);
  const document = reader.property(logicalId, 'AssumeRolePolicyDocument');
  return { ...role, account: role.arn.split(':')[4] ?? '', trust: { name: 'trust', document } };
}

const accessRoles = StageAccessStack.forConfig(newApp(), config).map((stack) => {
  const reader = read(stack);
  const [id = ''] = reader.idsOf('AWS::IAM::Role');
  return target(reader, id);
});
const [DEV, INNER, IN_PROD] = accessRoles as [Target, Target, Target];

const pipelines = ['development', 'production'].map((pipeline) => {
  const env = { account: TOOLCHAIN, region: REGION };
  return read(new TestedPipeline(newApp(), `Pipeline-${pipeline}`, { config, pipeline, env }));
});

function roleOf(pipeline: 0 | 1, beginning: string): TemplateRole {
  const reader = pipelines[pipeline];
  const [id, ...others] = reader?.idsOf('AWS::IAM::Role').filter((each) => each.startsWith(beginning)) ?? [];
  if (reader === undefined || id === undefined || others.length > 0) {
    throw new Error(`There is not one role ${beginning}, but ${reader?.idsOf('AWS::IAM::Role').join(', ') ?? 'none'}.`);
  }
  return reader.role(id);
}

function named(account: string, name: string, policies: readonly Policy[] = [ADMINISTRATOR]): TemplateRole {
  return { arn: `arn:aws:iam::${account}:role/${name}`, policies };
}

const ADMINISTRATOR = managedPolicy('arn:aws:iam::aws:policy/AdministratorAccess');
const TESTS_OF_DEV = 'trunkline-services-development-dev-tests';

function mayAssume({ arn, policies }: TemplateRole, { arn: resource, account, trust }: Target): string {
  const principal: Principal = { kind: 'role', arn, account: arn.split(':')[4] ?? '', organization: null };
  const context = { 'sts:ExternalId': null };
  const request = { principal, action: 'sts:AssumeRole', resource, resourceAccount: account, context };
  const access = evaluateAccess(request, { identity: policies, resource: trust });
  return access.kind === 'unproven' ? access.because.map(({ why }) => why).join('; ') : access.kind;
}

/** Every caller, and the stages whose access role it may assume. What is not listed is denied for certain. */
const ROWS: readonly (readonly [who: string, role: TemplateRole, stages: readonly string[]])[] = [
  ['the tests of dev', roleOf(0, 'BuildsDevTestsRole'), ['dev']],
  ['the tests of a stage in the toolchain account', roleOf(0, 'BuildsInnerTestsRole'), ['inner']],
  ['the tests of prod, in another pipeline', roleOf(1, 'BuildsProdTestsRole'), ['prod']],
  ['the builds that test no stage', roleOf(0, 'BuildsRole'), []],
  ['the synth step, which may look things up in the stages', roleOf(0, 'PipelineBuildSynth'), []],
  ["the pipeline's role", roleOf(0, 'PipelineRole'), []],
  ["the other pipeline's role", roleOf(1, 'PipelineRole'), []],
  ["the self-update's role, which may assume roles of the toolchain account", roleOf(0, 'DeliveryUpdatePipeline'), []],
  ['an administrator of the toolchain account', named(TOOLCHAIN, 'Administrator'), []],
  ["an administrator of the stage's account", named(MEMBER, 'Administrator'), []],
  ['an administrator of another account', named(STRANGER, 'Administrator'), []],
  // Anybody can call a role so in an account of their own.
  ['a stranger that calls itself the tests of dev', named(STRANGER, TESTS_OF_DEV), []],
  ["a role of the stage's account that calls itself the tests of dev", named(MEMBER, TESTS_OF_DEV), []],
  ['a role whose name begins like that of the tests', named(TOOLCHAIN, `${TESTS_OF_DEV}-2`), []],
  ['a role whose name ends like that of the tests', named(TOOLCHAIN, `x/${TESTS_OF_DEV}`), []],
  // The trust policy leaves it to the toolchain account, in which somebody else has to allow it.
  ['a role of the right name that nobody allows anything', named(TOOLCHAIN, TESTS_OF_DEV, []), []],
  ['the access role of another stage', { arn: INNER.arn, policies: INNER.policies }, []],
  ["the deploy role of the stage's account", bootstrapped(MEMBER).role('DeploymentActionRole'), []],
];

test.each(ROWS)('%s', (_, role, stages) => {
  const answers = { dev: mayAssume(role, DEV), inner: mayAssume(role, INNER), prod: mayAssume(role, IN_PROD) };
  const expected = Object.keys(answers).map((stage) => [stage, stages.includes(stage) ? 'allowed' : 'denied']);
  expect(answers).toEqual(Object.fromEntries(expected));
});

test('CodeBuild itself', () => {
  const principal: Principal = { kind: 'service', name: 'codebuild.amazonaws.com' };
  for (const { arn: resource, account, trust } of accessRoles) {
    const request = { principal, action: 'sts:AssumeRole', resource, resourceAccount: account };
    expect(evaluateAccess(request, { identity: [], resource: trust }).kind).toBe('denied');
  }
});

describe('the tests of dev may assume no other role', () => {
  test.each(['DeploymentActionRole', 'LookupRole', 'FilePublishingRole', 'CloudFormationExecutionRole'])(
    'of the bootstrap stack: %s',
    (logicalId) => {
      for (const account of [MEMBER, TOOLCHAIN]) {
        expect(mayAssume(roleOf(0, 'BuildsDevTestsRole'), target(bootstrapped(account), logicalId))).toBe('denied');
      }
      // So would roles say that nobody may assume at all; these ones somebody may.
      if (logicalId === 'CloudFormationExecutionRole') return;
      expect(mayAssume(named(TOOLCHAIN, 'Administrator'), target(bootstrapped(MEMBER), logicalId))).toBe('allowed');
    },
  );
});
