// What the tests of builds look at: the projects, roles and statements of a synthesized pipeline stack.
import type { Stack } from 'aws-cdk-lib';
import { App, type Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import { CONFIG, OneStackStage } from '../pipeline/services-pipeline';

/** A VPC of the toolchain account as the configuration names it, without security groups. */
export const VPC = {
  vpc_id: 'vpc-0a1b2c3d',
  subnet_ids: ['subnet-1111aaaa', 'subnet-2222bbbb'],
  availability_zones: ['eu-central-1a', 'eu-central-1b'],
};

/** A pipeline with tests at every place, an image step and an asset. */
export class BuildsPipeline extends GenericPipelineStack {
  public override appStage(scope: Construct, context: StageContext): Stage {
    return new OneStackStage(scope, context.id, 'Main', context.stageProps, true);
  }

  public override imageCommands(): string[] | undefined {
    return ['docker push example'];
  }
}

/** The stack of the development pipeline, with more configuration than the tests' usual one. */
export function development<T extends GenericPipelineStack = BuildsPipeline>(
  config: Record<string, unknown> = {},
  pipelineClass: unknown = BuildsPipeline,
  context: Record<string, unknown> = {},
): T {
  const app = new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false });
  const Class = pipelineClass as new (app: App, id: string, props: object) => T;
  return new Class(app, 'Development', {
    config: PipelineConfig.fromObject({ ...CONFIG, ...config }),
    pipeline: 'development',
  });
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** The properties of a project. */
export interface ProjectProperties {
  readonly Name: string;
  readonly ServiceRole: { readonly 'Fn::GetAtt': [string, string] };
  readonly TimeoutInMinutes?: number;
  readonly VpcConfig?: Record<string, unknown>;
  readonly Cache: Record<string, unknown>;
  readonly Environment: {
    readonly Image: unknown;
    readonly Type: string;
    readonly ComputeType: string;
    readonly PrivilegedMode: boolean;
    readonly EnvironmentVariables?: readonly {
      readonly Name: string;
      readonly Value: unknown;
      readonly Type: string;
    }[];
  };
  readonly Source: { readonly BuildSpec: string };
}

/** Every resource of a stack. */
export function resourcesOf(stack: Stack): Record<string, Resource> {
  return (Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> }).Resources;
}

/** The projects of a stack by what follows the pipeline's name in theirs. */
export function projectsOf(stack: GenericPipelineStack): Record<string, ProjectProperties> {
  return Object.fromEntries(
    Object.values(resourcesOf(stack))
      .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
      .map(({ Properties }) => Properties as unknown as ProjectProperties)
      .map((project) => [project.Name.replace(`${stack.context.pipelineName}-`, ''), project]),
  );
}

/** A project by that name. */
export function project(stack: GenericPipelineStack, name: string): ProjectProperties {
  const projects = projectsOf(stack);
  const found = projects[name];
  if (found === undefined) throw new Error(`There is no project ${name}, only ${Object.keys(projects).join(', ')}`);
  return found;
}

/** A project's buildspec, where it stands in the template. */
export function buildspecOf(stack: GenericPipelineStack, name: string): Record<string, never> & { phases: Phases } {
  return JSON.parse(project(stack, name).Source.BuildSpec) as Record<string, never> & { phases: Phases };
}

type Phases = Record<string, { readonly commands?: string[]; readonly 'runtime-versions'?: Record<string, string> }>;

/** A project's plain variables. */
export function variablesOf(stack: GenericPipelineStack, name: string): Record<string, unknown> {
  const variables = project(stack, name).Environment.EnvironmentVariables ?? [];
  return Object.fromEntries(variables.map(({ Name, Value }) => [Name, Value]));
}

/** A statement of a policy. */
export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of a role, by the role's logical id. */
export function statementsOf(stack: Stack, roleId: string): Statement[] {
  return Object.values(resourcesOf(stack)).flatMap(({ Type, Properties }) => {
    if (!['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type)) return [];
    const { Roles, PolicyDocument } = Properties as {
      Roles: { Ref: string }[];
      PolicyDocument: { Statement: Statement[] };
    };
    return Roles.some(({ Ref }) => Ref === roleId) ? PolicyDocument.Statement : [];
  });
}

/** The logical id of a project's role. */
export function roleOf(stack: GenericPipelineStack, name: string): string {
  return project(stack, name).ServiceRole['Fn::GetAtt'][0];
}
