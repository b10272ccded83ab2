// Writes a cloud assembly for a story: one pipeline stack, in the shape in which CDK writes it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ACCOUNT = '111111111111';
const REGION = 'eu-central-1';

/** An action of a story, shortened. */
export type GivenAction = {
  readonly runOrder?: number;
  readonly namespace?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
} & (
  | { readonly source: true }
  /** An S3 source, `bucket/key`. */
  | { readonly object: string }
  /** A Commands action. */
  | {
      readonly commands: readonly string[];
      readonly outputVariables?: readonly string[];
      /** Of the first output. */
      readonly files?: readonly string[];
      readonly variables?: Readonly<Record<string, string>>;
      /** Variables from Secrets Manager. */
      readonly secrets?: Readonly<Record<string, string>>;
      readonly configuration?: Readonly<Record<string, string>>;
    }
  /** A CodeBuild action with this buildspec. */
  | { readonly build: unknown; readonly environment?: Readonly<Record<string, string>> }
  /** A CloudFormation action with this configuration. */
  | { readonly deploy: Readonly<Record<string, string>>; readonly account?: string }
  | { readonly approve: string }
  /** Any other type, `Category/Owner/Provider/Version`. */
  | { readonly type: string }
);

/** Stages and their actions, by name. */
export type GivenStages = Readonly<Record<string, Readonly<Record<string, GivenAction>>>>;

/** A pipeline stack of a story. */
export interface GivenPipeline {
  readonly stages: GivenStages;
  /** @default delivery */
  readonly name?: string;
  /** @default eu-central-1 */
  readonly region?: string;
  /** More properties of the pipeline. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** More properties of stages, by name. */
  readonly stageProperties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Writes an assembly of one pipeline stack, `Delivery`, into a folder. */
export function writeAssembly(
  folder: string,
  stages: GivenStages,
  more: Pick<GivenPipeline, 'properties' | 'stageProperties'> = {},
): Promise<void> {
  return writePipelines(folder, { Delivery: { stages, ...more } });
}

/** Writes an assembly of several pipeline stacks, by stack name. */
export async function writePipelines(folder: string, given: Readonly<Record<string, GivenPipeline>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const artifacts: Record<string, unknown> = {};
  for (const [stackName, pipeline] of Object.entries(given)) {
    const templateFile = `${stackName}.template.json`;
    artifacts[stackName] = {
      type: 'aws:cloudformation:stack',
      environment: `aws://${ACCOUNT}/${pipeline.region ?? REGION}`,
      properties: { templateFile },
      displayName: stackName,
    };
    await writeFile(
      join(folder, templateFile),
      JSON.stringify(templateOf(pipeline.stages, pipeline.name, pipeline.properties, pipeline.stageProperties)),
    );
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
}

/** The template of a pipeline stack. */
export function templateOf(
  stages: GivenStages,
  name = 'delivery',
  more: GivenPipeline['properties'] = {},
  stageProperties: GivenPipeline['stageProperties'] = {},
): Record<string, unknown> {
  const projects: Record<string, unknown> = {};
  const declared = Object.entries(stages).map(([stageName, actions]) => ({
    Name: stageName,
    Actions: Object.entries(actions).map(([actionName, given]) => {
      if ('build' in given) projects[projectId(stageName, actionName)] = projectOf(given.build);
      return declare(stageName, actionName, given);
    }),
    ...stageProperties[stageName],
  }));
  return {
    Resources: {
      ...projects,
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: name,
          PipelineType: 'V2',
          RestartExecutionOnUpdate: true,
          RoleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
          ArtifactStore: { Type: 'S3', Location: 'artifacts' },
          Stages: declared,
          ...more,
        },
        Metadata: { 'aws:cdk:path': 'Delivery/Pipeline' },
      },
    },
  };
}

function projectId(stageName: string, actionName: string): string {
  return `${stageName}${actionName}Project`.replace(/[^A-Za-z0-9]/g, '');
}

