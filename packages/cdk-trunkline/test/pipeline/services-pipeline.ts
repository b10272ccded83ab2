// A project's pipeline for the tests: small stacks, the configuration of a real project, and what came of a synthesis.
import { App, CfnOutput, Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';

/** Context `config` as a project writes it: dev and qa from `develop`, prod from `main`; qa and prod in two regions. */
export const CONFIG = {
  owner: 'acme',
  repo: 'services',
  connection_arn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000',
  development_branch: 'develop',
  production_branch: 'main',
  accounts: {
    tooling: { account: '111111111111', region: 'eu-central-1' },
    dev: { account: '222222222222', region: 'eu-central-1' },
    qa: { account: '333333333333', regions: ['eu-central-1', 'us-east-1'] },
    prod: { account: '444444444444', regions: ['eu-central-1', 'us-east-1'] },
  },
};

/** An app that does not validate templates against CloudFormation's schema, which takes long. */
export function quickApp(context: Record<string, unknown> = { config: CONFIG }): App {
  return new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false });
}

/** A stage of one stack with one resource and one output; its account's stages differ in nothing but their name. */
export class OneStackStage extends Stage {
  public readonly output: CfnOutput;

  public constructor(scope: Construct, id: string, stackId: string, props: StageProps, asset = false) {
    super(scope, id, props);
    const stack = new Stack(this, stackId);
    const parameter = new StringParameter(stack, 'Parameter', { stringValue: stackId });
    this.output = new CfnOutput(stack, 'ParameterName', { value: parameter.parameterName });
    if (asset) new Asset(stack, 'Asset', { path: __filename });
  }
}

/** The shortest pipeline that a project can write. */
export class MainOnlyPipeline extends GenericPipelineStack {
  public override appStage(scope: Construct, context: StageContext): Stage {
    return new OneStackStage(scope, context.id, 'Main', context.stageProps);
  }
}

/** A pipeline with every part. */
export class ServicesPipeline extends GenericPipelineStack {
  public override toolchainStage(scope: Construct, context: StageContext): Stage | undefined {
    return new OneStackStage(scope, context.id, 'Shared', context.stageProps);
  }

  public override bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
    return new OneStackStage(scope, context.id, 'Repositories', context.stageProps);
  }

  public override imageEnvironment(stage: Stage): Record<string, CfnOutput> {
    return { REPOSITORY: (stage as OneStackStage).output };
  }

  public override imageCommands(): string[] {
    return ['docker push "$REPOSITORY"'];
  }

  public override appStage(scope: Construct, context: StageContext): Stage {
    return new OneStackStage(scope, context.id, 'Main', context.stageProps, true);
  }

  public override testEnvironment(stage: Stage): Record<string, CfnOutput> {
    return { PARAMETER: (stage as OneStackStage).output };
  }
}

/** The action of a synthesized pipeline, as far as tests look at it. */
export interface SynthesizedAction {
  readonly Name: string;
  readonly RunOrder: number;
  readonly Region?: string;
  readonly Namespace?: string;
  readonly RoleArn?: unknown;
  readonly ActionTypeId: { readonly Provider: string };
  readonly Configuration?: Readonly<Record<string, unknown>>;
}

/** The properties of the synthesized pipeline of a stack. */
export interface SynthesizedPipeline {
  readonly Name: string;
  readonly PipelineType: string;
  readonly RestartExecutionOnUpdate: boolean;
  readonly ArtifactStores?: readonly { readonly Region: string; readonly ArtifactStore: Record<string, unknown> }[];
  readonly Stages: readonly { readonly Name: string; readonly Actions: readonly SynthesizedAction[] }[];
}

/** Synthesizes the stack's app and gives the one pipeline of the stack. */
export function pipelineOf(stack: Stack): SynthesizedPipeline {
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  return (pipeline as { Properties: SynthesizedPipeline }).Properties;
}

/** `Dev: 1 Main.Prepare, 2 Main.Deploy`: one line for each stage of a pipeline. */
export function outline(pipeline: SynthesizedPipeline): string[] {
  return pipeline.Stages.map(({ Name, Actions }) => {
    const actions = Actions.map((action) => `${String(action.RunOrder)} ${action.Name}`).sort(byNumber);
    return `${Name}: ${actions.join(', ')}`;
  });
}

/** The buildspecs of a stack's projects, by the end of their logical ids. */
export function buildspecs(stack: Stack): Record<string, Buildspec> {
  const projects = Template.fromStack(stack).findResources('AWS::CodeBuild::Project');
  return Object.fromEntries(
    Object.values(projects).flatMap((project) => {
      const { Description, Source } = (project as ProjectResource).Properties;
      const text = Source.BuildSpec;
      return typeof text === 'string' && text.startsWith('{')
        ? [[Description.replace('Pipeline step ', ''), JSON.parse(text) as Buildspec]]
        : [];
    }),
  );
}

/** A buildspec as CDK writes it. */
export interface Buildspec {
  readonly phases: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
  readonly cache?: { readonly key: string; readonly paths: readonly string[] };
}

interface ProjectResource {
  readonly Properties: { readonly Description: string; readonly Source: { readonly BuildSpec?: unknown } };
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.localeCompare(b);
}

/** Every template of an assembly and of those nested in it, with the stack's display name. */
export function everyStack(assembly: CloudAssembly): { readonly name: string; readonly template: unknown }[] {
  return assembly.stacksRecursively.map((stack) => ({ name: stack.displayName, template: stack.template as unknown }));
}

/** The configuration of the tests with some values replaced. */
export function configWith(changes: Record<string, unknown>): PipelineConfig {
  return PipelineConfig.fromObject({ ...CONFIG, ...changes });
}

/** What is said when a pipeline is synthesized. */
export function said(stack: Stack): string {
  try {
    pipelineOf(stack);
  } catch (error) {
    return String(error);
  }
  return 'nothing';
}
