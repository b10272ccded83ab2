// Pipelines and projects out of templates alone: nothing is deployed, and some of it could not be.
import { expect, test } from 'vitest';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { assembly, HOME, MEMBER, REGION, role, stack } from './assemblies.js';

type Properties = Record<string, TemplateValue>;

const SOURCE = {
  Name: 'Source',
  Actions: [
    {
      Name: 'Repo',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
      Configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip' },
      OutputArtifacts: [{ Name: 'App' }],
    },
  ],
};
const BUILD = {
  Name: 'Build',
  Actions: [
    {
      Name: 'Synth',
      ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      Configuration: { ProjectName: { Ref: 'Project' } },
      InputArtifacts: [{ Name: 'App' }],
      OutputArtifacts: [{ Name: 'Out' }],
    },
  ],
};
const STORE = {
  Location: { Ref: 'Bucket' },
  Type: 'S3',
  EncryptionKey: { Type: 'KMS', Id: { 'Fn::GetAtt': ['Key', 'Arn'] } },
};
const PIPELINE: Properties = {
  RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
  PipelineType: 'V2',
  Stages: [SOURCE, BUILD],
  ArtifactStore: STORE,
};
const PROJECT: Properties = {
  ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
  Source: { Type: 'CODEPIPELINE' },
  Artifacts: { Type: 'CODEPIPELINE' },
  Environment: { Type: 'LINUX_CONTAINER', Image: 'aws/codebuild/standard:7.0', ComputeType: 'BUILD_GENERAL1_SMALL' },
};

function read(pipeline: Properties = PIPELINE, project: Properties = PROJECT): ReturnType<typeof readLandscape> {
  return readLandscape(
    assembly(
      stack('Delivery', {
        Parameters: { Unknown: { Type: 'String' } },
        Resources: {
          Role: role(),
          Bucket: { Type: 'AWS::S3::Bucket' },
          Key: { Type: 'AWS::KMS::Key' },
          Pipeline: {
            Type: 'AWS::CodePipeline::Pipeline',
            Properties: pipeline,
            Metadata: { 'aws:cdk:path': 'Delivery/Pipeline/Resource' },
          },
          Project: { Type: 'AWS::CodeBuild::Project', Properties: project },
        },
      }),
    ),
  );
}

const problems = (landscape: ReturnType<typeof readLandscape>): string[] =>
  landscape.unreadable.map(({ problem }) => problem);

test('a pipeline without a name of its own has its stages, and leads to its role, store, key and project', () => {
  const landscape = read();
  const [only] = landscape.pipelines;
  expect(landscape.unreadable).toEqual([]);
  expect(only).toMatchObject({
    mistakes: [],
    origin: { stackName: 'Delivery', logicalId: 'Pipeline', constructPath: 'Delivery/Pipeline/Resource' },
    stack: { stackName: 'Delivery' },
    pipeline: { name: 'Delivery-Pipeline', stages: [{ name: 'Source' }, { name: 'Build' }] },
  });
  expect(only?.arn).toMatch(/^arn:aws:codepipeline:eu-central-1:111111111111:Delivery-Pipeline-\{\{unresolved /);
  const { roleArn = '', artifactStores = {}, stages = [] } = only?.pipeline ?? {};
  const here = { account: HOME, region: REGION };
  const store = artifactStores[REGION];
  expect(landscape.role(roleArn)?.origin.logicalId).toBe('Role');
  expect(landscape.bucket(store?.location ?? '')?.origin.logicalId).toBe('Bucket');
  expect(landscape.key(store?.encryptionKey ?? '', here)?.origin.logicalId).toBe('Key');
  const projectName = stages[1]?.actions[0]?.configuration.ProjectName ?? '';
  const project = landscape.project(projectName, here);
  expect(project?.origin.logicalId).toBe('Project');
  expect(landscape.role(project?.project.serviceRole ?? '')?.origin.logicalId).toBe('Role');
  expect(landscape.project(projectName, { account: MEMBER, region: REGION })).toBeUndefined();
});

test('a pipeline that CodePipeline would refuse is read all the same, with its mistakes', () => {
  const deploy = { ...BUILD.Actions[0], Name: 'Far', Region: 'us-east-1', OutputArtifacts: [] };
  const landscape = read({
    ...PIPELINE,
    Stages: [SOURCE, { Name: 'Build', Actions: [...BUILD.Actions, deploy] }] as never,
  });
  expect(landscape.pipelines[0]?.mistakes).toEqual([
    'actions run in us-east-1, which has no artifact store; ArtifactStores needs every region that is used',
  ]);
  expect(landscape.pipelines[0]?.pipeline.stages[1]?.actions).toHaveLength(2);
  expect(landscape.unreadable).toEqual([]);
});

test('what only a marker makes wrong is said to be unread, and is no mistake of the pipeline', () => {
  const landscape = read({ ...PIPELINE, Name: { Ref: 'Unknown' } });
  expect(landscape.pipelines[0]?.mistakes).toEqual([]);
  expect(problems(landscape)).toEqual([
    expect.stringMatching(/^the pipeline cannot be read as a whole: the pipeline is named "<Delivery\.Unknown in /),
  ]);
});

test('a pipeline that is none is reported with its place', () => {
  const landscape = read({ ...PIPELINE, Stages: { Ref: 'Unknown' } });
  expect(landscape.pipelines).toEqual([]);
  expect(landscape.unreadable).toMatchObject([
    {
      origin: { logicalId: 'Pipeline', templateFile: 'Delivery.template.json' },
      problem: 'the pipeline cannot be read as a whole: Stages: Invalid input: expected array, received string',
    },
  ]);
});

test('a project that is none is reported with its place', () => {
  const landscape = read(PIPELINE, { ...PROJECT, Environment: { Ref: 'Unknown' } });
  expect(landscape.projects).toEqual([]);
  expect(problems(landscape)).toEqual([
    'the project cannot be read: Environment: Invalid input: expected object, received string',
  ]);
});