function projectOf(buildspec: unknown): Record<string, unknown> {
  return {
    Type: 'AWS::CodeBuild::Project',
    Properties: {
      Artifacts: { Type: 'CODEPIPELINE' },
      Source: {
        Type: 'CODEPIPELINE',
        BuildSpec: typeof buildspec === 'string' ? buildspec : JSON.stringify(buildspec),
      },
      Environment: {
        Type: 'LINUX_CONTAINER',
        Image: 'aws/codebuild/standard:7.0',
        ComputeType: 'BUILD_GENERAL1_SMALL',
      },
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
    },
  };
}

function declare(stageName: string, name: string, given: GivenAction): Record<string, unknown> {
  const shared = {
    Name: name,
    RunOrder: given.runOrder ?? 1,
    ...(given.namespace ? { Namespace: given.namespace } : {}),
    InputArtifacts: (given.inputs ?? []).map((artifact) => ({ Name: artifact })),
    OutputArtifacts: (given.outputs ?? []).map((artifact) => ({ Name: artifact })),
  };
  if ('source' in given) {
    const connection = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/00000000-0000-4000-8000-000000000000`;
    const configuration = { ConnectionArn: connection, FullRepositoryId: 'acme/shop', BranchName: 'main' };
    return { ...shared, ...typed('Source/AWS/CodeStarSourceConnection/1'), Configuration: configuration };
  }
  if ('object' in given) {
    const [S3Bucket, ...key] = given.object.split('/');
    const configuration = { S3Bucket, S3ObjectKey: key.join('/'), PollForSourceChanges: false };
    return { ...shared, ...typed('Source/AWS/S3/1'), Configuration: configuration };
  }
  if ('commands' in given) return { ...shared, ...typed('Compute/AWS/Commands/1'), ...commandsOf(given) };
  if ('build' in given) {
    const variables = Object.entries(given.environment ?? {}).map(([key, value]) => ({ name: key, value }));
    const configuration = {
      ProjectName: { Ref: projectId(stageName, name) },
      ...(given.inputs && given.inputs.length > 1 ? { PrimarySource: given.inputs[0] } : {}),
      ...(variables.length > 0 ? { EnvironmentVariables: JSON.stringify(variables) } : {}),
    };
    return { ...shared, ...typed('Build/AWS/CodeBuild/1'), Configuration: configuration };
  }
  if ('deploy' in given) {
    const role = `arn:aws:iam::${given.account ?? '222222222222'}:role/cdk-hnb659fds-cfn-exec-role`;
    return { ...shared, ...typed('Deploy/AWS/CloudFormation/1'), Configuration: { RoleArn: role, ...given.deploy } };
  }
  if ('approve' in given) {
    return { ...shared, ...typed('Approval/AWS/Manual/1'), Configuration: { CustomData: given.approve } };
  }
  return { ...shared, ...typed(given.type), Configuration: {} };
}

/** What a Commands action declares beside its configuration. */
function commandsOf(given: Extract<GivenAction, { commands: readonly string[] }>): Record<string, unknown> {
  const named = (values: Readonly<Record<string, string>> = {}, Type: string): unknown[] =>
    Object.entries(values).map(([Name, Value]) => ({ Name, Value, Type }));
  const variables = [...named(given.variables, 'PLAINTEXT'), ...named(given.secrets, 'SECRETS_MANAGER')];
  const outputs = (given.outputs ?? []).map((Name) => ({ Name, ...(given.files ? { Files: given.files } : {}) }));
  return {
    Commands: given.commands,
    OutputArtifacts: outputs,
    ...(given.outputVariables ? { OutputVariables: given.outputVariables } : {}),
    ...(variables.length > 0 ? { EnvironmentVariables: variables } : {}),
    ...(given.configuration ? { Configuration: given.configuration } : {}),
  };
}

function typed(type: string): Record<string, unknown> {
  const [Category, Owner, Provider, Version] = type.split('/');
  return { ActionTypeId: { Category, Owner, Provider, Version } };
}
