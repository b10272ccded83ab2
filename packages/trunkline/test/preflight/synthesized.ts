// The templates of the construct library's stacks, and of CDK's bootstrap stack, for the tests of their policies.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { App, Stack, Stage, type StackProps } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import type { Template } from '../../src/model/template.js';
import { TemplateReader } from './template-scope.js';

type StackClass = new (scope: Construct, id: string, props: StackProps & Record<string, unknown>) => Stack;

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const library = (await import(new URL('../../../cdk-trunkline/src/index.ts', import.meta.url).href)) as {
  readonly ArtifactStoreStack: StackClass;
  readonly GenericPipelineStack: StackClass;
};

/** The toolchain account of all templates here. */
export const TOOLCHAIN = '111111111111';
/** The account of the pipeline's stage. */
export const MEMBER = '222222222222';
/** The region of all templates here. */
export const REGION = 'eu-central-1';

function newApp(context: Record<string, unknown> = {}): App {
  return new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false });
}

function read(stack: Stack): TemplateReader {
  const template = Assertions.fromStack(stack).toJSON() as unknown as Template;
  return new TemplateReader({ stackName: stack.stackName, account: TOOLCHAIN, region: REGION, template });
}

/** The artifact store of a region, in the toolchain account. */
export function synthesizedStore(props: Record<string, unknown>): TemplateReader {
  const env = { account: TOOLCHAIN, region: REGION };
  return read(new library.ArtifactStoreStack(newApp(), 'Store', { env, ...props }));
}

class PlainStage extends Stage {
  public constructor(scope: Construct, id: string, props: object) {
    super(scope, id, props);
    new StringParameter(new Stack(this, 'Main'), 'Parameter', { stringValue: 'x' });
  }
}

class PlainPipeline extends library.GenericPipelineStack {
  public appStage(scope: Construct, context: { readonly id: string; readonly stageProps: object }): Stage {
    return new PlainStage(scope, context.id, context.stageProps);
  }
}

/** A pipeline that delivers one stage, with the stores found by name. */
export function synthesizedPipeline(): TemplateReader {
  const config = {
    owner: 'acme',
    repo: 'services',
    connection_arn: `arn:aws:codeconnections:${REGION}:${TOOLCHAIN}:connection/0f1e2d3c-0000-4000-8000-000000000000`,
    development_branch: 'develop',
    production_branch: 'main',
    accounts: {
      tooling: { account: TOOLCHAIN, region: REGION },
      dev: { account: MEMBER, region: REGION },
    },
  };
  const app = newApp({ config });
  return read(
    new PlainPipeline(app, 'Pipeline', { pipeline: 'development', env: { account: TOOLCHAIN, region: REGION } }),
  );
}

/** The bootstrap stack of the CDK CLI that this repository pins, in an account that trusts the toolchain account. */
export function bootstrapped(account: string, region = REGION): TemplateReader {
  const cli = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  const text = readFileSync(join(cli, 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
  return new TemplateReader({
    stackName: 'CDKToolkit',
    account,
    region,
    template: parse(text) as Template,
    parameters: {
      TrustedAccounts: TOOLCHAIN,
      CloudFormationExecutionPolicies: 'arn:aws:iam::aws:policy/AdministratorAccess',
    },
  });
}
